// The package under a page's own CSP: with 'wasm-unsafe-eval' it works, without it fails closed.
import assert from "node:assert/strict";
import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { build } from "esbuild";
import { launchWithExtension } from "../support/browsers/chromium.mjs";
import { scratchFor } from "../support/scratch.mjs";
import { HOSTILE, SAFE, open, pkg, repository, serve, write } from "./support.mjs";

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

// ---- A content script of an extension, which the page's policy holds too

const CONTENT = `
  import { sanitizeToolOutput } from "mcp-cordon/html";
  const { dataset } = document.documentElement;
  try {
    dataset.shown = sanitizeToolOutput(${JSON.stringify(HOSTILE)});
  } catch ({ name, code }) {
    dataset.thrown = name + " " + code;
  }`;

async function contentScript(t, csp) {
  const directory = scratchFor(t, "extension");
  const extension = {
    manifest_version: 3,
    name: "Content script",
    version: "1.0",
    content_scripts: [{ matches: ["http://127.0.0.1/*"], js: ["content.js"] }],
  };
  write(directory, { "extension/manifest.json": JSON.stringify(extension), "page/index.html": "<!doctype html>" });
  await build({
    stdin: { contents: CONTENT, resolveDir: repository },
    ...{ bundle: true, format: "iife", outfile: join(directory, "extension/content.js"), logLevel: "warning" },
  });
  const origin = await serve(t, join(directory, "page"), csp ? { "Content-Security-Policy": csp } : {});
  const context = await launchWithExtension(join(directory, "profile"), join(directory, "extension"));
  try {
    const page = await context.newPage();
    // A page that was there before the extension has no content script.
    for (let attempt = 0; attempt < 10; attempt++) {
      await page.goto(origin);
      const told = await page.waitForFunction(read, null, { timeout: 10_000 }).catch(() => undefined);
      if (told) return await told.jsonValue();
    }
    return "no content script ran";
  } finally {
    await context.close();
  }
}

/** What the content script left on the page. */
const read = () => {
  const told = { ...document.documentElement.dataset };
  return Object.keys(told).length > 0 && told;
};

for (const [csp, expected] of [
  ["", { shown: SAFE }],
  ["script-src 'self' 'wasm-unsafe-eval'", { shown: SAFE }],
  ["script-src 'self'", { thrown: "CordonError wasm-unsafe-eval" }],
]) {
  test(`a content script on a page with ${csp || "no policy"}`, async (t) => {
    assert.deepEqual(await contentScript(t, csp), expected);
  });
}
