// What browsers send to real MCP servers and what these say to it, against the rows of tests/data/fetch_metadata.json;
// and whose clients get through.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { shut } from "../../support/servers.mjs";
import { ALLOWED, INITIATORS, VECTORS } from "./cells.mjs";
import { sessions } from "./clients.mjs";
import { EXAMPLES } from "./examples.mjs";
import { compare } from "./judge.mjs";
import { HOSTS, ask } from "./run.mjs";

/** What stands in front of each example. */
const MOUNTS = [
  { example: "axum", mount: "mcp", path: "/mcp", preset: "mcp-endpoint", hasCors: true },
  { example: "express", mount: "mcp", path: "/mcp", preset: "mcp-endpoint", hasCors: true },
  { example: "express", mount: "page", path: "/page", preset: "page", hasCors: false },
];
/** How many requests must at least have been compared with a row. */
const LEAST_BY_ROW = { axum: 30, express: 38 };

function cellsIn(engine) {
  const vectors = VECTORS.map(({ [engine]: own, ...shared }) => ({ ...shared, ...own }));
  return MOUNTS.flatMap(({ example, mount, path, ...options }) =>
    vectors.flatMap((vector) =>
      (vector[mount] ?? []).map((verdicts, at) => ({
        ...vector,
        ...options,
        ...(vector.vector === "WebSocket" && { preset: "websocket" }),
        name: `${vector.vector} to ${path} of ${example} from ${INITIATORS[at].name}`,
        initiator: INITIATORS[at],
        example,
        path,
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

    test("every vector from everywhere", async (t) => {
      const all = cellsIn(engine);
      for (const vector of new Set(all.filter(({ lacks }) => lacks).map(({ vector }) => vector))) {
        await t.test(vector, (t) => t.skip(`${engine} has none`));
      }
      const { cells, origin } = await ask(
        browser,
        all.filter(({ lacks }) => !lacks),
      );
      const counts = Object.fromEntries(EXAMPLES.map((name) => [name, { byRow: 0, byVerdict: 0 }]));
      const wrong = cells.flatMap((cell) => {
        try {
          compare(cell, { origin, trusted: cell.hasCors ? [origin(ALLOWED)] : [] }, counts[cell.example]);
          return [];
        } catch (error) {
          return `${cell.name}: ${error.message}`;
        }
      });
      assert.equal(wrong.join("\n\n"), "");
      t.diagnostic(`${cells.length} cells; requests compared with rows and with verdicts: ${JSON.stringify(counts)}`);
      for (const [name, { byRow }] of Object.entries(counts))
        assert.ok(byRow >= LEAST_BY_ROW[name], `${name}: ${byRow}`);
    });

    test("clients of the allowed origin get through, others do not", () => sessions(browser));
  });
}
