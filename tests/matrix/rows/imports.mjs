// What one import leaves in what each bundler makes, with brotli: the table of docs/size.md.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { IMPORTS } from "../../package/imports.mjs";
import { repository } from "../../package/support.mjs";
import { marked, textAt } from "../../support/marked.mjs";
import { toolchain } from "../toolchain.mjs";
import { started } from "./next.mjs";

const PAGE = join(repository, "docs/size.md");
const PLACE = "bundlers";

const uses = ([entry, name]) => `import { ${name} } from "${entry}";\nglobalThis.used = ${name};\n`;
const SOURCES = Object.fromEntries(IMPORTS.map((used, at) => [`use-${at}.js`, uses(used)]));

/** Each makes `dist/AT/*.js` of `use-AT.js`, for a browser, as small as it can; React stays outside. */
const BUNDLERS = {
  esbuild: `
    import { build } from "esbuild";
    for (let at = 0; at < ${IMPORTS.length}; at++) {
      await build({
        ...{ entryPoints: ["use-" + at + ".js"], outdir: "dist/" + at, external: ["react"] },
        ...{ bundle: true, minify: true, format: "esm", target: "es2022", logLevel: "error" },
      });
    }`,
  rollup: `
    import resolve from "@rollup/plugin-node-resolve";
    import { rollup } from "rollup";
    for (let at = 0; at < ${IMPORTS.length}; at++) {
      const made = await rollup({ input: "use-" + at + ".js", external: ["react"], plugins: [resolve({ browser: true })] });
      await made.write({ dir: "dist/" + at });
    }`,
  "vite-8": `
    import { build } from "vite";
    for (let at = 0; at < ${IMPORTS.length}; at++) {
      const rollupOptions = { input: "use-" + at + ".js", external: ["react"] };
      await build({ logLevel: "error", build: { outDir: "dist/" + at, rollupOptions, modulePreload: false } });
    }`,
  webpack: `
    import { resolve } from "node:path";
    import { promisify } from "node:util";
    import webpack from "webpack";
    for (let at = 0; at < ${IMPORTS.length}; at++) {
      const stats = await promisify(webpack)({
        ...{ mode: "production", entry: "./use-" + at + ".js", externalsType: "module", externals: ["react"] },
        ...{ output: { path: resolve("dist/" + at), module: true }, experiments: { outputModule: true } },
        performance: { hints: false },
      });
      if (stats.hasErrors()) throw new Error(stats.toString());
    }`,
};

const compressed = (text) => brotliCompressSync(text).length;

function bundled(name) {
  const directory = toolchain(name, { ...SOURCES, "bundle.mjs": BUNDLERS[name] });
  const { status, stdout, stderr } = spawnSync(process.execPath, ["bundle.mjs"], { cwd: directory, encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  return IMPORTS.map((_, at) => {
    const folder = join(directory, "dist", String(at));
    const scripts = readdirSync(folder, { recursive: true }).filter((file) => /\.m?js$/.test(file));
    assert.ok(scripts.length > 0, `${name}: ${at}`);
    return scripts.reduce((sum, file) => sum + compressed(readFileSync(join(folder, file))), 0);
  });
}

/** A page for each, and an empty one: what the scripts of the one have that those of the other have not. */
async function byNext() {
  const page = (body, head = "") => `"use client";
    import { useEffect } from "react";
    ${head}
    export default function Page() {
      useEffect(() => void (${body}), []);
      return <p>page</p>;
    }`;
  const pages = IMPORTS.map(([entry, name], at) => [
    `app/use-${at}/page.jsx`,
    page(`globalThis.used = ${name}`, `import { ${name} } from "${entry}";`),
  ]);
  const layout = `export default ({ children }) => (
    <html lang="en">
      <body>{children}</body>
    </html>
  );`;
  const files = { "app/layout.jsx": layout, "app/empty/page.jsx": page("1"), ...Object.fromEntries(pages) };
  const { origin } = await started("webpack", files);
  // A connection that is kept may be closed by the server just when it is used again.
  const textAt = async (path) => (await fetch(`${origin}${path}`, { headers: { Connection: "close" } })).text();
  const scripts = async (path) => {
    const html = await textAt(path);
    return new Set(html.match(/\/_next\/static\/chunks\/[^"\\]+\.js/g));
  };
  const empty = await scripts("/empty");
  assert.ok(empty.size > 0);
  const sizes = [];
  for (const at of IMPORTS.keys()) {
    let sum = 0;
    for (const script of await scripts(`/use-${at}`)) {
      if (!empty.has(script)) sum += compressed(await textAt(script));
    }
    sizes.push(sum);
  }
  return sizes;
}

const MEASURED = {
  esbuild: () => bundled("esbuild"),
  "Rollup 4": () => bundled("rollup"),
  "Vite 8": () => bundled("vite-8"),
  "webpack 5": () => bundled("webpack"),
  "Next 16": byNext,
};

/** Another bundler adds its own around what is the same: Rollup makes nothing small, Next has a page. */
const MORE = 1.04;
const AROUND = 4_000;

export function imports() {
  const columns = {};
  for (const [bundler, measure] of Object.entries(MEASURED)) {
    test(`${bundler}: what one import leaves is within its budget`, { timeout: 400_000 }, async () => {
      const sizes = await measure();
      columns[bundler] = sizes;
      const over = IMPORTS.map(([entry, name, budget], at) => ({ entry, name, budget, size: sizes[at] })).filter(
        ({ budget, size }) => size > budget * MORE + AROUND,
      );
      assert.deepEqual(
        over.map(({ entry, name, size }) => [entry, name, size]),
        [],
      );
    });
  }
  test("docs/size.md has what the bundlers left", () => {
    const page = readFileSync(PAGE, "utf8");
    const kilobytes = (bytes) => String(Math.round(bytes / 1000));
    const rows = IMPORTS.map(([entry, name], at) => [
      `\`${name}\``,
      `\`${entry}\``,
      ...Object.keys(MEASURED).map((bundler) => kilobytes(columns[bundler][at])),
    ]);
    const line = (cells) => `| ${cells.join(" | ")} |`;
    const titles = ["import", "from", ...Object.keys(MEASURED)];
    const table = [line(titles), `|---|---|${"---:|".repeat(titles.length - 2)}`, ...rows.map(line)].join("\n");
    if (process.env.CORDON_WRITE) return writeFileSync(PAGE, marked(page, PLACE, table));
    const figures = (text) => [...text.matchAll(/\| (\d+)(?= \|)/g)].map(([, figure]) => Number(figure));
    const measured = figures(table);
    const stated = figures(textAt(page, PLACE));
    assert.equal(stated.length, measured.length, "docs/size.md: run with CORDON_WRITE=1");
    for (const [at, kilobytes] of stated.entries()) {
      const differs = Math.abs(kilobytes - measured[at]);
      assert.ok(differs <= 1 + measured[at] * 0.02, `docs/size.md says ${kilobytes} KB, not ${measured[at]}`);
    }
  });
}
