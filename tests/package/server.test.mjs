// The server's half by the package: the measured rows, and the decision in front of real handlers.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, request as send } from "node:http";
import * as http2 from "node:http2";
import { createRequire } from "node:module";
import { test } from "node:test";
import { auditHeaders } from "../../pkg/index.js";
import * as server from "../../pkg/server.js";
import { listenFor } from "../support/servers.mjs";

const {
  CordonError,
  auditCors,
  corsBrowserCheck,
  corsPreflightRequired,
  createCors,
  createIsolation,
  decideCors,
  decideRequest,
  refusalAttributes,
  speculationHeaders,
} = server;
const rowsOf = (name) => JSON.parse(readFileSync(new URL(`../data/${name}.json`, import.meta.url), "utf8"));
const CROSS_SITE = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };

test("requests: every row", () => {
  const rows = rowsOf("fetch_metadata");
  assert.ok(rows.length > 60);
  for (const { id, request, options, expected } of rows) {
    const { decision, reason, status, vary } = decideRequest(request, options);
    assert.deepEqual({ decision, reason }, expected, id);
    assert.ok(vary.includes("Sec-Fetch-Site") && (decision === "allow") === (status === 200), id);
  }
});

test("CORS: every row, as it stands", () => {
  const preflights = rowsOf("cors_preflight");
  for (const { id, request, expected } of preflights) {
    assert.equal(corsPreflightRequired(request).preflight, expected.preflight, id);
  }
  const checks = rowsOf("cors_browser_check");
  for (const { id, request, preflightResponse, response, expected, specExpected } of checks) {
    assert.equal(corsBrowserCheck({ request, preflightResponse, response }).outcome, expected.outcome, id);
    const spec = corsBrowserCheck({ request, preflightResponse, response, dialect: "spec" });
    assert.equal(spec.outcome, (specExpected ?? expected).outcome, id);
  }
  const policies = rowsOf("cors_server_policy");
  for (const { id, policy, request, expected } of policies) {
    if (expected.decision === "config-error") {
      const isIt = (error) => error instanceof CordonError && error.code === expected.error;
      assert.throws(() => decideCors(request, policy), isIt, id);
    } else {
      assert.equal(decideCors(request, policy).decision, expected.decision, id);
    }
  }
  const audits = rowsOf("cors_audit");
  for (const { id, target, probes, expectedFindings, mustNotFind } of audits) {
    const codes = auditCors({ target, probes }).findings.map(({ code }) => code);
    for (const code of expectedFindings) assert.ok(codes.includes(code), `${id}: no ${code} in ${codes}`);
    for (const code of mustNotFind) assert.ok(!codes.includes(code), `${id}: ${code}`);
  }
  assert.ok(Math.min(preflights.length, checks.length, policies.length, audits.length) > 20);
});

/** Starts a server for a handler; returns what asks it, and stops it when the test ends. */
async function ask(t, handler) {
  const { port } = await listenFor(t, handler);
  return async (headers, { method = "POST", path = "/mcp" } = {}) => {
    const asked = send({
      host: "127.0.0.1",
      port,
      method,
      path,
      headers: { host: `127.0.0.1:${port}`, ...headers },
    }).end();
    const [response] = await once(asked, "response");
    const body = (await response.toArray()).join("");
    return { status: response.statusCode, vary: response.headers.vary, body, cors: corsOf(response.headers) };
  };
}

/** The CORS headers of a response, without their common beginning. */
function corsOf(headers) {
  const all = Object.entries(headers instanceof Headers ? Object.fromEntries(headers) : headers);
  const PREFIX = "access-control-";
  return Object.fromEntries(
    all.flatMap(([name, value]) => (name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), value]] : [])),
  );
}

const express = createRequire(import.meta.url)("express");

