// The page that the tests of mcp-cordon/react open, under Trusted Types.
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { scratchFor } from "../../support/scratch.mjs";
import { listenFor } from "../../support/servers.mjs";
import { open, repository } from "../support.mjs";

// What loads by itself is left to the sanitizer alone.
export const CSP = "script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types mcp-cordon";

/** A folder that finds the repository's packages, this one included. */
export function beside(t) {
  const directory = scratchFor(t, "react");
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  return directory;
}

/** The page's script in a folder of its own. */
export async function bundled(t, alias = {}) {
  const directory = beside(t);
  await build({
    entryPoints: [join(repository, "tests/package/react/app.jsx")],
    bundle: true,
    format: "esm",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": `"development"` },
    alias,
    outfile: join(directory, "app.js"),
    logLevel: "warning",
  });
  return directory;
}

export const paged = (html) =>
  `<!doctype html><title>app</title><link rel="icon" href="data:,"><div id="root">${html}</div>
  <script type="module" src="/app.js"></script>`;

/** A page on this address, with all that it said and asked for from the first moment. */
export async function watched(t, address) {
  const { page, errors } = await open(t, "about:blank");
  const seen = { said: errors, asked: [] };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.said.push(message.text());
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("data:") && !url.startsWith("about:")) seen.asked.push(url);
  });
  const show = async (path) => {
    await page.goto(`${address}/${path}`);
    await page.waitForFunction(() => window.app, null, { timeout: 20_000 });
  };
  return { page, seen, show };
}

export const QUIET = { said: [], asked: [] };

/** A server that remembers what reached it. */
export async function counting(t) {
  const reached = [];
  const { origin } = await listenFor(t, (request, response) => {
    reached.push(request.url);
    response.end();
  });
  return { reached, url: origin };
}
