// The audits of a server by the package: the rows as they stand, and the listed requests sent to real servers.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request as send } from "node:http";
import { test } from "node:test";
import {
  CordonError,
  auditCors,
  auditRequestPolicy,
  auditRoutes,
  corsProbes,
  createIsolation,
  requestProbes,
} from "../../pkg/server.js";
import { listenFor } from "../support/servers.mjs";

const codesOf = ({ findings }) => findings.map(({ code }) => code);

test("requests: every row, as it stands", () => {
  const rows = JSON.parse(readFileSync(new URL("../data/request_policy_audit.json", import.meta.url), "utf8"));
  for (const { id, note, target, probes, expectedFindings, mustNotFind } of rows) {
    const report = auditRequestPolicy({ target, probes });
    const codes = codesOf(report);
    for (const code of expectedFindings) assert.ok(codes.includes(code), `${id} ${note}: no ${code} in ${codes}`);
    for (const code of mustNotFind) assert.ok(!codes.includes(code), `${id} ${note}: ${code}`);
    for (const { code } of report.breakdown) assert.ok(expectedFindings.includes(code), `${id} ${note}: ${code}`);
  }
  assert.ok(rows.length >= 80, "the file is whole");
});

/** Starts a server; returns its address, and what sends it a listed request. */
async function start(t, handler) {
  const { port } = await listenFor(t, handler);
  const ask = async ({ method, path, host = `127.0.0.1:${port}`, headers, body }) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const asked = send({ host: "127.0.0.1", port, method, path, headers: { ...headers, ...length, host } }).end(body);
    const [response] = await once(asked, "response");
    const bodyBytes = (await response.toArray()).reduce((sum, { length }) => sum + length, 0);
    return { status: response.statusCode, headers: response.headers, bodyBytes };
  };
  return { url: `http://127.0.0.1:${port}/mcp`, ask };
}

async function audit(t, handler, more) {
  const { url, ask } = await start(t, handler);
  const target = { url, ...more };
  const probes = [];
  for (const { name, request, body } of requestProbes(target)) {
    probes.push({ name, request, response: await ask({ ...request, body }) });
  }
  return { report: auditRequestPolicy({ target, probes }), target, ask };
}

const call = (_, response) => response.end("called");

test("the listed requests, sent to a server without a policy and to one behind the isolation", async (t) => {
  const bare = await audit(t, call, { auth: "cookie" });
  assert.deepEqual(
    bare.report.breakdown.map(({ code, score }) => [code, score]),
    [
      ["request-policy-no-isolation", -24],
      ["request-policy-navigation-accepted", -20],
      ["request-policy-no-csrf-token", -12],
      ["request-policy-speculative-accepted", -4],
    ],
  );
  assert.deepEqual([bare.report.score, bare.report.grade], [40, "D"]);

  for (const [options, expected] of [
    [{}, []],
    [{ sameSite: "allow" }, ["request-policy-same-site-accepted"]],
    [{ missing: "deny" }, ["request-policy-clients-refused"]],
    [{ speculation: "allow" }, ["request-policy-speculative-accepted"]],
    [{ trustedOrigins: ["https://evil.example"] }, ["request-policy-foreign-origin-accepted"]],
  ]) {
    const middleware = createIsolation(options).node();
    const { report } = await audit(t, (request, response) =>
      middleware(request, response, () => call(request, response)),
    );
    assert.deepEqual(codesOf(report), expected, JSON.stringify(options));
  }
});

test("the listed requests of CORS, sent to a server that names whoever asks", async (t) => {
  const { url, ask } = await start(t, (request, response) => {
    const { origin } = request.headers;
    if (origin !== undefined) response.setHeader("Access-Control-Allow-Origin", origin);
    response.end();
  });
  const target = { url, mcp: "2025-11-25", origins: ["https://client.test"] };
  const listed = corsProbes(target);
  const probes = [];
  for (const probe of listed) {
    const { status, headers: response } = await ask({ ...probe, path: "/mcp" });
    probes.push({ ...probe, status, response });
  }
  const codes = codesOf(auditCors({ target, probes }));
  for (const code of [
    "cors-origin-reflected",
    "cors-null-origin-allowed",
    "cors-vary-origin-missing",
    "cors-host-not-validated",
  ]) {
    assert.ok(codes.includes(code), `${code} in ${codes}`);
  }
  assert.ok(listed.length > 10 && requestProbes({ url }).length + listed.length <= 60, "a server is asked little");
});

test("routes", () => {
  const routes = [
    { method: "GET", path: "/orders/:id" },
    { method: "GET", path: "/orders/:id/cancel" },
    { method: "HEAD", path: "/hook", changesState: true },
    { method: "GET", path: "/history/delete", changesState: false },
    { method: "POST", path: "/logout" },
  ];
  const { findings } = auditRoutes({ routes, baseUrl: "https://app.test/" });
  assert.deepEqual(
    findings.map(({ code, evidence }) => [code, evidence.url]),
    [
      ["route-get-changes-state", "https://app.test/hook"],
      ["route-get-looks-state-changing", "https://app.test/orders/:id/cancel"],
    ],
  );
});

test("what is wrong is an error that names it", () => {
  for (const [work, says] of [
    [() => auditRequestPolicy(7), /input: expected an object, got a number/],
    [() => auditRequestPolicy({ probes: [{ request: { methd: "GET" } }] }), /input: unknown field `methd`/],
    [() => auditRoutes({}), /input: missing field `routes`/],
    [() => auditRoutes({ routes: [{ method: "GET", path: "/", changeState: true }] }), /unknown field `changeState`/],
    [() => requestProbes({}), /target\.url: "": expected an http or https URL/],
    [() => corsProbes({ url: "ftp://api.test/" }), /target\.url: "ftp:\/\/api\.test\/"/],
  ]) {
    assert.throws(
      work,
      (error) => error instanceof CordonError && error.code === "invalid-input" && says.test(error.message),
      says,
    );
  }
});
