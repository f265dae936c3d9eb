// The page, its script, its inputs. Isolated from other origins, so that the browser's clock is fine-grained.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import { listen } from "../../tests/support/servers.mjs";

export const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cache-Control": "no-store",
};

const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const running = (script) => `<!doctype html><title>bench</title><script type="module" src="${script}"></script>`;

export async function serve(documents) {
  const here = import.meta.dirname;
  const files = new Map([
    ["/", [HTML, await readFile(join(here, "index.html"))]],
    ["/guard", [HTML, running("guard.js")]],
    ["/guard.js", [SCRIPT, await bundle(join(here, "guard.js"))]],
    ["/page.js", [SCRIPT, await bundle(join(here, "page.js"))]],
    ["/start", [HTML, running("start.js")]],
    ["/start.js", [SCRIPT, await readFile(join(here, "start.js"))]],
    ["/start-html.js", [SCRIPT, await bundle(join(here, "start-html.js"))]],
    ["/start-slim.js", [SCRIPT, await bundle(join(here, "start-slim.js"))]],
    ["/mcp-cordon.wasm", ["application/wasm", await readFile(join(here, "../../pkg/mcp-cordon.wasm"))]],
    ["/shapes.json", ["application/json", await readFile(join(here, "../shapes.json"))]],
    ["/documents.json", ["application/json", JSON.stringify(await read(documents))]],
  ]);
  const server = createServer((request, response) => {
    const [type, body] = files.get(request.url) ?? [];
    if (body === undefined) response.writeHead(404, HEADERS).end();
    else response.writeHead(200, { "Content-Type": type, ...HEADERS }).end(body);
  });
  const { origin, stop } = await listen(server);
  return { url: `${origin}/`, close: stop };
}

/** `packages` is a folder whose `node_modules` has what the entry imports besides, and the React that goes with it. */
export async function bundle(entry, packages) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    ...(packages && {
      nodePaths: [join(packages, "node_modules")],
      alias: Object.fromEntries(["react", "react-dom"].map((name) => [name, join(packages, "node_modules", name)])),
      define: { "process.env.NODE_ENV": '"production"' },
    }),
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "warning",
    logOverride: { "duplicate-object-key": "silent" },
  });
  return outputFiles[0].contents;
}

async function read(folder) {
  const index = JSON.parse(await readFile(join(folder, "index.json"), "utf8"));
  return Promise.all(
    index.map(async ({ file, ...document }) => ({ ...document, html: await readFile(join(folder, file), "utf8") })),
  );
}
