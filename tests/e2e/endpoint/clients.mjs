// The official clients in pages: of the origin that the CORS policy lists, and of others.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { shut } from "../servers.mjs";
import { ALLOWED, INITIATORS, SERVER } from "./cells.mjs";
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

/** Runs every client at once in a page of that host, and tells of each what its session told, or why there was none. */
async function run(browser, front, host) {
  await browser.open(`${front.origin(host)}/start`);
  const asked = CLIENTS.map((name) => [name, `${front.origin(SERVER)}${pathFor(name)}`]);
  const sessions = (asked) => {
    const cut = (id) => void fetch(`/cut?${id}`, { method: "POST" });
    const failed = (error) => ({ error: `${error}` });
    const each = ([name, url]) => globalThis.clients.session(name, url, cut).then((told) => ({ told }), failed);
    return Promise.all(asked.map(each));
  };
  return browser.run(sessions, asked);
}

export async function sessions(browser, name) {
  const [script] = (await bundle).outputFiles;
  const server = await behindTls(name, script.contents);
  const { front } = server;
  try {
    for (const { host } of INITIATORS.filter(({ host }) => host !== ALLOWED && host !== SERVER)) {
      for (const [at, { told, error }] of (await run(browser, front, host)).entries()) {
        assert.match(`${error}`, UNREADABLE, `${CLIENTS[at]} from ${host}: ${JSON.stringify(told)}`);
      }
      // Nothing but preflights, and no answer to them that script may read.
      const asked = front.arrived.splice(0);
      assert.deepEqual([...new Set(asked.map(({ method, status }) => `${method} ${status}`))], ["OPTIONS 403"], host);
      const names = asked.flatMap(({ answer }) => Object.keys(answer));
      assert.ok(!names.some((name) => name.startsWith("access-control-")), host);
    }
    await allowed(browser, server);
  } finally {
    await shut(null, server);
  }
}

async function allowed(browser, { front, example }) {
  example.refusals.length = 0;
  const found = await run(browser, front, ALLOWED);
  for (const [at, { told, error }] of found.entries()) {
    const name = CLIENTS[at];
    const { sessionId, ...rest } = told ?? { error };
    assert.deepEqual(rest, WENT_WELL, name);
    const own = front.arrived.filter(({ headers }) => sessionId && headers["mcp-session-id"] === sessionId);
    assert.equal(!sessionId, pathFor(name) === "/stateless", name);
    if (!sessionId) continue;
    // Its stream was cut and it came back for the rest, with leave of a preflight that lists the header.
    assert.ok(own.some(({ method, headers }) => method === "GET" && headers["last-event-id"]), `${name} resumed`);
    assert.ok(own.some(({ method, status }) => method === "DELETE" && status < 300), `${name} closed`);
    assert.equal(await listIn(example.url, sessionId), 404, `${name}: the session is over`);
  }
  const mirrored = await browser.run(mirror, `${front.origin(SERVER)}/stateless`);
  assert.equal(typeof mirrored, "number");
  assert.deepEqual(example.refusals, []);
}

/** The status of one more request in a session. */
async function listIn(url, session) {
  const accept = { "Content-Type": "application/json", "Accept": "application/json, text/event-stream" };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 9, method: "tools/list" });
  return (await fetch(url, { method: "POST", headers: { ...accept, "Mcp-Session-Id": session }, body })).status;
}

/** In the page. What MCP 2026-07-28 mirrors of a call's parameters, which no client does in a page yet. */
async function mirror(url) {
  const mirrored = { "Mcp-Method": "tools/call", "Mcp-Name": "echo", "Mcp-Param-Text": "hello" };
  const headers = { "Content-Type": "application/json", ...mirrored };
  return (await fetch(url, { method: "POST", headers, body: "{}" })).status;
}
