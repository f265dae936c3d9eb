// The configuration that `fixCors` prints for Express, in front of a server: listed clients call and read, others do not.
import assert from "node:assert/strict";
import { test } from "node:test";
import express from "express";
import { auditCors, fixCors } from "../../pkg/server.js";

const CLIENT = "https://client.example";
const target = (url, mcp) => ({ url, auth: "bearer", mcp, origins: [CLIENT, "http://localhost:6274"] });

/** An application with the printed lines in it, which know it as `app`. */
async function serving(t, mcp) {
  const app = express();
  const { config } = fixCors({ target: target("https://mcp.example/mcp", mcp) });
  new Function("app", config.express)(app);
  app.all("/mcp", (_, response) => response.set("Mcp-Session-Id", "1").json({}));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/mcp`;
}

for (const mcp of ["2025-06-18", "2025-11-25", "2026-07-28"]) {
  test(`Express, MCP ${mcp}`, async (t) => {
    const url = await serving(t, mcp);
    const ask = async (origin, method) => {
      const { status, headers } = await fetch(url, { method, headers: origin ? { Origin: origin } : {} });
      return { origin, method, status, response: Object.fromEntries(headers) };
    };
    const probes = [];
    for (const origin of [CLIENT, "http://localhost:6274", "https://evil.example", "null", null]) {
      for (const method of ["OPTIONS", "POST"]) probes.push(await ask(origin, method));
    }
    const fix = fixCors({ target: target(url, mcp), probes });
    assert.deepEqual(fix.lacks, []);
    assert.deepEqual(
      auditCors({ target: target(url, mcp), probes }).breakdown.map(({ code }) => code),
      [],
    );
    const statuses = probes.map(({ origin, method, status }) => `${origin ?? "none"} ${method} ${status}`);
    for (const expected of [
      `${CLIENT} OPTIONS 204`,
      `${CLIENT} POST 200`,
      "http://localhost:6274 POST 200",
      "https://evil.example OPTIONS 403",
      "https://evil.example POST 403",
      "null POST 403",
      "none POST 200",
    ])
      assert.ok(statuses.includes(expected), `${expected}: ${statuses}`);
  });
}

test("a target without origins is an error that names the field", () => {
  assert.throws(() => fixCors({ target: { url: "https://mcp.example/mcp" } }), /target\.origins/);
});