test("in front of Express", async (t) => {
  const isolation = createIsolation();
  const told = [];
  isolation.on("violation", (refusal) => told.push(refusal));
  const queries = [];
  isolation.on("violation", ({ query }) => queries.push(query), { query: true });
  const app = express();
  app.use((_, response, next) => {
    response.vary("Accept");
    next();
  });
  app.use(isolation.node());
  app.post("/mcp", (_, response) => response.send("called"));
  app.get("/mcp", (_, response) => response.send("read"));
  const asks = await ask(t, app);

  const vary = "Accept, Sec-Fetch-Site, Sec-Purpose, Origin";
  assert.deepEqual(await asks({}), { status: 200, vary, body: "called", cors: {} }, "a client that is no browser");
  assert.equal((await asks({ "sec-fetch-site": "same-origin" })).body, "called");
  const refused = await asks(
    { ...CROSS_SITE, origin: "https://evil.test", cookie: "id=1" },
    { path: "/mcp?token=secret" },
  );
  assert.deepEqual(refused, { status: 403, vary, body: "Refused", cors: {} });
  assert.deepEqual(await asks({ origin: "https://evil.test" }), refused, "refusals look the same");
  const prefetch = { "sec-fetch-site": "none", "sec-purpose": "prefetch" };
  assert.deepEqual(await asks(prefetch, { method: "GET" }), { ...refused, status: 503 });
  const { time, client, host, ...rest } = told[0];
  assert.deepEqual(rest, {
    method: "POST",
    path: "/mcp",
    reason: "cross-site",
    status: 403,
    site: "cross-site",
    mode: "cors",
    dest: "empty",
    origin: "https://evil.test",
  });
  assert.ok(Date.now() - time < 60_000 && client.includes("127.0.0.1") && host.startsWith("127.0.0.1"));
  assert.deepEqual(queries, ["token=secret", undefined, undefined], "for those who asked");
  assert.ok(!JSON.stringify(told).includes("secret") && !JSON.stringify(told).includes("id=1"));
});

test("around a fetch-style handler", async () => {
  const isolation = createIsolation({ trustedOrigins: ["https://client.test"], allowedHosts: ["api.test"] });
  const seen = [];
  const handle = isolation.fetch(async (_, extra) => {
    seen.push(extra);
    return new Response("called", { status: 201, headers: { Vary: "Accept", "X-Own": "1" } });
  });
  const asks = (headers, url = "https://api.test/mcp") =>
    handle(new Request(url, { method: "POST", headers }), "extra");
  const passed = await asks({ ...CROSS_SITE, origin: "https://client.test" });
  assert.deepEqual([passed.status, await passed.text(), passed.headers.get("x-own")], [201, "called", "1"]);
  assert.equal(passed.headers.get("vary"), "Accept, Sec-Fetch-Site, Sec-Purpose, Origin");
  for (const [headers, url] of [[{ ...CROSS_SITE, origin: "https://evil.test" }], [{}, "https://rebound.test/mcp"]]) {
    const refused = await asks(headers, url);
    assert.deepEqual([refused.status, await refused.text()], [403, "Refused"]);
    assert.equal(refused.headers.get("vary"), "Sec-Fetch-Site, Sec-Purpose, Origin");
  }
  assert.deepEqual(seen, ["extra"]);
});

const MCP = { preset: "mcp-2025-11-25", origins: ["https://client.test"], maxAge: 600 };
const FROM_CLIENT = { ...CROSS_SITE, origin: "https://client.test" };
const READABLE = { "allow-origin": "https://client.test", "expose-headers": "Mcp-Session-Id, WWW-Authenticate" };
const PREFLIGHT = {
  "access-control-request-method": "POST",
  "access-control-request-headers": "content-type,mcp-session-id",
};
const GRANTED = {
  "allow-origin": "https://client.test",
  "allow-methods": "GET, POST, DELETE",
  "allow-headers": "Mcp-Session-Id, MCP-Protocol-Version, Last-Event-ID, Authorization, Content-Type",
  "max-age": "600",
};
const VARY = "Sec-Fetch-Site, Sec-Purpose, Origin";

