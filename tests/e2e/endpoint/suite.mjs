// What browsers send to real MCP servers and what these say to it, against the rows of tests/data/fetch_metadata.json;
// and whose clients get through.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { shut } from "../servers.mjs";
import { ALLOWED, INITIATORS, VECTORS } from "./cells.mjs";
import { sessions } from "./clients.mjs";
import { compare } from "./judge.mjs";
import { HOSTS, ask } from "./run.mjs";

/** The mounts of each example, and what stands in front of them. */
const MOUNTS = {
  axum: { mcp: { path: "/mcp", preset: "mcp-endpoint", hasCors: true } },
  express: {
    mcp: { path: "/mcp", preset: "mcp-endpoint", hasCors: true },
    page: { path: "/page", preset: "page", hasCors: false },
  },
};
/** How many requests must at least have been compared with a row. */
const LEAST_BY_ROW = { axum: 30, express: 38 };

function cellsIn(engine, mounts) {
  const vectors = VECTORS.map(({ [engine]: own, ...shared }) => ({ ...shared, ...own }));
  return vectors.flatMap((vector) =>
    Object.entries(mounts).flatMap(([mount, { path, preset, hasCors }]) =>
      (vector[mount] ?? []).map((verdicts, at) => ({
        ...vector,
        name: `${vector.vector} to ${path} from ${INITIATORS[at].name}`,
        initiator: INITIATORS[at],
        path,
        preset: vector.vector === "WebSocket" ? "websocket" : preset,
        hasCors,
        verdicts: verdicts === null ? [] : [verdicts].flat(),
      })),
    ),
  );
}

export function endpoint(Browser) {
  const { engine } = Browser;

  suite(`MCP servers behind the policy, for ${engine}`, () => {
    let browser;

    before(async () => {
      browser = await Browser.launch({ hosts: HOSTS, anyCertificate: true });
    });
    after(() => shut(browser));

    for (const [name, mounts] of Object.entries(MOUNTS)) {
      test(`${name}: every vector from everywhere`, async (t) => {
        const all = cellsIn(engine, mounts);
        for (const vector of new Set(all.filter(({ lacks }) => lacks).map(({ vector }) => vector))) {
          await t.test(vector, (t) => t.skip(`${engine} has none`));
        }
        const { cells, origin } = await ask(browser, name, all.filter(({ lacks }) => !lacks));
        const counts = { byRow: 0, byVerdict: 0 };
        const wrong = cells.flatMap((cell) => {
          try {
            compare(cell, { origin, trusted: cell.hasCors ? [origin(ALLOWED)] : [] }, counts);
            return [];
          } catch (error) {
            return `${cell.name}: ${error.message}`;
          }
        });
        assert.equal(wrong.join("\n\n"), "");
        const { byRow, byVerdict } = counts;
        t.diagnostic(`${cells.length} cells: ${byRow} requests compared with rows, ${byVerdict} with verdicts of their own`);
        assert.ok(byRow >= LEAST_BY_ROW[name], `${byRow} requests compared with rows`);
      });

      test(`${name}: clients of the allowed origin get through, others do not`, () => sessions(browser, name));
    }
  });
}
