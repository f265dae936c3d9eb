// The package under a page's own CSP: with 'wasm-unsafe-eval' it works, without it fails closed.
import assert from "node:assert/strict";
import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { scratchFor } from "../support/scratch.mjs";
import { HOSTILE, SAFE, open, pkg, serve, write } from "./support.mjs";

const FILES = {
  "index.html": `<!doctype html><title>App</title>
    <div id="string"></div><div id="rendered"></div><script type="module" src="main.js"></script>`,
  "main.js": `
    import { CordonError, renderToolOutput, sanitizeToolOutput } from "./index.js";
    const hostile = ${JSON.stringify(HOSTILE)};
    const thrown = [];
    const attempt = (show) => {
      try {
        show();
      } catch (error) {
        const { name, code, message } = error;
        thrown.push({ name, code, message, typed: error instanceof CordonError });
      }
    };
    attempt(() => (document.querySelector("#string").innerHTML = sanitizeToolOutput(hostile)));
    attempt(() => renderToolOutput(document.querySelector("#rendered"), hostile));
    globalThis.thrown = thrown;`,
};

async function outcome(t, csp) {
  const directory = scratchFor(t, "csp");
  write(directory, FILES);
  for (const file of readdirSync(pkg).filter((name) => /^(index|shared|[a-z]+-module)\.js$/.test(name)))
    copyFileSync(join(pkg, file), join(directory, file));
  const { page, errors } = await open(t, await serve(t, directory, { "Content-Security-Policy": csp }));
  await page.waitForFunction("globalThis.thrown", null, { timeout: 60_000 }).catch(() => {});
  assert.deepEqual(errors, []);
  return {
    thrown: await page.evaluate("thrown"),
    shown: [await page.innerHTML("#string"), await page.innerHTML("#rendered")],
  };
}

test("with 'wasm-unsafe-eval', and nothing to connect to", async (t) => {
  const { thrown, shown } = await outcome(t, "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
  assert.deepEqual(thrown, []);
  assert.deepEqual(shown, [SAFE, SAFE]);
});

test("without 'wasm-unsafe-eval'", async (t) => {
  const { thrown, shown } = await outcome(t, "default-src 'none'; script-src 'self'");
  assert.equal(thrown.length, 2);
  for (const error of thrown) {
    assert.equal(error.name, "CordonError");
    assert.ok(error.typed);
    assert.match(error.code, /^[a-z-]+$/);
    assert.match(error.message, /'wasm-unsafe-eval'/);
  }
  assert.deepEqual(shown, ["", ""]);
});