test("isolation with CORS, in front of Express", async (t) => {
  const app = express();
  app.use(createIsolation({ cors: MCP }).node());
  // A handler that has its own idea of CORS, and two ways of saying so.
  app.post("/mcp", (_, response) =>
    response.set({ "Access-Control-Allow-Origin": "*", Vary: "Accept" }).status(401).send("who?"),
  );
  app.post("/head", (_, response) =>
    response.writeHead(200, { "access-control-allow-origin": "*", vary: "Accept" }).end("head"),
  );
  const own = { "access-control-allow-origin": "*", "access-control-allow-credentials": "true", vary: "Accept" };
  app.post("/list", (_, response) =>
    response.writeHead(200, "OK", ["X-Own", "1", "X-Own", "2", "Vary", "Accept"]).end("list"),
  );
  app.post("/pairs", (_, response) =>
    response
      .writeHead(200, [
        ["set-cookie", ["a=1", "b=2"]],
        ["vary", "Accept"],
      ])
      .end("pairs"),
  );
  app.post("/lists", (_, response) =>
    response.writeHead(200, ["set-cookie", ["a=1", "b=2"], "vary", "Accept"]).end("lists"),
  );
  app.post("/undefined", (_, response) => response.writeHead(200, own, undefined).end("undefined"));
  app.post("/null", (_, response) => response.writeHead(200, own, null).end("null"));
  app.post("/extra", (_, response) => response.writeHead(200, "OK", own, "extra").end("extra"));
  app.post("/both", (_, response) => response.writeHead(200, undefined, own).end("both"));
  app.post("/flushed", (_, response) => {
    response.set(own).flushHeaders();
    response.end("flushed");
  });
  const asks = await ask(t, app);

  const vary = `Accept, ${VARY}`;
  assert.deepEqual(await asks(FROM_CLIENT), { status: 401, vary, body: "who?", cors: READABLE }, "errors can be read");
  for (const path of ["/head", "/list", "/pairs", "/lists", "/undefined", "/null", "/extra", "/both", "/flushed"]) {
    assert.deepEqual(await asks(FROM_CLIENT, { path }), { status: 200, vary, body: path.slice(1), cors: READABLE });
    assert.deepEqual(
      await asks({}, { path }),
      { status: 200, vary, body: path.slice(1), cors: {} },
      "no client of the list",
    );
  }
  const asked = `${VARY}, Access-Control-Request-Method, Access-Control-Request-Headers`;
  const preflight = await asks({ ...FROM_CLIENT, ...PREFLIGHT }, { method: "OPTIONS" });
  assert.deepEqual(preflight, { status: 204, vary: asked, body: "", cors: GRANTED });
  const foreign = await asks({ ...CROSS_SITE, ...PREFLIGHT, origin: "https://evil.test" }, { method: "OPTIONS" });
  assert.deepEqual(foreign, { status: 403, vary: asked, body: "Refused", cors: {} });
  const refused = { status: 403, vary: VARY, body: "Refused", cors: {} };
  assert.deepEqual(await asks({ ...CROSS_SITE, origin: "https://evil.test" }), refused);
  const speculative = await asks({ ...FROM_CLIENT, "sec-purpose": "prefetch" }, { method: "GET" });
  assert.deepEqual(
    speculative,
    { status: 503, vary: VARY, body: "Refused", cors: READABLE },
    "a listed origin reads why",
  );
});

test("isolation with CORS, around a fetch-style handler", async () => {
  const { fetch } = createIsolation({ cors: MCP });
  const handle = fetch(
    async () => new Response("no", { status: 500, headers: { "Access-Control-Allow-Origin": "*" } }),
  );
  const asks = (headers, method = "POST") => handle(new Request("https://api.test/mcp", { method, headers }));
  for (const [headers, cors] of [
    [FROM_CLIENT, READABLE],
    [{}, {}],
  ]) {
    const answer = await asks(headers);
    assert.deepEqual([answer.status, corsOf(answer.headers), answer.headers.get("vary")], [500, cors, VARY]);
  }
  const preflight = await asks({ ...FROM_CLIENT, ...PREFLIGHT }, "OPTIONS");
  assert.deepEqual([preflight.status, corsOf(preflight.headers), await preflight.text()], [204, GRANTED, ""]);
  const refused = await asks({ ...CROSS_SITE, origin: "https://evil.test" });
  assert.deepEqual([refused.status, corsOf(refused.headers), await refused.text()], [403, {}, "Refused"]);
});

