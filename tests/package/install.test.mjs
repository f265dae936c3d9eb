// `npm install` of the package in an empty project, then `import` and `require` in Node.
import assert from "node:assert/strict";
import test from "node:test";
import { HOSTILE, SAFE, manifest, project, run } from "./support.mjs";

const FUNCTIONS = [
  "auditPage",
  "init",
  "inspectToolOutput",
  "installGuard",
  "parsePolicy",
  "renderToolOutput",
  "renderToolResult",
  "sanitizeMarkdown",
  "sanitizeToFragment",
  "sanitizeToolOutput",
  "sanitizeToolResult",
];

const CHECK = `
  let thrown;
  try { cordon.parsePolicy({ connect: ["self"] }); } catch (error) { thrown = error; }
  console.log(JSON.stringify({
    html: cordon.sanitizeToolOutput(${JSON.stringify(HOSTILE)}),
    functions: ${JSON.stringify(FUNCTIONS)}.filter((name) => typeof cordon[name] === "function"),
    version: cordon.version,
    error: thrown instanceof cordon.CordonError && thrown instanceof Error && [thrown.name, typeof thrown.code],
  }));`;

for (const [kind, file, source] of [
  ["import", "main.mjs", `import * as cordon from "mcp-cordon";${CHECK}`],
  ["require", "main.cjs", `const cordon = require("mcp-cordon");${CHECK}`],
]) {
  test(`${kind} in Node`, (t) => {
    const directory = project(t, { [file]: source });
    assert.deepEqual(JSON.parse(run(directory, "node", file)), {
      html: SAFE,
      functions: FUNCTIONS,
      version: manifest.version,
      error: ["CordonError", "string"],
    });
  });
}

for (const [kind, file, source] of [
  ["import", "guard.mjs", 'import * as guard from "mcp-cordon/guard";'],
  ["require", "guard.cjs", 'const guard = require("mcp-cordon/guard");'],
]) {
  test(`${kind} of the guard alone`, (t) => {
    const check = `${source}
      const installed = guard.installGuard({ connect: ["https://api.example"] }, { pinCsp: false });
      const verdicts = ["https://api.example/x", "https://evil.example/"].map((url) => installed.check(url).allowed);
      installed.uninstall();
      console.log(JSON.stringify([verdicts, guard.parsePolicy({}).connect, Object.keys(guard).sort()]));`;
    assert.deepEqual(JSON.parse(run(project(t, { [file]: check }), "node", file)), [
      [true, false],
      ["'self'"],
      ["CordonError", "init", "installGuard", "parsePolicy", "version"],
    ]);
  });
}

test("the gate says outside a service worker that it does not belong there", (t) => {
  const source = `
    import { CordonError, installServiceWorkerGate } from "mcp-cordon/service-worker";
    try { installServiceWorkerGate({}); } catch (error) { console.log(error instanceof CordonError, error.code); }`;
  assert.equal(run(project(t, { "main.mjs": source }), "node", "main.mjs").trim(), "true invalid-input");
});

test("named imports in Node", (t) => {
  const source = `
    import { sanitizeToolOutput } from "mcp-cordon";
    console.log(sanitizeToolOutput(${JSON.stringify(HOSTILE)}));`;
  assert.equal(run(project(t, { "main.mjs": source }), "node", "main.mjs").trim(), SAFE);
});
