// Runs the benchmarks in one browser: `cargo xtask bench` starts this and says where everything is.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { Chromium, Firefox } from "./engines.mjs";
import { RATIOS, judge } from "./judge.mjs";
import * as measure from "./measure.mjs";
import { printDocuments, printGuard, printPeers, printShapes, printStart, printTargets } from "./report.mjs";
import { serve } from "./server.mjs";
import { measureStreams, reportStreams } from "./stream/stream.mjs";

const { values: options } = parseArgs({
  options: {
    /** A folder with index.json and what it names. */
    documents: { type: "string" },
    output: { type: "string" },
    engine: { type: "string", default: "chromium" },
    /** One of documents, guard, start, shapes, peers; or stream, which is measured when it is asked for. */
    only: { type: "string" },
    /** Whether a target that is missed is a failure. */
    check: { type: "boolean", default: false },
  },
});

const { launch } = { chromium: Chromium, firefox: Firefox }[options.engine];
const say = (what) => process.stderr.isTTY && process.stderr.write(`\r\x1b[2K${what}`);
const wanted = (part) => options.only === undefined || options.only === part;

const server = await serve(options.documents);
const result = {};
let engine;
try {
  engine = await launch();
  result.engine = engine.name;
  console.log(`In ${engine.name}`);
  if (wanted("documents")) result.documents = await measure.documents(engine, server.url, say);
  if (wanted("guard")) result.guard = await measure.guard(engine, server.url, say);
  if (wanted("start")) result.start = await measure.start(engine, server.url, say);
  if (wanted("shapes")) result.shapes = await measure.shapes(engine, server.url, say);
  // A hang in one of the others is ended by ending the browser, which WebDriver gives no way to do.
  if (wanted("peers") && options.engine === "chromium") result.peers = await measure.peers(launch, server.url, say);
  if (options.only === "stream") result.streams = await measureStreams(engine, say);
} finally {
  await engine?.close();
  server.close();
}

result.targets = judge(result);
say("");
if (result.documents) printDocuments(result.documents);
if (result.guard) printGuard(result.guard);
if (result.start) printStart(result.start);
if (result.shapes) printShapes(result.shapes);
if (result.peers) printPeers(result.peers);
if (result.streams) reportStreams(result);
if (!result.streams) printTargets(result.targets);

for (const row of result.documents ?? []) {
  row.ratios = Object.fromEntries(Object.entries(RATIOS).map(([name, of]) => [name, of(row) ?? null]));
  row.ms = Object.fromEntries(Object.entries(row.samples).map(([name, samples]) => [name, measure.median(samples)]));
}
await mkdir(dirname(options.output), { recursive: true });
await writeFile(options.output, `${JSON.stringify(result, null, 1)}\n`);
if (options.check && result.targets.some(({ met }) => met === false)) process.exitCode = 1;