test("CORS alone, for everybody", async (t) => {
  const app = express();
  app.use(createCors({ preset: "mcp-2026-07-28", origins: "*" }).node());
  app.post("/mcp", (_, response) => response.send("called"));
  const asks = await ask(t, app);
  const cors = { "allow-origin": "*", "expose-headers": "WWW-Authenticate" };
  assert.deepEqual(await asks({ origin: "https://anybody.test" }), {
    status: 200,
    vary: "Origin",
    body: "called",
    cors,
  });
  const listed = createCors(MCP).fetch(async () => new Response("called"));
  const answer = await listed(
    new Request("https://api.test/mcp", { method: "POST", headers: { origin: "https://api.test" } }),
  );
  assert.deepEqual([answer.status, await answer.text()], [403, "Refused"], "who is not listed is refused");
});

test("several policies in front of one handler, and one of them twice", async (t) => {
  const app = express();
  const isolation = createIsolation({ allowedHosts: ["*"], trustedOrigins: ["https://a.test"] });
  const cors = createCors({ preset: "mcp-2026-07-28", origins: ["https://a.test"] });
  app.use(isolation.node(), cors.node(), isolation.node());
  app.post("/mcp", (_, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Credentials", "true");
    response.writeHead(200, "Fine", { "Content-Type": "text/plain" }).end("called");
  });
  const asks = await ask(t, app);
  const {
    status,
    vary,
    body,
    cors: granted,
  } = await asks({ origin: "https://a.test", "sec-fetch-site": "cross-site" });
  assert.deepEqual([status, body, granted["allow-origin"]], [200, "called", "https://a.test"]);
  assert.equal(granted["allow-credentials"], undefined);
  assert.deepEqual(vary.split(", ").sort(), ["Origin", "Sec-Fetch-Site", "Sec-Purpose"]);
});

test("at a loopback address, a rebound name is refused though no host is listed", async (t) => {
  const isolation = createIsolation();
  const reasons = [];
  isolation.on("violation", ({ reason }) => reasons.push(reason));
  const warned = t.mock.method(console, "warn", () => {});
  const app = express();
  app.use(isolation.node());
  app.post("/mcp", (_, response) => response.send("called"));
  const asks = await ask(t, app);
  assert.equal((await asks({ host: "localhost:3000" })).body, "called");
  assert.equal((await asks({ host: "evil.test", "sec-fetch-site": "same-origin" })).status, 403);
  assert.equal((await asks({ host: "evil.test", "sec-fetch-site": "same-origin" })).status, 403, "a kept decision");
  assert.deepEqual(reasons, ["host-not-allowed", "host-not-allowed"], "each is told of");
  assert.equal(warned.mock.callCount(), 0);
});

test("where a rebound name cannot be told, that is said once", async (t) => {
  const warned = t.mock.method(console, "warn", () => {});
  const request = (localAddress) => ({
    ...{ method: "GET", url: "/", headers: { host: "mcp.example.com" } },
    socket: { localAddress },
  });
  const isolation = createIsolation();
  for (const address of ["10.0.0.7", "10.0.0.7", undefined]) isolation.upgrade(request(address));
  assert.equal(warned.mock.callCount(), 1);
  assert.match(warned.mock.calls[0].arguments[0], /no allowedHosts/);
  createIsolation().fetch(() => new Response("called"));
  assert.equal(warned.mock.callCount(), 2, "a fetch-style handler knows no address, which is said at start");
  for (const allowedHosts of [["mcp.example.com"], ["*"]]) {
    const named = createIsolation({ allowedHosts });
    assert.equal(named.upgrade(request("10.0.0.7")).decision, "allow");
    named.fetch(() => new Response("called"));
  }
  createCors({ origins: "*" }).fetch(() => new Response("called"));
  assert.equal(warned.mock.callCount(), 2);
});

