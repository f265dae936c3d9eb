// Markdown that arrives in chunks, shown by us and by others: how long that takes, how long the page stands still, how many nodes
// are made, and what an attacker is sent. CORDON_WRITE=1 writes the tables into docs/streaming.md.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { loadavg } from "node:os";
import { join } from "node:path";
import { installed } from "../../../tests/matrix/installed.mjs";
import { marked } from "../../../tests/support/marked.mjs";
import { listen } from "../../../tests/support/servers.mjs";
import { median } from "../measure.mjs";
import { table } from "../report.mjs";
import { HEADERS, bundle } from "../server.mjs";
import { answer } from "./document.mjs";

/** In characters. */
const LENGTHS = [2_000, 20_000, 200_000];
const CHUNKS = [4, 16, 64];
/** For one document; the quick ones are shown as often as `ROUNDS` says. */
const PATIENCE_MS = 20_000;
const QUICK_MS = 3_000;
const ROUNDS = 3;
/** What nodes and requests are counted at. */
const COUNTED = { length: 20_000, chunk: 16 };

const HTML = `<!doctype html><title>streams</title><link rel="icon" href="data:,"><body><script type="module" src="page.js"></script>`;
const DOCUMENT = join(import.meta.dirname, "../../../docs/streaming.md");

/** `{ length, chunk, contender, ms, longest, nodes, requests }`; no `ms`, where the patience ended. */
export async function measureStreams(engine, say) {
  const script = await bundle(join(import.meta.dirname, "page.js"), installed(import.meta.dirname, "stream"));
  const page = await listen(
    createServer((request, response) => {
      const isScript = request.url === "/page.js";
      response.writeHead(200, {
        ...HEADERS,
        "Content-Type": isScript ? "text/javascript" : "text/html; charset=utf-8",
      });
      response.end(isScript ? script : HTML);
    }),
  );
  let requests = 0;
  const evil = await listen(
    createServer((_, response) => {
      requests++;
      response.writeHead(204, { "Cache-Control": "no-store" }).end();
    }),
  );
  const rows = [];
  try {
    await engine.open(`${page.origin}/`);
    const contenders = await engine.get("contenders");
    for (const length of LENGTHS) {
      const text = answer(length, evil.origin);
      for (const chunk of CHUNKS) {
        for (const contender of contenders) {
          say(`${length / 1000} KB by ${chunk}: ${contender}`);
          const run = async (options) => {
            await engine.open(`${page.origin}/`);
            // The code is warm after a short document.
            await engine.call("stream", contender, answer(LENGTHS[0], page.origin), 64, { patience: PATIENCE_MS });
            requests = 0;
            return engine.call("stream", contender, text, chunk, { patience: PATIENCE_MS, ...options });
          };
          const shown = [await run()];
          const row = { length, chunk, contender, load: loadavg()[0] };
          rows.push(row);
          if (shown[0].isOver) continue;
          while (shown[0].ms < QUICK_MS && shown.length < ROUNDS) shown.push(await run());
          row.ms = median(shown.map(({ ms }) => ms));
          row.longest = median(shown.map(({ longest }) => longest));
          if (length === COUNTED.length && chunk === COUNTED.chunk) {
            row.nodes = (await run({ counts: true })).nodes;
            row.requests = requests;
          }
        }
      }
    }
    return rows;
  } finally {
    page.stop();
    evil.stop();
  }
}

const whole = (value) => value?.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 }) ?? "–";

export function reportStreams({ streams, engine }) {
  const contenders = [...new Set(streams.map(({ contender }) => contender))];
  const of = (length, chunk, contender) =>
    streams.find((row) => row.length === length && row.chunk === chunk && row.contender === contender);
  const cell = ({ ms, longest }) => (ms === undefined ? "–" : `${whole(ms)} / ${whole(longest)}`);
  const times = LENGTHS.flatMap((length) =>
    CHUNKS.map((chunk) => [
      `${length / 1000} KB by ${chunk}`,
      ...contenders.map((contender) => cell(of(length, chunk, contender))),
    ]),
  );
  const counts = contenders.map((contender) => {
    const { nodes, requests } = of(COUNTED.length, COUNTED.chunk, contender);
    return [contender, whole(nodes), whole(requests)];
  });
  const head = ["answer", ...contenders];
  const counted = [`${COUNTED.length / 1000} KB by ${COUNTED.chunk}`, "nodes made", "requests that left"];
  console.log(`\nMilliseconds in all / of the longest task; – is more than ${PATIENCE_MS / 1000} s\n`);
  table(head, times);
  console.log();
  table(counted, counts);
  if (!process.env.CORDON_WRITE) return;
  const lines = (head, rows) =>
    [head, head.map((_, at) => (at ? "--:" : "---")), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
  const load = Math.max(...streams.map(({ load }) => load)).toFixed(1);
  const text = `In ${engine}; the load of the machine was ${load} at most.\n\n${lines(head, times)}\n\n${lines(counted, counts)}`;
  writeFileSync(DOCUMENT, marked(readFileSync(DOCUMENT, "utf8"), "measured", text));
}
