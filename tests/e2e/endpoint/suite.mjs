// What browsers send to real MCP servers, and what these say to it, against the rows of tests/data/fetch_metadata.json.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { decideRequest } from "../../../pkg/server.js";
import { shut } from "../servers.mjs";
import { ALLOWED, INITIATORS, SERVER, VECTORS } from "./cells.mjs";
import { ROWS, kindOf, kindOfRow } from "./rows.mjs";
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
const LEAST_BY_ROW = { axum: 30, express: 40 };

const cellsIn = (engine, mounts) =>
  VECTORS.flatMap((row) => {
    const { [engine]: own, ...shared } = row;
    const vector = { ...shared, ...own };
    return Object.keys(mounts).filter((mount) => vector[mount]).flatMap((mount) =>
      INITIATORS.map((initiator, at) => {
        const verdicts = [vector[mount][at] ?? []].flat();
        const { path, preset, hasCors } = mounts[mount];
        return { ...vector, initiator, mount, path, preset: vector.vector === "WebSocket" ? "websocket" : preset, hasCors, verdicts, requests: verdicts.length };
      }),
    );
  });

/** `preflight: fm-072, CORS deny origin-not-allowed`, taken apart. */
function read(text) {
  const [, preflight, isolation, cors] = /^(preflight: )?(.*?)(?:, CORS (.*))?$/.exec(text);
  const row = ROWS.find(({ id }) => id === isolation);
  const [decision, reason] = isolation.split(" ");
  return { isPreflight: Boolean(preflight), row, expected: row?.expected ?? { decision, reason }, cors };
}

const named = ({ initiator, mount, vector }) => `${vector} to ${mount} from ${initiator.name}`;

/** The headers that are to arrive. */
function expectedHeaders({ sends, site, initiator, origin, purpose, user }, { isPreflight }, originOf) {
  const [method, mode, dest] = isPreflight ? ["OPTIONS", "cors", "empty"] : sends.split(" ");
  const hasOrigin = isPreflight || origin === "always" || (origin === "elsewhere" && initiator.site !== "same-origin");
  const metadata = mode === "-" ? {} : { "sec-fetch-site": site ?? initiator.site, "sec-fetch-mode": mode, "sec-fetch-dest": dest };
  return {
    method,
    ...metadata,
    ...(user && { "sec-fetch-user": user }),
    ...(purpose && { "sec-purpose": purpose }),
    ...(hasOrigin && { origin: originOf(initiator.host) }),
    host: new URL(originOf(SERVER)).host,
  };
}

const COMPARED = ["sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-purpose", "origin", "host"];

/** What arrived, of what is compared: a test's own script may count as its user's. */
function arrivedHeaders({ method, headers }, { user }) {
  const names = user ? [...COMPARED, "sec-fetch-user"] : COMPARED;
  return { method, ...Object.fromEntries(names.filter((name) => name in headers).map((name) => [name, headers[name]])) };
}

/** What a server is to answer: a refusal has a status and a reason, a preflight that passes has a status. */
function expectedAnswer({ expected, cors }) {
  const [decision, reason] = cors?.split(" ") ?? [expected.decision, expected.reason];
  if (decision === "deny") return { status: reason === "speculative-request" ? 503 : 403, reason };
  return cors ? { status: 204, reason: undefined } : { status: "a handler's", reason: undefined };
}

function answerOf({ status, reason }, { cors }) {
  const isHandlers = status !== undefined && status !== 403 && status !== 503 && !cors;
  return { status: isHandlers ? "a handler's" : status, reason };
}

/** What arrived for a cell, and what came of each request. */
function compare(cell, options, origin, counts) {
  const verdicts = cell.verdicts.map(read);
  const sent = verdicts.map((verdict) => expectedHeaders(cell, verdict, origin));
  assert.deepEqual(cell.arrived.map((note) => arrivedHeaders(note, cell)), sent);
  for (const [at, note] of cell.arrived.entries()) {
    const { row, expected } = verdicts[at];
    const kind = kindOf(note, { ...options, own: origin(SERVER), trusted: options.trustedOrigins });
    if (row) assert.equal(kindOfRow(row), kind, `${row.id} is about another kind of request`);
    else assert.deepEqual(ROWS.filter((row) => kindOfRow(row) === kind).map(({ id }) => id), [], "a row is about it");
    counts[row ? "byRow" : "byVerdict"]++;
    const { method, headers } = note;
    const { decision, reason } = decideRequest({ method, host: headers.host, path: cell.path, headers }, options);
    assert.deepEqual({ decision, reason }, expected);
    assert.deepEqual(answerOf(note, verdicts[at]), expectedAnswer(verdicts[at]));
  }
}

export function endpoint(Browser) {
  const { engine } = Browser;

  suite(`requests to MCP servers in ${engine}`, () => {
    let browser;

    before(async () => {
      browser = await Browser.launch({ hosts: HOSTS, anyCertificate: true });
    });
    after(() => shut(browser));

    for (const [name, mounts] of Object.entries(MOUNTS)) {
      test(`${name}: every cell`, async (t) => {
        const all = cellsIn(engine, mounts);
        const lacking = all.filter(({ lacks }) => lacks);
        for (const vector of new Set(lacking.map(({ vector }) => vector))) {
          await t.test(vector, (t) => t.skip(`${engine} has none`));
        }
        const { cells, origin } = await ask(browser, name, all.filter(({ lacks }) => !lacks));
        const options = ({ preset, hasCors }) => ({ preset, ...(hasCors && { trustedOrigins: [origin(ALLOWED)] }) });
        const counts = { byRow: 0, byVerdict: 0 };
        const wrong = cells.flatMap((cell) => {
          try {
            compare(cell, options(cell), origin, counts);
            return [];
          } catch (error) {
            return `${named(cell)}: ${error.message}`;
          }
        });
        assert.equal(wrong.join("\n\n"), "");
        t.diagnostic(`${cells.length} cells; ${counts.byRow} requests compared with rows, ${counts.byVerdict} with verdicts of their own`);
        assert.ok(counts.byRow >= LEAST_BY_ROW[name], `${counts.byRow} requests compared with rows`);
      });
    }
  });
}