test("decisions that are kept are those of their own request and policy", async () => {
  const one = createIsolation({ allowedHosts: ["*"], trustedOrigins: ["https://a.test"] });
  const other = createIsolation({ allowedHosts: ["*"], trustedOrigins: ["https://b.test"] });
  const asks = ({ upgrade }, headers) => upgrade({ method: "GET", url: "/", headers, socket: {} }).decision;
  for (let round = 0; round < 2; round++) {
    for (const [origin, verdicts] of [
      ["https://a.test", ["allow", "deny"]],
      ["https://b.test", ["deny", "allow"]],
    ]) {
      const headers = { host: "api.test", origin, "sec-fetch-site": "cross-site" };
      assert.deepEqual([asks(one, headers), asks(other, headers)], verdicts, origin);
    }
  }
  const flood = Array.from({ length: 1_000 }, (_, at) => ({ host: "api.test", origin: `https://${at}.test` }));
  for (const headers of flood) assert.equal(asks(one, headers), "deny");
  assert.equal(asks(one, { host: "api.test", origin: "https://a.test" }), "allow");
});

test("a WebSocket's handshake is judged by its origin", async (t) => {
  const isolation = createIsolation({ trustedOrigins: ["https://client.test"] });
  const verdicts = [];
  const handle = createServer().listen(0, "127.0.0.1");
  t.after(() => handle.close());
  handle.on("upgrade", (request, socket) => {
    verdicts.push(isolation.upgrade(request));
    socket.destroy();
  });
  await once(handle, "listening");
  const { port } = handle.address();
  for (const origin of [`http://127.0.0.1:${port}`, "https://client.test", "https://evil.test", "null", undefined]) {
    const headers = { connection: "Upgrade", upgrade: "websocket", ...(origin && { origin }) };
    await once(send({ host: "127.0.0.1", port, headers }).end(), "error");
  }
  assert.deepEqual(
    verdicts.map(({ decision, reason }) => `${decision} ${reason}`),
    [
      "allow origin-matches-host",
      "allow trusted-origin",
      "deny origin-mismatch",
      "deny origin-mismatch",
      "allow no-fetch-metadata",
    ],
  );
});

test("a storm is told of once, and a client's refusals five times, whatever a listener throws", async (t) => {
  const isolation = createIsolation();
  const told = { violation: 0, storm: 0 };
  for (const name of Object.keys(told)) isolation.on(name, () => void told[name]++);
  const off = isolation.on("storm", () => assert.fail("it was taken off"));
  off();
  const said = t.mock.method(console, "error", () => {});
  isolation.on("violation", () => {
    throw new Error("on purpose");
  });
  const handle = isolation.fetch(() => assert.fail("it is refused"));
  for (let at = 0; at < 30; at++) {
    assert.equal((await handle(new Request("https://api.test/", { headers: CROSS_SITE }))).status, 403);
  }
  const socket = { remoteAddress: "" };
  const refused = isolation.upgrade({
    method: "GET",
    url: "/",
    headers: { host: "api.test", origin: "https://evil.test" },
    socket,
  });
  assert.equal(refused.decision, "deny");
  assert.deepEqual(told, { violation: 5, storm: 1 }, "handshakes are counted with the rest");
  assert.equal(said.mock.callCount(), 5);
});

test("refusals of fetch-style handlers are counted a client that the caller names", async () => {
  const isolation = createIsolation();
  const storms = [];
  isolation.on("storm", ({ client }) => storms.push(client));
  const handle = isolation.fetch(() => assert.fail("it is refused"), { client: (_, { ip }) => ip });
  for (let at = 0; at < 30; at++) {
    const asked = new Request("https://api.test/mcp", { headers: CROSS_SITE });
    assert.equal((await handle(asked, { ip: `10.0.0.${at % 2}` })).status, 403);
  }
  assert.deepEqual(storms, ["10.0.0.0", "10.0.0.1"]);
});

