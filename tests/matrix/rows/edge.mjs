// Edge runtimes, which compile no module from bytes: workerd, which Cloudflare has, and the one of Vercel's and Next's.
import assert from "node:assert/strict";
import { HOSTILE, SAFE } from "../../package/support.mjs";
import { assertIsolated, printed } from "../requests.mjs";
import { check, describe } from "../results.mjs";
import { once, toolchain } from "../toolchain.mjs";

/** All is made when the program starts, as it is documented, and used in requests. */
const SHOWS = `
import { sanitizeToolOutput } from "mcp-cordon";
export const answer = async () => new Response(sanitizeToolOutput(${JSON.stringify(HOSTILE)}));`;
const SERVER = `
import { createIsolation } from "mcp-cordon/server";
const isolation = createIsolation({ allowedHosts: ["127.0.0.1"] });
export const answer = isolation.fetch(() => new Response("called"));`;

/** What each platform's own bundler does with \`.wasm?module\`: the file is compiled ahead of the program. */
const BUILD = `
import { readFileSync } from "node:fs";
import { build } from "esbuild";

export async function bundle(file, condition, plugin) {
  const { outputFiles } = await build({
    ...{ entryPoints: [file], bundle: true, format: "esm", write: false, conditions: [condition], plugins: [plugin] },
  });
  return outputFiles[0].text;
}

/** Names each module's file, read to bytes. */
export const wasm = (name, found) => ({
  name,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\\.wasm\\?module$/ }, ({ path, resolveDir }) => {
      const file = path.slice(2, -"?module".length);
      return found(file, readFileSync(resolveDir + "/" + file));
    });
    onLoad({ filter: /./, namespace: "compiled" }, ({ path }) => ({
      contents: "export default globalThis[" + JSON.stringify(path) + "];",
    }));
  },
});`;

const WORKERD = `
import { Miniflare } from "miniflare";
import { bundle, wasm } from "./build.mjs";

const modules = [];
const own = wasm("workerd", (path, contents) => {
  modules.push({ type: "CompiledWasm", path, contents });
  return { path: "./" + path, external: true };
});
const contents = await bundle(process.argv[2], "workerd", own);
const worker = new Miniflare({
  modules: [{ type: "ESModule", path: "main.mjs", contents }, ...modules],
  ...{ modulesRoot: ".", compatibilityDate: "2024-01-01", host: "127.0.0.1" },
});
console.log((await worker.ready).port);`;

const EDGE_RUNTIME = `
import { EdgeRuntime, runServer } from "edge-runtime";
import { bundle, wasm } from "./build.mjs";

const modules = {};
const own = wasm("edge-light", (path, contents) => {
  modules[path] = new WebAssembly.Module(contents);
  return { path, namespace: "compiled" };
});
const script = await bundle(process.argv[2], "edge-light", own);
const runtime = new EdgeRuntime({
  initialCode: script.replace(/export\\s*\\{[^}]*\\};?\\s*$/, ""),
  extend: (context) => Object.assign(context, modules),
});
const server = await runServer({ runtime, host: "127.0.0.1" });
console.log(new URL(server.url).port);`;

const PROGRAMS = {
  workerd: [WORKERD, `export default { fetch: (request) => answer(request) };`],
  "edge-runtime": [EDGE_RUNTIME, `addEventListener("fetch", (event) => event.respondWith(answer(event.request)));`],
};

export function edge() {
  const made = once(() =>
    toolchain("edge", {
      "build.mjs": BUILD,
      ...Object.fromEntries(
        Object.entries(PROGRAMS).flatMap(([name, [host, handles]]) => [
          [`${name}.mjs`, host],
          [`${name}-shows.mjs`, `${SHOWS}\n${handles}\n`],
          [`${name}-server.mjs`, `${SERVER}\n${handles}\n`],
        ]),
      ),
    }),
  );
  for (const name of Object.keys(PROGRAMS)) {
    describe(name, { toolchain: "edge", only: name === "workerd" ? "miniflare" : name });
    const start = async (t, column) => {
      const command = [process.execPath, `${name}.mjs`, `${name}-${column}.mjs`];
      return `http://127.0.0.1:${await printed(t, made(), command, /^(\d+)$/m)}/mcp`;
    };
    check(name, "shows", async (t) => {
      const response = await fetch(await start(t, "shows"));
      assert.deepEqual([response.status, await response.text()], [200, SAFE]);
    });
    check(name, "server", async (t) => assertIsolated(await start(t, "server")));
  }
}
