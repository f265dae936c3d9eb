// The result as JSON, to be changed and run.
import { button, el, field, messageOf } from "../dom.ts";
import type { Text } from "../attacks.ts";

export interface Editor {
  element: HTMLElement;
  set(result: unknown, text: Text): void;
}

export function resultEditor(run: (result: unknown, text: Text) => void): Editor {
  const json = el("textarea", { rows: "14", spellcheck: "false", id: "result-json" });
  const text = el(
    "select",
    { id: "result-text" },
    ...["html", "markdown", "plain"].map((kind) => el("option", { value: kind }, kind)),
  );
  const problem = el("p", { class: "failure", role: "alert", hidden: "" });
  const parsed = (): unknown => {
    try {
      problem.hidden = true;
      return JSON.parse(json.value);
    } catch (error) {
      problem.textContent = `This is no JSON: ${messageOf(error)}`;
      problem.hidden = false;
      return undefined;
    }
  };
  const submit = (): void => {
    const result = parsed();
    if (result !== undefined) run(result, text.value as Text);
  };
  json.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  });
  const element = el(
    "div",
    {},
    field(
      "CallToolResult",
      json,
      "{attacker} stands for the attacker's address, {self} for the client's own API. Ctrl+Enter runs it.",
    ),
    field("Its text is", text),
    problem,
    button("Run this", submit, { id: "run-edited" }),
  );
  return {
    element,
    set(result, kind) {
      json.value = JSON.stringify(result, null, 2);
      text.value = kind;
      problem.hidden = true;
    },
  };
}