test("behind a proxy that has TLS, an origin of https is the host's own", async () => {
  const handle = createIsolation().fetch(async () => new Response("called"));
  const asks = async (url, origin) => (await handle(new Request(url, { method: "POST", headers: { origin } }))).status;
  assert.equal(await asks("http://api.test/mcp", "https://api.test"), 200);
  assert.equal(await asks("https://api.test/mcp", "https://api.test"), 200);
  assert.equal(await asks("https://api.test/mcp", "http://api.test"), 403);
});

test("what is told of a refusal holds no credentials, and has an end", () => {
  const isolation = createIsolation({ behindTls: true });
  const told = [];
  isolation.on("violation", (refusal) => told.push(refusal), { query: true });
  const upgrade = (url, headers) =>
    isolation.upgrade({ method: "GET", url, headers: { host: "api.test", ...headers } }).reason;
  assert.equal(
    upgrade("http://user:secret@api.test/a;jsessionid=secret/b?c=1#d", { origin: "https://evil.test" }),
    "origin-mismatch",
  );
  assert.equal(
    upgrade(`/${"a".repeat(5_000)}`, { host: "user:secret@api.test", origin: `https://${"a".repeat(5_000)}.test` }),
    "origin-mismatch",
  );
  assert.equal(upgrade("/", { origin: "http://api.test" }), "origin-mismatch", "TLS is the proxy's");
  assert.equal(upgrade("/", { origin: "https://api.test" }), "origin-matches-host");
  assert.deepEqual([told[0].path, told[0].query, told[1].host], ["/a/b", "c=1", "api.test"]);
  assert.deepEqual([told[1].path.length, told[1].origin.length], [1_001, 1_001]);
  assert.ok(!JSON.stringify(told).includes("secret"));
});

test("two names for one server are none", () => {
  const isolation = createIsolation({ allowedHosts: ["api.test"] });
  for (const [request, decision] of [
    [{ url: "/", headers: { host: "api.test" }, rawHeaders: ["Host", "api.test"] }, "allow"],
    [{ url: "/", headers: { host: "api.test" }, rawHeaders: ["Host", "api.test", "HOST", "evil.test"] }, "deny"],
    [{ url: "http://api.test/", headers: { host: "api.test" } }, "allow"],
    [{ url: "http://evil.test/", headers: { host: "api.test" } }, "deny"],
    [{ url: "/", headers: { host: "api.test", ":authority": "evil.test" } }, "deny"],
    [{ url: "/", headers: { ":authority": "api.test" } }, "allow"],
  ]) {
    assert.equal(isolation.upgrade({ method: "GET", ...request }).decision, decision, JSON.stringify(request));
  }
});

test("over HTTP/2, where a head is written that nobody asked for", async (t) => {
  const middleware = createIsolation({ allowedHosts: ["127.0.0.1"], cors: MCP }).node();
  const server = http2.createServer((request, response) => middleware(request, response, () => response.end("called")));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const session = http2.connect(`http://127.0.0.1:${server.address().port}`);
  t.after(() => {
    session.destroy();
    server.close();
  });
  const asks = async (headers) => {
    const stream = session.request({ ":method": "POST", ":path": "/mcp", ...headers }).end();
    const [head] = await once(stream, "response");
    const body = (await stream.toArray()).join("");
    return { status: head[":status"], vary: head.vary, body, cors: corsOf(head) };
  };
  assert.deepEqual(await asks(FROM_CLIENT), { status: 200, vary: VARY, body: "called", cors: READABLE });
  assert.deepEqual(await asks({ ...CROSS_SITE, origin: "https://evil.test" }), {
    status: 403,
    vary: VARY,
    body: "Refused",
    cors: {},
  });
  assert.equal((await asks({ host: "rebound.test" })).status, 403, "two names for one server are none");
});

