// The audit of this page, and of headers that somebody pastes.
import { auditHeaders, auditPage, toSarif, type AuditReport, type PageReport } from "mcp-cordon";
import { button, copier, download, el, field, messageOf, quiet, tag } from "../dom.ts";

const EXAMPLE = [
  "Content-Security-Policy: default-src 'self'; script-src 'self' 'unsafe-inline' https:; connect-src *",
  "Access-Control-Allow-Origin: *",
].join("\n");

export function auditView(root: HTMLElement, own: () => Promise<PageReport>, note: string | null): void {
  const ownReport = el("div", { id: "own-audit" }, quiet("Running…"));
  const pasted = el("textarea", { rows: "6", spellcheck: "false", id: "headers" });
  pasted.value = EXAMPLE;
  const pastedReport = el("div", { id: "pasted-audit", role: "status" });
  const run = (): void => {
    try {
      pastedReport.replaceChildren(reportOf(auditHeaders(headersOf(pasted.value))));
    } catch (error) {
      pastedReport.replaceChildren(el("p", { class: "failure" }, messageOf(error)));
    }
  };
  root.replaceChildren(
    el("h2", {}, "Audit"),
    el(
      "div",
      { class: "columns" },
      el(
        "section",
        { class: "panel", "aria-labelledby": "own-heading" },
        el("h3", { id: "own-heading" }, "This page"),
        note === null ? null : quiet(note),
        ownReport,
      ),
      el(
        "section",
        { class: "panel", "aria-labelledby": "pasted-heading" },
        el("h3", { id: "pasted-heading" }, "A response of yours"),
        field("Its headers, one a line", pasted),
        button("Audit them", run, { id: "audit-pasted" }),
        pastedReport,
      ),
    ),
  );
  run();
  own().then(
    (report) => ownReport.replaceChildren(reportOf(report), policiesOf(report)),
    (error: unknown) => ownReport.replaceChildren(el("p", { class: "failure" }, messageOf(error))),
  );
}

/** The probe asks for a name that does not exist. The page's own policy keeps that from the resolver. */
export const auditOwn = (): Promise<PageReport> => auditPage({ refetch: true, probe: true });

/** @throws Where a line is no header. */
function headersOf(text: string): [string, string][] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("HTTP/"))
    .map((line) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined)
        throw new Error(`This line is no header: ${JSON.stringify(line)}. Write it as Name: value.`);
      return [name, value];
    });
}

function reportOf(report: AuditReport): HTMLElement {
  const findings = report.findings.map((finding) =>
    el(
      "li",
      { "data-code": finding.code },
      el(
        "details",
        {},
        el(
          "summary",
          {},
          tag(finding.severity),
          ` ${finding.title} `,
          el("span", { class: "score" }, String(finding.score)),
        ),
        el("p", {}, finding.why),
        finding.evidence?.value ? el("pre", {}, finding.evidence.value) : null,
        finding.fix ? el("p", { class: "quiet" }, "Instead:") : null,
        finding.fix ? el("pre", {}, finding.fix) : null,
      ),
    ),
  );
  return el(
    "div",
    { "data-score": String(report.score), "data-grade": report.grade },
    el("p", { class: `grade ${report.grade}` }, el("strong", {}, report.grade), ` ${report.score} of 100`),
    findings.length === 0 ? quiet("No findings.") : el("ul", { class: "findings" }, ...findings),
    el(
      "p",
      { class: "actions" },
      copier("Copy as JSON", () => JSON.stringify(report, null, 2)),
      button("Save as SARIF", () =>
        download("audit.sarif", toSarif(report, { url: location.href.split("#")[0] ?? "" })),
      ),
    ),
  );
}

const SEEN = { header: "header", "report-only": "report-only header", meta: "meta", event: "in force" };

function policiesOf({ policies }: PageReport): HTMLElement {
  if (policies.length === 0) return quiet("No policy was seen.");
  const rows = policies.map(({ source, disposition, text }) =>
    el(
      "li",
      { "data-policy": source, "data-disposition": disposition },
      tag("info", SEEN[source]),
      el("pre", {}, text),
    ),
  );
  const summary = el("summary", {}, `${policies.length} ${policies.length === 1 ? "policy" : "policies"} seen`);
  return el("details", {}, summary, el("ul", { class: "findings" }, ...rows));
}
