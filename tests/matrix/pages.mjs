// What is asked of every page of the matrix, in Chromium, under a strict policy of the page's own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { SAFE, open, pkg } from "../package/support.mjs";
import { listenFor } from "../support/servers.mjs";
import { check } from "./results.mjs";

/** `needs`: what a toolchain cannot do without, by directive. */
export function csp({ wasm = true, connect = [], needs = {} } = {}) {
  const directives = {
    "script-src": ["'self'", ...(wasm ? ["'wasm-unsafe-eval'"] : [])],
    "connect-src": connect,
    "require-trusted-types-for": ["'script'"],
  };
  for (const [name, more] of Object.entries(needs)) directives[name] = [...(directives[name] ?? []), ...more];
  const listed = Object.entries(directives).map(([name, values]) => `${name} ${values.join(" ") || "'none'"}`);
  return ["default-src 'none'", ...listed].join("; ");
}

/** Opens a page and waits until it is done: for its `outcome`, unless it is told otherwise. */
export async function visit(t, url, { isDone = () => globalThis.outcome } = {}) {
  const { page, errors } = await open(t, url);
  await page.waitForFunction(isDone, null, { timeout: 60_000 }).catch(() => {});
  const outcome = await page.evaluate(() => globalThis.outcome);
  const shown = await page.$$eval("#nodes, #string", (elements) => elements.map(({ innerHTML }) => innerHTML));
  return { page, outcome, shown, errors };
}

export const REFUSED = { error: { name: "CordonError", code: "wasm-unsafe-eval", typed: true } };

async function shows(t, url) {
  const { page, outcome, shown, errors } = await visit(t, url);
  assert.deepEqual({ outcome, shown, errors }, { outcome: {}, shown: [SAFE, SAFE], errors: [] });
  return page;
}

async function isRefused(t, url) {
  const { outcome, shown, errors } = await visit(t, url);
  assert.deepEqual({ outcome, shown, errors }, { outcome: REFUSED, shown: ["", ""], errors: [] });
}

/** A host on loopback that lets every origin read, and remembers the paths that it was asked for. */
export async function host(t) {
  const paths = [];
  const { origin } = await listenFor(t, (request, response) => {
    paths.push(request.url);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end("answered");
  });
  return { origin, paths };
}

/**
 * The checks of a row whose pages are `/` and, with `slim`, `/slim.html`. `site(t, policy)` serves them under that
 * Content-Security-Policy and returns the origin. `parts` are the package's files that `/` has to load, and `budget(files)` is
 * what a page may weigh whose part of the package these files are.
 */
export function pages(
  row,
  site,
  { slim = true, parts = USED, budget = own, needs = {}, path = "/", slimPath = "/slim.html", options } = {},
) {
  check(
    row,
    "shows",
    async (t, result) => {
      const page = await shows(t, (await site(t, csp({ needs }))) + path);
      result.brotli = await weigh(page);
      assert.ok(result.brotli <= budget(parts), `${result.brotli} bytes`);
    },
    options,
  );

  check(
    row,
    "refused",
    async (t) => {
      const origin = await site(t, csp({ wasm: false, connect: slim ? ["'self'"] : [], needs }));
      await isRefused(t, origin + path);
      if (slim) await isRefused(t, origin + slimPath);
    },
    options,
  );

  check(
    row,
    "guard",
    async (t) => {
      const [allowed, refused] = [await host(t), await host(t)];
      const origin = await site(t, csp({ connect: [allowed.origin, refused.origin], needs }));
      const query = new URLSearchParams({ allowed: allowed.origin, refused: refused.origin });
      const { outcome, shown, errors } = await visit(t, `${origin}${path}?${query}`);
      const expected = {
        before: "answered",
        allowed: "answered",
        refused: "TypeError",
        violations: [["fetch", `${refused.origin}/after`]],
      };
      assert.deepEqual({ outcome, shown, errors }, { outcome: expected, shown: [SAFE, SAFE], errors: [] });
      assert.deepEqual(
        { allowed: allowed.paths, refused: refused.paths },
        { allowed: ["/after"], refused: ["/before"] },
      );
    },
    options,
  );

  if (!slim) return;
  check(
    row,
    "slim",
    async (t, result) => {
      const page = await shows(t, (await site(t, csp({ connect: ["'self'"], needs }))) + slimPath);
      result.brotli = await weigh(page);
      assert.ok(result.brotli <= budget(["slim.js", "mcp-cordon.wasm"]), `${result.brotli} bytes`);
    },
    options,
  );
}

/** What a bundler leaves of the package. */
const USED = ["html-module.js", "guard-module.js", "shared.js"];

/** Less than the best that brotli can, which takes it ten times as long. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
const compressed = (bytes) => brotliCompressSync(bytes, QUALITY).length;

/** What a page loaded, in bytes, each file compressed by itself. */
async function weigh(page) {
  const urls = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  let bytes = 0;
  for (const url of urls.filter((url) => url.startsWith("http"))) {
    bytes += compressed(Buffer.from(await (await fetch(url)).arrayBuffer()));
  }
  return bytes;
}

/** The package's own files, and little for what a bundler and the application add. */
function own(files) {
  const bytes = files.reduce((sum, file) => sum + compressed(readFileSync(join(pkg, file))), 0);
  return bytes * 1.02 + 3_000;
}