test("refusals by OpenTelemetry's names", async () => {
  const isolation = createIsolation();
  const told = [];
  isolation.on("violation", (refusal) => told.push(refusalAttributes(refusal)));
  const handle = isolation.fetch(() => assert.fail("it is refused"));
  await handle(new Request("https://api.test/mcp?token=1", { headers: CROSS_SITE }));
  assert.deepEqual(told, [
    {
      "cordon.reason": "cross-site",
      "http.request.method": "GET",
      "http.response.status_code": 403,
      "url.path": "/mcp",
      "server.address": "api.test",
      "client.address": "",
      "http.request.header.sec-fetch-site": "cross-site",
      "http.request.header.sec-fetch-mode": "cors",
      "http.request.header.sec-fetch-dest": "empty",
    },
  ]);
});

test("what a response says to browsers that speculate is what the audit takes", () => {
  const headers = speculationHeaders({
    loadingModes: ["credentialed-prerender"],
    noVarySearch: { params: ["utm_source", "ü"] },
  });
  assert.deepEqual(headers, {
    "Supports-Loading-Mode": "credentialed-prerender",
    "No-Vary-Search": 'params=("utm_source" "%C3%BC")',
  });
  const codes = auditHeaders({ ...headers, "Speculation-Rules": '"/rules.json"' }).findings.map(({ code }) => code);
  assert.deepEqual(
    codes.filter((code) => code.startsWith("no-vary-search")),
    [],
  );
  assert.deepEqual(speculationHeaders({}), {});
});

test("what is wrong is an error that names it", () => {
  for (const [call, code, says] of [
    [() => decideRequest(null), "invalid-input", /request: expected an object, got null/],
    [() => decideRequest({}, { preset: "api" }), "invalid-option", /options\.preset: expected one of/],
    [() => createIsolation({ trustedOrigins: ["*"] }), "invalid-option", /options\.trustedOrigins: "\*"/],
    [() => createIsolation({ exemptPaths: ["/"] }), "invalid-option", /options\.exemptPaths/],
    [() => createIsolation().on("refusal", () => {}), "invalid-input", /event: expected "violation" or "storm"/],
    [() => createIsolation().on("storm"), "invalid-input", /listener/],
    [() => createIsolation(null), "invalid-option", /options: expected an object, got null/],
    [() => createIsolation("page"), "invalid-option", /options: expected an object, got a string/],
    [() => createIsolation({ cors: { origins: "*" } }), "invalid-option", /cors\.origins: "\*": isolation turns/],
    [() => createIsolation({ cors: { orgins: [] } }), "invalid-policy", /options\.cors: unknown field `orgins`/],
    [() => createIsolation({ cors: { origins: "null" } }), "origin-null", /cors\.origins: "null"/],
    [() => createCors(), "invalid-policy", /policy: expected an object, got undefined/],
    [
      () => createCors({ origins: "*", credentials: true }),
      "wildcard-with-credentials",
      /cors\.origins: "\*" with credentials/,
    ],
    [() => createIsolation({ behindTls: 1 }), "invalid-option", /options\.behindTls: expected a boolean/],
    [() => createIsolation({ allowedHosts: ["[zz]"] }), "invalid-option", /options\.allowedHosts: "\[zz\]"/],
    [() => createIsolation().fetch(() => {}, { client: "10.0.0.1" }), "invalid-option", /options\.client/],
    [
      () => createIsolation().upgrade({ method: "GET", url: "/\n", headers: {} }),
      "invalid-input",
      /request: a line end/,
    ],
    [() => createIsolation().fetch(), "invalid-input", /handler/],
    [() => corsPreflightRequired(7), "invalid-input", /request: expected an object, got a number/],
    [() => decideCors({}, { orgins: [] }), "invalid-policy", /policy: unknown field/],
    [() => speculationHeaders({ noVarySearch: {} }), "invalid-option", /options\.noVarySearch: expected keyOrder/],
    [() => speculationHeaders({ loadingModes: ["fast"] }), "invalid-option", /options\.loadingModes/],
    [() => auditCors({}), "invalid-input", /input: missing field `target`/],
  ]) {
    assert.throws(
      call,
      (error) => error instanceof CordonError && error.code === code && says.test(error.message),
      says,
    );
  }
});
