import type { Finding } from "mcp-cordon";
import { code, el, quiet, table, tag } from "../dom.ts";
import { judge, reveal, type Judged } from "../findings.ts";
import type { Subject } from "../runner.ts";

/** The first words, and the rest on demand. */
const LONG = 160;

export function findingsPanel({ attack, result, policy }: Subject): HTMLElement {
  const { before, after, failure } = judge(result, attack.text, policy);
  if (failure)
    return el(
      "p",
      { class: "failure" },
      `Nothing is shown. ${"code" in failure ? `${String(failure.code)}: ` : ""}${failure.message}`,
    );
  const summary = el(
    "p",
    { class: "quiet", "data-before": String(before.length), "data-after": String(after.length) },
    before.length === 0
      ? "None: the result was clean."
      : `${before.length} in what the server sent, ${after.length} in what Cordon shows.`,
  );
  return el("div", {}, summary, before.length === 0 ? null : findingsTable(before, after));
}

function findingsTable(before: readonly Finding[], after: Judged["after"]): HTMLElement {
  const left = new Set(after.map((finding) => finding.code));
  return table(
    before,
    [
      { title: "Code", cell: (row) => code(row.code) },
      { title: "Severity", cell: (row) => tag(row.severity) },
      {
        title: "What",
        cell: (row) => el("span", {}, row.title, " ", row.evidence?.value ? code(shortened(row.evidence.value)) : ""),
      },
      { title: "Where", cell: (row) => code(row.evidence?.path ?? "") },
      { title: "After", cell: (row) => (left.has(row.code) ? "still told" : "gone") },
    ],
    (row) => ({ code: row.code, severity: row.severity }),
    "Findings",
  );
}

const shortened = (text: string): string => (text.length > LONG ? `${text.slice(0, LONG)}…` : text);

const MARK = /(⟦[^⟧]*⟧)/;

export function revealPanel({ result }: Subject): HTMLElement {
  const revealed = reveal(result);
  if (revealed.length === 0) return quiet("None: every character of it can be seen.");
  return el(
    "div",
    {},
    ...revealed.flatMap(({ label, text, findings }) => [
      el("p", { class: "quiet" }, `${label}: ${findings.map(({ title }) => title).join("; ")}`),
      el(
        "pre",
        { tabindex: "0", role: "region", "aria-label": `${label}, with what it hides written out`, class: "revealed" },
        ...text.split(MARK).map((part) => (MARK.test(part) ? el("mark", {}, part) : part)),
      ),
    ]),
  );
}
