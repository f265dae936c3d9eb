// The entries that carry the full module otherwise than inlined in a module script.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as cordon from "../../pkg/index.js";
import { HOSTILE, SAFE, inlined, open, pkg, project, run, serve } from "./support.mjs";

const names = (module) => Object.keys(module).sort();
const fresh = (file) => import(`../../pkg/${file}?${Math.random()}`);
const wasm = readFileSync(join(pkg, "mcp-cordon.wasm"));

test("slim: the same names, and nothing is shown before its module is there", async () => {
  const slim = await fresh("slim.js");
  assert.deepEqual(names(slim), names(cordon));
  const early = (error) =>
    error instanceof slim.CordonError && error.code === "not-initialized" && /await init\(source\)/.test(error.message);
  assert.throws(() => slim.sanitizeToolOutput(HOSTILE), early);
  assert.throws(() => slim.installGuard({}), early);
  await assert.rejects(slim.auditPage(), early);
  await slim.init(wasm);
  assert.equal(slim.sanitizeToolOutput(HOSTILE), SAFE);
  await slim.init();
  assert.equal(slim.sanitizeToolOutput(HOSTILE), SAFE, "of several calls the first that succeeds counts");
});

const ADDRESS = `data:application/wasm;base64,${wasm.toString("base64")}`;

for (const [what, source] of [
  ["bytes", wasm],
  ["a buffer", wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length)],
  ["a module", new WebAssembly.Module(wasm)],
  ["a response", new Response(wasm)],
  ["a promise of a response", Promise.resolve(new Response(wasm, { headers: { "Content-Type": "application/wasm" } }))],
  ["an address", ADDRESS],
  ["a URL", new URL(ADDRESS)],
  // What Next's bundlers make of `new URL("mcp-cordon/wasm", import.meta.url)`.
  ["an object of URL's prototype", Object.create(URL.prototype, { toString: { value: () => ADDRESS } })],
]) {
  test(`slim: from ${what}`, async () => {
    const slim = await fresh("slim.js");
    await slim.init(source);
    assert.equal(slim.sanitizeToolOutput(HOSTILE), SAFE);
  });
}

test("slim: what is no module is an error that says so, and another call may do better", async () => {
  const slim = await fresh("slim.js");
  for (const [source, code, says] of [
    [undefined, "invalid-input", /source: expected a URL, a Response, bytes or a WebAssembly\.Module, got undefined/],
    [null, "invalid-input", /got null/],
    [7, "invalid-input", /got number/],
    [new Uint8Array(4), "wasm-unavailable", /did not start/],
    [new Response("no", { status: 404 }), "wasm-unavailable", /not served: 404/],
    ["data:text/plain,none", "wasm-unavailable", /did not start/],
  ]) {
    await assert.rejects(slim.init(source), (error) => error.code === code && says.test(error.message), String(says));
    assert.throws(() => slim.sanitizeToolOutput(HOSTILE), { code: "not-initialized" });
  }
  await slim.init(wasm);
  assert.equal(slim.sanitizeToolOutput(HOSTILE), SAFE);
});

test("slim: in Node by require, from the file that the package exports", (t) => {
  const script = `
    const { readFileSync } = require("node:fs");
    const cordon = require("mcp-cordon/slim");
    cordon.init(readFileSync(require.resolve("mcp-cordon/wasm"))).then(() => console.log(cordon.sanitizeToolOutput(${JSON.stringify(HOSTILE)})));`;
  assert.equal(run(project(t, { "main.cjs": script }), "node", "main.cjs"), `${SAFE}\n`);
});

test("slim carries no module, and the file is the one that is inlined elsewhere", () => {
  const text = readFileSync(join(pkg, "slim.js"), "utf8");
  assert.ok(text.length < wasm.length / 4, `${text.length}`);
  const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
  assert.equal(digest(inlined("index.global.js").wasm), digest(wasm));
});

test("the global object, by import and by require", (t) => {
  const told = `console.log(mcpCordon.sanitizeToolOutput(${JSON.stringify(HOSTILE)}), Object.keys(global).sort().join());`;
  const directory = project(t, {
    "main.mjs": `import * as global from "mcp-cordon/global"; ${told}`,
    "main.cjs": `const global = require("mcp-cordon/global"); ${told}`,
  });
  for (const file of ["main.mjs", "main.cjs"]) assert.equal(run(directory, "node", file), `${SAFE} \n`, file);
});

const CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; require-trusted-types-for 'script'";

test("in pages: slim by address, and the global object in a classic script and a classic worker", async (t) => {
  const directory = project(t, {
    "slim.html": `<!doctype html><script type="module" src="/slim-page.js"></script><p id="out">`,
    "slim-page.js": `
      import { init, renderToolOutput } from "/slim.js";
      await init("/mcp-cordon.wasm");
      renderToolOutput(document.querySelector("#out"), ${JSON.stringify(HOSTILE)});
      document.title = "done";`,
    "global.html": `<!doctype html><p id="out"></p><script src="/index.global.js"></script><script src="/global-page.js"></script>`,
    "global-page.js": `
      mcpCordon.renderToolOutput(document.querySelector("#out"), ${JSON.stringify(HOSTILE)});
      const policy = trustedTypes.createPolicy("page", { createScriptURL: (url) => url });
      const worker = new Worker(policy.createScriptURL("/worker.js"));
      worker.onmessage = ({ data }) => { document.title = data === ${JSON.stringify(SAFE)} ? "done" : data; };`,
    "worker.js": `
      const policy = trustedTypes.createPolicy("worker", { createScriptURL: (url) => url });
      importScripts(policy.createScriptURL("/index.global.js"));
      postMessage(mcpCordon.sanitizeToolOutput(${JSON.stringify(HOSTILE)}));`,
  });
  for (const file of ["slim.js", "mcp-cordon.wasm", "index.global.js"])
    copyFileSync(join(pkg, file), join(directory, file));
  const address = await serve(t, directory, { "Content-Security-Policy": CSP });
  for (const page of ["slim.html", "global.html"]) {
    const { page: tab, errors } = await open(t, `${address}/${page}`);
    await tab.waitForFunction(() => document.title !== "", null, { timeout: 60_000 }).catch(() => {});
    assert.deepEqual([await tab.title(), await tab.innerHTML("#out"), errors], ["done", SAFE, []], page);
  }
});
