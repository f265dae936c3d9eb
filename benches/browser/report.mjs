// The measurements as tables.
import { RATIOS, label } from "./judge.mjs";
import { median } from "./measure.mjs";

const number = (value, digits = 2) => (value === undefined || value === null ? "–" : value.toFixed(digits));

/** Columns of text, the first to the left, the others to the right. */
export function table(head, rows) {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines) {
    console.log(line.map((cell, at) => (at ? cell.padStart(widths[at]) : cell.padEnd(widths[at]))).join("  "));
  }
}

export function printDocuments(rows) {
  console.log("\nReal documents. Columns are ratios of medians; × is how many times faster mcp-cordon is,");
  console.log("÷ is its time over the other's.\n");
  const columns = [
    ["ns/byte", (row) => number((median(row.samples["string: mcp-cordon"]) * 1e6) / row.bytes, 1)],
    ["×DOMPurify", (row) => number(RATIOS.dompurify(row), 1)],
    ["×sanitize-html", (row) => number(RATIOS.sanitizeHtml(row), 1)],
    ["÷parse", (row) => number(RATIOS.parse(row))],
    ["insert ÷setHTML", (row) => number(RATIOS.setHtml(row))],
    ["insert ×DOMPurify", (row) => number(RATIOS.dompurifyInsert(row), 1)],
    ["insert ×innerHTML", (row) => number(RATIOS.reparse(row))],
    ["report", (row) => `${number(100 * RATIOS.report(row), 0)} %`],
  ];
  const head = ["document", "KB", ...columns.map(([name]) => name)];
  table(
    head,
    rows.map((row) => [row.name, number(row.bytes / 1e3, 1), ...columns.map(([, of]) => of(row))]),
  );

  console.log("\nMilliseconds, medians\n");
  const contenders = Object.keys(rows[0].samples);
  table(
    ["contender", ...rows.map((row) => row.name)],
    contenders.map((name) => [name, ...rows.map((row) => number(median(row.samples[name]), 3))]),
  );
}

export function printGuard({ install, plain, guarded }) {
  printMilliseconds("The guard", [
    ["install, the module's start included", install],
    ["a call of fetch", plain],
    ["a call of fetch under the guard", guarded],
  ]);
}

export function printStart({ inlined, slim }) {
  printMilliseconds("From the import to the first string", [
    ["mcp-cordon/html", inlined],
    ["mcp-cordon/slim, the whole module", slim],
  ]);
}

function printMilliseconds(what, rows) {
  console.log(`\n${what}: milliseconds\n`);
  const row = ([name, samples]) => [name, number(median(samples), 3), number(Math.min(...samples), 3)];
  table(["", "median", "least"], rows.map(row));
}

export function printShapes(rows) {
  console.log("\nHostile shapes: nanoseconds a byte, the ratio to ordinary markup next to it, memory over the input\n");
  const cells = (row) => [label(row), row.outcome, number(row.nsPerByte, 1), number(row.ratio), number(row.growth, 1)];
  table(["shape", "outcome", "ns/byte", "ratio", "memory"], rows.map(cells));
}

export function printPeers(rows) {
  console.log("\nHostile shapes of 100 KB: milliseconds of the first call; – is more than ten seconds\n");
  const contenders = Object.keys(rows[0].ms);
  table(
    ["shape", ...contenders],
    rows.map((row) => [row.name, ...contenders.map((name) => number(row.ms[name], 1))]),
  );
}

export function printTargets(targets) {
  console.log("\nTargets\n");
  for (const { target, limit, value, where, missed, met } of targets) {
    const verdict = met === null ? "NOT MEASURED" : met ? "PASS" : "MISS";
    const place = where === null ? "" : ` (${where})`;
    console.log(`${verdict}  ${target}: ${limit}; measured ${number(value)}${place}`);
    for (const { where, value } of missed.slice(1)) console.log(`        also ${where}: ${number(value)}`);
  }
}
