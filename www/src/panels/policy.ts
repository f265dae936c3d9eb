// A policy as a form. What it says holds for every run from then on, and is copied as code or as headers.
import { compilePolicy, parsePolicy, type Policy } from "mcp-cordon";
import { fill } from "../attacks.ts";
import { button, copier, el, field, messageOf } from "../dom.ts";
import { EXAMPLES } from "../findings.ts";

const LISTS = [
  ["connect", "What script may contact", "'self'"],
  ["resources", "What may load by itself", "nothing"],
  ["frames", "What may be framed", "nothing"],
  ["backgroundFetch", "What Background Fetch may use", "nothing"],
] as const;

export interface PolicyEditor {
  element: HTMLElement;
  set(policy: Policy): void;
}

/** `changed` is told of each policy that holds, and of none where the attacks' own are wanted back. */
export function policyEditor(changed: (policy: Policy | null) => void): PolicyEditor {
  let policy: Policy = {};
  const lists = new Map(
    LISTS.map(([name, , none]) => [
      name,
      el("textarea", { rows: "2", spellcheck: "false", placeholder: none, "data-field": name }),
    ]),
  );
  const origins = el("textarea", { rows: "2", spellcheck: "false", placeholder: "any", "data-field": "links" });
  const webrtc = el("input", { type: "checkbox", "data-field": "webrtc" });
  const problem = el("p", { class: "failure", role: "alert", hidden: "" });
  const preview = el("pre", {
    tabindex: "0",
    role: "region",
    "aria-label": "The policy as headers",
    "data-compiled": "",
  });

  function read(): Policy {
    const asked: Policy = {};
    for (const [name, control] of lists) {
      if (control.value.trim() !== "") asked[name] = linesOf(control);
    }
    if (origins.value.trim() !== "") asked.links = { origins: linesOf(origins) };
    if (webrtc.checked) asked.webrtc = true;
    parsePolicy(fill(asked, EXAMPLES));
    return asked;
  }

  function tell(): void {
    const { headers } = compilePolicy(fill(policy, EXAMPLES));
    preview.textContent = headersOf(headers);
  }

  function update(): void {
    try {
      policy = read();
      problem.hidden = true;
      tell();
      changed(policy);
    } catch (error) {
      problem.textContent = `Nothing is run with this. ${messageOf(error)}`;
      problem.hidden = false;
    }
  }

  const form = el(
    "form",
    {},
    ...LISTS.map(([name, label]) => field(label, lists.get(name) as HTMLElement)),
    field("Where a link may lead", origins),
    el("div", { class: "field check" }, el("label", {}, webrtc, " WebRTC")),
    problem,
    el(
      "p",
      { class: "actions" },
      copier("Copy as code", () => codeOf(policy), { "data-copy": "code" }),
      copier("Copy as headers", () => headersOf(compilePolicy(fill(policy, EXAMPLES)).headers), {
        "data-copy": "headers",
      }),
      button("Reset", () => changed(null), { "data-reset": "" }),
    ),
    el("details", {}, el("summary", {}, "As headers"), preview),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", update);

  return {
    element: form,
    set(wanted) {
      policy = wanted;
      for (const [name, control] of lists) control.value = (wanted[name] ?? []).join("\n");
      origins.value = (wanted.links?.origins ?? []).join("\n");
      webrtc.checked = wanted.webrtc ?? false;
      problem.hidden = true;
      tell();
    },
  };
}

const linesOf = ({ value }: HTMLTextAreaElement): string[] =>
  value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

export function codeOf(policy: Policy): string {
  return [
    `import { installGuard, renderToolOutput } from "mcp-cordon";`,
    "",
    `const policy = ${JSON.stringify(fill(policy, EXAMPLES), null, 2)};`,
    "installGuard(policy);",
    "renderToolOutput(element, html, { policy });",
    "",
  ].join("\n");
}

const headersOf = (headers: Record<string, string>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
