// What the project set itself, against what was measured.
import { ORDINARY, median } from "./measure.mjs";

/** The ratio of two contenders on a document: the median over the rounds, in each of which they ran close together. */
export function ratio({ samples }, one, other) {
  if (!samples[one] || !samples[other]) return undefined;
  return median(samples[one].map((ms, round) => ms / samples[other][round]));
}

export const RATIOS = {
  dompurify: (row) => ratio(row, "string: DOMPurify", "string: mcp-cordon"),
  sanitizeHtml: (row) => ratio(row, "string: sanitize-html", "string: mcp-cordon"),
  parse: (row) => ratio(row, "string: mcp-cordon", "parse: innerHTML of a template"),
  setHtml: (row) => ratio(row, "insert: mcp-cordon", "insert: setHTML"),
  dompurifyInsert: (row) => ratio(row, "insert: DOMPurify", "insert: mcp-cordon"),
  reparse: (row) => ratio(row, "insert: mcp-cordon, string by innerHTML", "insert: mcp-cordon"),
  report: (row) => {
    const cost = ratio(row, "string: mcp-cordon, with the report", "string: mcp-cordon");
    return cost === undefined ? undefined : cost - 1;
  },
};

const TARGETS = [
  { target: "string to string, times DOMPurify's speed, on each document", of: "dompurify", least: 15 },
  { target: "string to string, against the browser's own parse, on each document", of: "parse", most: 1 },
  {
    target: "sanitize and insert, against setHTML, at the median of the documents",
    of: "setHtml",
    median: true,
    most: 1,
  },
  { target: "sanitize and insert, against setHTML, on each document", of: "setHtml", most: 1.3 },
  { target: "what the report adds, on each document", of: "report", most: 0.1 },
  { target: "milliseconds from the import of HTML's entry to its first string", of: "inlined", median: true, most: 15 },
  { target: "milliseconds to install the guard, at the median", of: "install", median: true, most: 5 },
  { target: "microseconds that the guard adds to a fetch, at the median", of: "guardedFetch", median: true, most: 10 },
  { target: "time per byte of a hostile shape, against ordinary markup", of: "time", most: 3 },
  { target: "memory of a hostile shape, against the input", of: "memory", most: 12 },
  { target: "hostile shapes that end in another way than a result or a limit", of: "broken", most: 0 },
];

/** Each target with the worst that was measured, where, and whether that meets it; `met` is null where nothing was. */
export function judge({ documents = [], guard, start, shapes = [] }) {
  const measured = {
    inlined: start?.inlined.map((ms) => ["", ms]) ?? [],
    install: guard?.install.map((ms) => ["", ms]) ?? [],
    guardedFetch: guard?.plain.map((ms, at) => ["", (guard.guarded[at] - ms) * 1000]) ?? [],
    time: shapes.filter(({ name }) => name !== ORDINARY).map((shape) => [label(shape), shape.ratio]),
    memory: shapes.map((shape) => [label(shape), shape.growth]),
    broken: shapes.map((shape) => [
      `${label(shape)}: ${shape.outcome}`,
      /^(done|limit-.*)$/.test(shape.outcome) ? 0 : 1,
    ]),
  };
  for (const [name, of] of Object.entries(RATIOS)) {
    measured[name] = documents.map((row) => [row.name, of(row)]).filter(([, value]) => value !== undefined);
  }
  return TARGETS.map(({ target, of, least, most, median: atMedian }) => {
    const values = measured[of];
    const meets = (value) => (least === undefined ? value <= most : value >= least);
    const limit = least === undefined ? `at most ${most}` : `at least ${least}`;
    if (values.length === 0) return { target, limit, value: null, where: null, missed: [], met: null };
    const middle = median(values.map(([, value]) => value));
    if (atMedian) return { target, limit, value: middle, where: null, missed: [], met: meets(middle) };
    const worstFirst = values.toSorted(([, a], [, b]) => (least === undefined ? b - a : a - b));
    const [where, value] = worstFirst[0];
    const missed = worstFirst.filter(([, value]) => !meets(value)).map(([where, value]) => ({ where, value }));
    return { target, limit, value, median: middle, where, missed, met: missed.length === 0 };
  });
}

export const label = ({ name, size }) => `${name}, ${size / 1e6} MB`;
