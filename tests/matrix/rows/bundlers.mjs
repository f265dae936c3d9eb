// Bundlers that write files for any server.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { serve, write } from "../../package/support.mjs";
import { documents, modules } from "../app.mjs";
import { pages } from "../pages.mjs";
import { describe } from "../results.mjs";
import { once, toolchain } from "../toolchain.mjs";

/** Where each puts `main.js` and `slim.js`. */
const OUT = "dist";

const BUNDLERS = [
  {
    name: "esbuild",
    row: "esbuild",
    slim: 'import source from "mcp-cordon/wasm"; // with --loader:.wasm=file',
    command: [
      "node_modules/.bin/esbuild",
      "main.js",
      "slim.js",
      "--bundle",
      "--minify",
      "--format=esm",
      "--loader:.wasm=file",
      `--outdir=${OUT}`,
    ],
  },
  {
    name: "webpack",
    row: "webpack 5",
    slim: 'const source = new URL("mcp-cordon/wasm", import.meta.url);',
    script: (name) => `<script defer src="/${name}.js"></script>`,
    command: ["node_modules/.bin/webpack"],
    files: {
      "webpack.config.js": `
        export default {
          mode: "production",
          entry: { main: "./main.js", slim: "./slim.js" },
          output: { clean: true },
          performance: { hints: false },
        };`,
    },
  },
  {
    name: "rollup",
    row: "Rollup 4",
    slim: 'import source from "mcp-cordon/wasm"; // with @rollup/plugin-url',
    command: ["node_modules/.bin/rollup", "--config"],
    files: {
      "rollup.config.js": `
        import resolve from "@rollup/plugin-node-resolve";
        import url from "@rollup/plugin-url";
        export default {
          input: ["main.js", "slim.js"],
          output: { dir: "${OUT}" },
          plugins: [resolve({ browser: true }), url({ include: "**/*.wasm", limit: 0, publicPath: "/" })],
        };`,
    },
  },
];

export function bundlers(name) {
  const { row, slim, script, command, files } = BUNDLERS.find((bundler) => bundler.name === name);
  const built = once(() => {
    const directory = toolchain(name, { ...modules(slim), ...files });
    const { status, stdout, stderr } = spawnSync(command[0], command.slice(1), { cwd: directory, encoding: "utf8" });
    assert.equal(status, 0, stdout + stderr);
    // What it warns of would be the package's fault: the application is a few lines.
    assert.doesNotMatch(stdout + stderr, /warning|\(!\)/i);
    write(join(directory, OUT), documents(script));
    return join(directory, OUT);
  });
  describe(row, { toolchain: name, slim });
  pages(row, (t, policy) => serve(t, built(), { "Content-Security-Policy": policy }));
}
