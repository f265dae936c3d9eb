import type { Guard, PageReport } from "mcp-cordon";
import { el, quiet, table, tag } from "./dom.ts";
import type { Removed } from "./defended.ts";

export interface AttackerLog {
  total: number;
  connections: number;
  recent: { time: number; method: string; path: string; query: string | null; body_bytes: number | null }[];
}

export function removedPanel(removed: readonly Removed[] | null): HTMLElement {
  if (removed === null) return quiet("The sanitizer is off.");
  if (removed.length === 0) return quiet("Nothing: the result was clean.");
  return table(
    removed,
    [
      { title: "Code", cell: (row) => el("code", {}, row.code) },
      { title: "Severity", cell: (row) => tag(row.severity) },
      { title: "What", cell: (row) => el("code", {}, row.what) },
      { title: "Where", cell: (row) => el("code", {}, row.path) },
      { title: "Why", cell: (row) => row.reason },
    ],
    (row) => ({ code: row.code, severity: row.severity, what: row.what }),
  );
}

export function guardPanel(guard: Guard | null): HTMLElement {
  if (guard === null) return quiet("Not installed.");
  const layers = guard.layers.map((layer) =>
    el(
      "li",
      { "data-layer": layer.name, "data-active": String(layer.active) },
      tag(layer.active ? "on" : "off", `${layer.name} ${layer.active ? "on" : "off"}`),
      ` ${layer.detail}`,
    ),
  );
  const log =
    guard.violations.length === 0
      ? quiet("No call has been refused.")
      : table(
          [...guard.violations].reverse(),
          [
            { title: "Call", cell: (row) => el("code", {}, row.api) },
            { title: "URL", cell: (row) => el("code", {}, row.url) },
            { title: "Layer", cell: (row) => row.layer },
            { title: "Why", cell: (row) => row.verdict.reason },
          ],
          (row) => ({ api: row.api, layer: row.layer, url: row.url }),
        );
  return el("div", {}, el("ul", { class: "layers" }, ...layers), log);
}

const SEEN = { "header": "header", "report-only": "report-only header", "meta": "meta", "event": "in force" };

function policiesOf({ policies }: PageReport): HTMLElement {
  if (policies.length === 0) return quiet("No policy was seen.");
  const rows = policies.map(({ source, disposition, text }) =>
    el("li", { "data-policy": source, "data-disposition": disposition }, tag("info", SEEN[source]), el("pre", {}, text)),
  );
  const summary = el("summary", {}, `${policies.length} ${policies.length === 1 ? "policy" : "policies"} seen`);
  return el("details", {}, summary, el("ul", { class: "findings" }, ...rows));
}

export function auditPanel(report: PageReport): HTMLElement {
  const findings = report.findings.map((finding) =>
    el(
      "li",
      { "data-code": finding.code },
      el(
        "details",
        {},
        el("summary", {}, tag(finding.severity), ` ${finding.title}`, el("span", { class: "score" }, String(finding.score))),
        el("p", {}, finding.why),
        ...(finding.evidence?.value ? [el("pre", {}, finding.evidence.value)] : []),
        ...(finding.fix ? [el("p", { class: "quiet" }, "Instead:"), el("pre", {}, finding.fix)] : []),
      ),
    ),
  );
  return el(
    "div",
    { "data-score": String(report.score), "data-grade": report.grade },
    el("p", { class: `grade ${report.grade}` }, el("strong", {}, String(report.score)), ` of 100, grade ${report.grade}`),
    findings.length === 0 ? quiet("No findings.") : el("ul", { class: "findings" }, ...findings),
    policiesOf(report),
  );
}

export function attackerPanel(log: AttackerLog): HTMLElement {
  if (log.total === 0) {
    return quiet(log.connections === 0 ? "Nothing has arrived." : `No request, but ${log.connections} connections.`);
  }
  const columns = [
    { title: "Request", cell: (row: AttackerLog["recent"][number]) => el("code", {}, `${row.method} ${row.path}${row.query === null ? "" : `?${row.query}`}`) },
    { title: "Body", cell: (row: AttackerLog["recent"][number]) => bodySize(row.body_bytes) },
  ];
  return table(log.recent.slice(-20).reverse(), columns, (row) => ({ path: row.path }));
}

function bodySize(bytes: number | null): string {
  if (bytes === null) return "cut off";
  return bytes === 0 ? "none" : `${bytes} B`;
}
