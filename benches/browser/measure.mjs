// The measurements: contenders in turn, many short rounds, medians.
import { setTimeout as sleep } from "node:timers/promises";

const OURS = "string: mcp-cordon";
const ROUNDS = 15;
const WARM_MS = 150;
const SAMPLE_MS = 25;

const MB = 1_000_000;
/** Sizes of a hostile input, with how often each is sanitized. */
const SIZES = [
  [MB, 5],
  [10 * MB, 3],
];
/** The others get less, and no more time than this: some take minutes for a megabyte. */
const PEERS = ["string: DOMPurify", "string: sanitize-html", "parse: innerHTML of a template", "insert: setHTML"];
const PEER_SIZE = 100_000;
const PEER_PATIENCE_MS = 10_000;

export const ORDINARY = "ordinary markup";

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Every contender on every real document: the milliseconds of each round. */
export async function documents(engine, url, say) {
  await engine.open(url);
  const contenders = await engine.get("contenders");
  const rows = (await engine.get("documents")).map((document) => ({ ...document, samples: {} }));
  for (const { name } of rows) {
    for (const contender of contenders) await engine.call("sample", contender, name, WARM_MS);
  }
  for (let round = 0; round < ROUNDS; round++) {
    say(`documents: round ${round + 1} of ${ROUNDS}`);
    for (const row of rows) {
      // Each round begins with another one, so that none always runs behind the same neighbor.
      const turn = contenders.map((_, at) => contenders[(at + round) % contenders.length]);
      for (const contender of turn) {
        row.samples[contender] ??= [];
        row.samples[contender].push(await engine.call("sample", contender, row.name, SAMPLE_MS));
      }
    }
  }
  return rows;
}

/** The guard: milliseconds of its installation, and of a call of `fetch` without it and with it. */
export async function guard(engine, url, say) {
  const rows = { install: [], plain: [], guarded: [] };
  for (let round = 0; round < ROUNDS; round++) {
    say(`guard: round ${round + 1} of ${ROUNDS}`);
    await engine.open(`${url}guard`);
    rows.install.push(await engine.call("install"));
    for (let warm = 0; warm < 3; warm++) for (const guarded of [false, true]) await engine.call("fetch", guarded);
    for (let turn = 0; turn < 4; turn++) {
      rows.plain.push(await engine.call("fetch", false));
      rows.guarded.push(await engine.call("fetch", true));
    }
  }
  return rows;
}

/** The start: milliseconds from the import to the first sanitized string, each in a page of its own. */
export async function start(engine, url, say) {
  const rows = { inlined: [], slim: [] };
  for (let round = 0; round < ROUNDS; round++) {
    say(`start: round ${round + 1} of ${ROUNDS}`);
    for (const [how, samples] of Object.entries(rows)) {
      await engine.open(`${url}start`);
      samples.push(await engine.call(how));
    }
  }
  return rows;
}

/** Ours on every hostile shape, next to ordinary markup of the same size in the same page. */
export async function shapes(engine, url, say) {
  await engine.open(url);
  const names = [ORDINARY, ...(await engine.get("shapes"))];
  const rows = [];
  for (const [size, samples] of SIZES) {
    for (const [at, name] of names.entries()) {
      say(`${size / MB} MB: ${at + 1} of ${names.length}, ${name}`);
      // A page of its own: WebAssembly memory never shrinks.
      await engine.open(url);
      const { grown, outcome, bytes } = await engine.call("growth", name, size);
      await engine.call("call", OURS, ORDINARY, MB);
      const ordinary = [];
      const shape = [];
      for (let sample = 0; sample < samples; sample++) {
        ordinary.push(perByte(await engine.call("call", OURS, ORDINARY, size)));
        shape.push(perByte(await engine.call("call", OURS, name, size)));
      }
      const ratio = median(shape.map((ns, sample) => ns / ordinary[sample]));
      rows.push({ name, size, bytes, outcome, nsPerByte: median(shape), ratio, growth: grown / bytes });
    }
  }
  return rows;
}

const perByte = ({ ms, bytes }) => (ms * 1e6) / bytes;

/** Everybody on every hostile shape, small: milliseconds, or undefined where the patience ended. */
export async function peers(launch, url, say) {
  let engine;
  const fresh = async () => {
    await engine?.close();
    engine = await launch();
    await engine.open(url);
    for (const contender of [OURS, ...PEERS])
      await engine.call("sample", contender, (await engine.get("documents"))[0].name, WARM_MS);
  };
  try {
    await fresh();
    const contenders = (await engine.get("contenders")).filter((name) => name === OURS || PEERS.includes(name));
    const names = [ORDINARY, ...(await engine.get("shapes"))];
    const rows = [];
    for (const [at, name] of names.entries()) {
      say(`100 KB: ${at + 1} of ${names.length}, ${name}`);
      const row = { name, ms: {} };
      for (const contender of contenders) {
        const result = await Promise.race([
          engine.call("call", contender, name, PEER_SIZE),
          sleep(PEER_PATIENCE_MS, undefined, { ref: false }),
        ]);
        if (result === undefined) await fresh();
        row.ms[contender] = result?.ms ?? null;
      }
      rows.push(row);
    }
    return rows;
  } finally {
    await engine?.close();
  }
}
