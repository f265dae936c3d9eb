// Clients that are no browsers, against the example servers behind the policy: the official ones for Node, and rmcp's.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { EXAMPLES, Example, rustClient } from "../e2e/endpoint/examples.mjs";
import { CLIENTS, WENT_WELL, pathFor, session } from "../e2e/endpoint/session.mjs";
import { built } from "../support/children.mjs";

const HOSTILE = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", Origin: "https://evil.test" };

for (const name of EXAMPLES) {
  suite(`the ${name} example`, () => {
    let example;
    const urlOf = (path) => new URL(path, example.url).href;

    before(async () => {
      example = await Example.start(name);
    });
    after(() => example?.stop());

    suite("clients", { concurrency: true }, () => {
      for (const client of CLIENTS) {
        test(`${client} in Node gets through`, async () => {
          const { sessionId, ...told } = await session(client, urlOf(pathFor(client)));
          assert.deepEqual(told, WENT_WELL);
          assert.equal(!sessionId, pathFor(client) === "/stateless");
        });
      }

      for (const [path, ...revision] of [["/mcp"], ["/stateless", "2026-07-28"]]) {
        test(`rmcp's client gets through to ${path}`, async () => {
          const { stdout } = await promisify(execFile)(rustClient(), [urlOf(path), ...revision]);
          const { tools, ...told } = JSON.parse(stdout);
          assert.deepEqual({ tools: tools.sort(), ...told }, WENT_WELL);
        });
      }
    });

    test("none of them was refused, and what is refused is told of", async () => {
      assert.deepEqual(example.refusals, []);
      const response = await fetch(example.url, { method: "POST", headers: HOSTILE });
      assert.equal(response.status, 403);
      const until = Date.now() + 60_000;
      while (example.refusals.length === 0 && Date.now() < until) await sleep(20);
      assert.deepEqual(example.refusals, [{ client: "127.0.0.1", path: "/mcp", reason: "cross-site" }]);
    });

    test("the audit of a server finds nothing to object to", async () => {
      const args = [
        "audit-server",
        urlOf("/mcp"),
        "--mcp",
        "2025-11-25",
        "--delay",
        "0",
        "--format",
        "json",
        "--fail-on",
        "low",
      ];
      const { stdout } = await promisify(execFile)(built("cordon"), args);
      const { grade, score, findings } = JSON.parse(stdout);
      assert.deepEqual([grade, score, findings.filter(({ severity }) => severity !== "info")], ["A", 100, []]);
    });
  });
}
