// The audit of this page, and of headers that somebody pastes.
import { auditHeaders, auditPage, toSarif, type AuditReport, type OpenWay, type PageReport } from "mcp-cordon";
import { block, button, copier, download, el, field, messageOf, quiet, table, tag } from "../dom.ts";

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
          ` ${[finding.title, ...finding.code.split(":").slice(1)].join(": ")} `,
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
    waysOf(report),
    findings.length === 0 ? quiet("No findings.") : el("ul", { class: "findings" }, ...findings),
    correctedOf(report),
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

interface Way {
  channel: string;
  what: string;
  before: string;
  after: string;
}

const CLOSED = "closed";

/** The ways out, those that are open first: before the correction, and after it. */
function waysOf(report: AuditReport): HTMLElement | null {
  const { open, closed, corrected } = report;
  if (!open || !closed) return null;
  const after = corrected && auditHeaders(filled(corrected.headers));
  const stateIn = (ways: OpenWay[] | undefined, channel: string): string => {
    const way = ways?.find((one) => one.channel === channel);
    return way ? `open: ${way.widest ?? "no directive"}` : CLOSED;
  };
  const rows: Way[] = [...open, ...closed].map(({ channel, what }) => ({
    channel,
    what,
    before: stateIn(open, channel),
    after: after ? stateIn(after.open, channel) : "",
  }));
  const columns = [
    { title: "Way out", cell: ({ channel }: Way) => channel },
    { title: "What goes there", cell: ({ what }: Way) => what },
    { title: "Now", cell: ({ before }: Way) => tag(before === CLOSED ? "low" : "high", before) },
  ];
  if (after)
    columns.push({
      title: "Corrected",
      cell: ({ after: state }: Way) => tag(state === CLOSED ? "low" : "high", state),
    });
  const data = ({ channel, before, after: state }: Way): Record<string, string> => ({
    way: channel,
    before: before === CLOSED ? CLOSED : "open",
    after: state === "" ? "" : state === CLOSED ? CLOSED : "open",
  });
  const summary = `Of ${open.length + closed.length} ways out, ${open.length} are open`;
  return el(
    "details",
    { open: "" },
    el("summary", {}, el("strong", {}, summary)),
    table(rows, columns, data, "Ways out of the page, open and closed"),
  );
}

/** What the corrected headers say once somebody has filled them in. */
const filled = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value.replaceAll("{random}", "4ih5rP0r1s8Pq7bC1Q2d3A==").replaceAll(/[{}]/g, ""),
    ]),
  );

/** The page's own headers with the least change that ends the findings. */
function correctedOf({ corrected, findings }: AuditReport): HTMLElement | null {
  if (!corrected || findings.length === 0) return null;
  const lines = Object.entries(corrected.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
  return el(
    "details",
    {},
    el("summary", {}, "Corrected headers"),
    block(lines, "Corrected headers"),
    ...corrected.notes.map(quiet),
    copier("Copy the headers", () => lines),
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
