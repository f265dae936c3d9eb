// What a cell of the matrix is to be, and what it was.
import assert from "node:assert/strict";
import { decideRequest } from "../../../pkg/server.js";
import { SERVER } from "./cells.mjs";
import { ROWS, kindOf, kindOfRow } from "./rows.mjs";

/** What arrived for a cell, and what came of each request. */
export function compare(cell, { origin, trusted }, counts) {
  const options = { preset: cell.preset, trustedOrigins: trusted };
  const verdicts = cell.verdicts.map(read);
  const sent = verdicts.map((verdict) => expectedHeaders(cell, verdict, origin));
  assert.deepEqual(
    cell.arrived.map((note) => arrivedHeaders(note, cell)),
    sent,
  );
  for (const [at, note] of cell.arrived.entries()) {
    const { row, expected } = verdicts[at];
    const kind = kindOf(note, { preset: cell.preset, own: origin(SERVER), trusted });
    if (row) assert.equal(kindOfRow(row), kind, `${row.id} is about another kind of request`);
    else
      assert.deepEqual(
        ROWS.filter((row) => kindOfRow(row) === kind).map(({ id }) => id),
        [],
        "a row is about it",
      );
    counts[row ? "byRow" : "byVerdict"]++;
    const { method, headers } = note;
    const { decision, reason } = decideRequest({ method, host: headers.host, path: cell.path, headers }, options);
    assert.deepEqual({ decision, reason }, expected);
    assert.deepEqual(answerOf(note, verdicts[at]), expectedAnswer(verdicts[at]));
  }
}

/** `preflight: fm-072, CORS deny origin-not-allowed`, taken apart. */
function read(text) {
  const [, preflight, isolation, cors] = /^(preflight: )?(.*?)(?:, CORS (.*))?$/.exec(text);
  const row = ROWS.find(({ id }) => id === isolation);
  const [decision, reason] = isolation.split(" ");
  return { isPreflight: Boolean(preflight), row, expected: row?.expected ?? { decision, reason }, cors };
}

/** The headers that are to arrive. */
function expectedHeaders({ sends, site, initiator, origin, purpose, user }, { isPreflight }, originOf) {
  const [method, mode, dest] = isPreflight ? ["OPTIONS", "cors", "empty"] : sends.split(" ");
  const hasOrigin = isPreflight || origin === "always" || (origin === "elsewhere" && initiator.site !== "same-origin");
  const from = site ?? initiator.site;
  return {
    method,
    ...(mode !== "-" && { "sec-fetch-site": from, "sec-fetch-mode": mode, "sec-fetch-dest": dest }),
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
  return { method, ...Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name))) };
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
