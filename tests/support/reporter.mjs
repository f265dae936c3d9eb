// A reporter of Node's test runner, beside the one that shows: it ends with the counts, and each suite's, as JSON.
import { basename } from "node:path";

/** How a test ended, in the words of the summary. */
function outcomeOf(type, { skip, todo }) {
  if (skip !== undefined || todo !== undefined) return "skipped";
  return type === "test:fail" ? "failed" : "passed";
}

/** Under `node --test` a suite is a file; of a script, it is what stands inside of the one suite around all of them. */
const isOfFiles = process.execArgv.includes("--test");
const outermost = isOfFiles ? 0 : 1;
const suiteOf = ({ name, file }) => (isOfFiles && file ? basename(file).replace(/(\.test)?\.mjs$/, "") : name);

const fresh = () => ({ seconds: 0, passed: 0, failed: 0, skipped: 0, skips: [], failures: [] });

/** Why a test failed, on one line: an assertion's message can be a page. */
const REASON_LENGTH = 300;
const reasonOf = ({ error }) =>
  String(error?.cause?.message ?? error?.message)
    .replace(/\s+/g, " ")
    .slice(0, REASON_LENGTH);

export default async function* report(events) {
  const suites = new Map();
  /** What ended inside of a suite: it ends after them, and Node tells of one suite after the other. */
  let counts = fresh();
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const { name, nesting, skip, details } = data;
    if (details.type !== "suite") {
      const outcome = outcomeOf(type, data);
      counts[outcome]++;
      if (outcome === "failed") counts.failures.push({ name, reason: reasonOf(details) });
      if (outcome === "skipped") counts.skips.push({ name, reason: typeof skip === "string" ? skip : "" });
    } else if (type === "test:fail" && details.error?.failureType !== "subtestsFailed") {
      // The suite itself broke, in a hook say: its tests may not have run.
      counts.failed++;
      counts.failures.push({ name, reason: reasonOf(details) });
    }
    if (nesting !== outermost) continue;
    const suite = suites.get(suiteOf(data)) ?? fresh();
    suite.seconds += details.duration_ms / 1000;
    for (const key of ["passed", "failed", "skipped"]) suite[key] += counts[key];
    for (const key of ["skips", "failures"]) suite[key].push(...counts[key]);
    suites.set(suiteOf(data), suite);
    counts = fresh();
  }
  if (counts.failed > 0) suites.set("the suites together", counts);
  yield JSON.stringify([...suites].map(([name, counts]) => ({ name, ...counts })));
}
