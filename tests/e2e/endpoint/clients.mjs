// The official clients in pages: of the origin that the CORS policy lists, and of others.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { shut } from "../../support/servers.mjs";
import { ALLOWED, INITIATORS, SERVER } from "./cells.mjs";
import { EXAMPLES } from "./examples.mjs";
import { behindTls } from "./run.mjs";
import { CLIENTS, WENT_WELL, pathFor } from "./session.mjs";

const bundle = build({
  entryPoints: [fileURLToPath(new URL("session.mjs", import.meta.url))],
  bundle: true,
  format: "iife",
  globalName: "clients",
  platform: "browser",
  write: false,
});

/** The browsers' words for a response that may not be read, and what a client makes of that which found no server. */
const UNREADABLE = /Failed to fetch|NetworkError|the server did not offer pinned protocol version/;

/**
 * Runs every client at once in a page of that host: what each session told, or why there was none. Against one example,
 * for a browser has six connections to an origin, and each of these streams takes one.
 */
async function run(browser, front, host, example) {
  await browser.open(`${front.origin(host)}/start`);
  const asked = CLIENTS.map((client) => [client, `${front.origin(SERVER)}/${example}${pathFor(client)}`]);
  const sessions = (asked) => {
    const cut = (id) => void fetch(`/cut?${id}`, { method: "POST" });
    const failed = (error) => ({ error: `${error}` });
    const each = ([name, url]) => globalThis.clients.session(name, url, cut).then((told) => ({ told }), failed);
    return Promise.all(asked.map(each));
  };
  const found = await browser.run(sessions, asked);
  const named = (client) => ({ client, what: `${client}, ${example}, from ${host}` });
  return found.map((outcome, at) => ({ ...outcome, ...named(CLIENTS[at]) }));
}

export async function sessions(browser) {
  const [script] = (await bundle).outputFiles;
  const server = await behindTls(script.contents);
  try {
    const others = INITIATORS.map(({ host }) => host).filter((host) => host !== ALLOWED && host !== SERVER);
    for (const example of EXAMPLES) {
      for (const host of others) await closed(browser, server, host, example);
      await open(browser, server, example);
    }
  } finally {
    await shut(null, server);
  }
}

/** From there no client gets anything, and no handler hears of it. */
async function closed(browser, { front }, host, example) {
  front.arrived.length = 0;
  for (const { told, error, what } of await run(browser, front, host, example)) {
    assert.match(`${error}`, UNREADABLE, `${what}: ${JSON.stringify(told)}`);
  }
  // Nothing but preflights, and no answer to them that script may read.
  const asked = new Set(front.arrived.map(({ method, status }) => `${method} ${status}`));
  assert.deepEqual([...asked], ["OPTIONS 403"], host);
  const names = front.arrived.flatMap(({ answer }) => Object.keys(answer));
  assert.ok(!names.some((name) => name.startsWith("access-control-")), host);
}

/** From the allowed origin they do all that they do, and what was cut goes on. */
async function open(browser, { front, examples }, name) {
  const { refusals, url } = examples[name];
  refusals.length = 0;
  for (const { told, error, client, what } of await run(browser, front, ALLOWED, name)) {
    const { sessionId, ...rest } = told ?? { error };
    assert.deepEqual(rest, WENT_WELL, what);
    assert.equal(!sessionId, pathFor(client) === "/stateless", what);
    if (!sessionId) continue;
    const own = front.arrived.filter(({ headers }) => headers["mcp-session-id"] === sessionId);
    assert.ok(
      own.some(({ method, headers }) => method === "GET" && headers["last-event-id"]),
      `${what}: resumed`,
    );
    assert.ok(
      own.some(({ method, status }) => method === "DELETE" && status < 300),
      `${what}: closed`,
    );
    assert.equal(await listIn(url, sessionId), 404, `${what}: the session is over`);
  }
  assert.equal(typeof (await browser.run(mirror, `${front.origin(SERVER)}/${name}/stateless`)), "number", name);
  assert.deepEqual(refusals, [], name);
}

/** The status of one more request in a session. */
async function listIn(url, session) {
  const accept = { "Content-Type": "application/json", Accept: "application/json, text/event-stream" };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 9, method: "tools/list" });
  return (await fetch(url, { method: "POST", headers: { ...accept, "Mcp-Session-Id": session }, body })).status;
}

/** In the page. What MCP 2026-07-28 mirrors of a call's parameters, which no client does in a page yet. */
async function mirror(url) {
  const mirrored = { "Mcp-Method": "tools/call", "Mcp-Name": "echo", "Mcp-Param-Text": "hello" };
  const headers = { "Content-Type": "application/json", ...mirrored };
  return (await fetch(url, { method: "POST", headers, body: "{}" })).status;
}
