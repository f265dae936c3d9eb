// What a page downloads: each module, and each import as a bundler leaves it, held to a budget. docs/size.md is written here.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { inlined, pkg, repository } from "./support.mjs";

// Bytes with brotli. docs/size.md says what the goals are, and where the bytes go.
const MODULES = {
  "html-module": 323_500,
  "markdown-module": 128_500,
  "audit-module": 160_000,
  "guard-module": 46_500,
  "service-worker": 39_000,
  server: 133_000,
  "index.global": 535_000,
};

/** One import of an application's, what may stay of it with brotli, and the modules that stay. */
const IMPORTS = [
  ["mcp-cordon", "sanitizeToolOutput", 343_500, ["html"]],
  ["mcp-cordon", "sanitizeMarkdown", 481_000, ["html", "markdown"]],
  ["mcp-cordon", "sanitizeToolResult", 481_000, ["html", "markdown"]],
  ["mcp-cordon", "streamToolOutput", 483_000, ["html", "markdown"]],
  ["mcp-cordon", "installGuard", 70_000, ["guard"]],
  ["mcp-cordon", "parsePolicy", 70_000, ["guard"]],
  ["mcp-cordon", "auditPage", 172_000, ["audit"]],
  ["mcp-cordon", "compilePolicy", 172_000, ["audit"]],
  ["mcp-cordon", "CordonError", 1_000, []],
  ["mcp-cordon/audit", "explainCsp", 172_000, ["audit"]],
  ["mcp-cordon/dompurify", "sanitize", 347_000, ["html"]],
  ["mcp-cordon/react", "ToolOutput", 486_000, ["html", "markdown"]],
  ["mcp-cordon/react", "useGuard", 71_000, ["guard"]],
  ["mcp-cordon/service-worker", "installServiceWorkerGate", 50_000, []],
  ["mcp-cordon/server", "createIsolation", 147_000, []],
];

const SECTIONS = {
  1: "types",
  2: "imports",
  3: "functions",
  6: "globals",
  7: "exports",
  9: "elements",
  10: "code",
  11: "data",
};

const compressed = (bytes) => brotliCompressSync(bytes).length;

function sectionsOf(wasm) {
  const sections = {};
  for (let at = 8; at < wasm.length; ) {
    const id = wasm[at++];
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[at++];
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    sections[SECTIONS[id] ?? `section ${id}`] = wasm.subarray(at, at + length);
    at += length;
  }
  return sections;
}

for (const [file, budget] of Object.entries(MODULES)) {
  test(`the module of ${file} is within ${budget} bytes with brotli`, (t) => {
    const { wasm, script } = inlined(`${file}.js`);
    assert.equal(wasm.subarray(0, 4).toString("latin1"), "\0asm");
    const rows = { ...sectionsOf(wasm), "whole module": wasm, JavaScript: script };
    for (const [name, bytes] of Object.entries(rows))
      t.diagnostic(`${name}: ${bytes.length}, ${compressed(bytes)} with brotli`);
    assert.ok(compressed(wasm) <= budget, `${compressed(wasm)} bytes`);
  });
}

test("a module as text costs at most 8 % more than its bytes", () => {
  for (const file of Object.keys(MODULES)) {
    const { wasm, script } = inlined(`${file}.js`);
    const whole = compressed(readFileSync(join(pkg, `${file}.js`)));
    assert.ok(whole - compressed(script) <= compressed(wasm) * 1.08, `${file}: ${whole}`);
  }
});

/** What only one module has. */
const MARKS = {
  html: "//dtd html 2.0",
  markdown: "footnote-definition",
  audit: "auditObserved",
};

test("each module holds what it is for, and nothing of the others", () => {
  const held = {
    "html-module": ["html"],
    "markdown-module": ["markdown"],
    "audit-module": ["audit"],
    "guard-module": [],
    "service-worker": [],
    server: [],
    "index.global": ["audit", "html", "markdown"],
  };
  for (const [file, expected] of Object.entries(held)) {
    const { wasm } = inlined(`${file}.js`);
    const found = Object.keys(MARKS).filter((name) => wasm.includes(MARKS[name]));
    assert.deepEqual(found.sort(), expected, file);
  }
});

/** What esbuild leaves of a script that uses one name. */
async function bundled(entry, name) {
  const { metafile, outputFiles } = await build({
    stdin: { contents: `import { ${name} } from "${entry}"; globalThis.used = ${name};`, resolveDir: repository },
    ...{ bundle: true, minify: true, format: "esm", write: false, metafile: true, logLevel: "silent" },
    ...{ external: ["react"], target: "es2022" },
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const stayed = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 100);
  const modules = stayed.map(([path]) => /([a-z]+)-module\.js$/.exec(path)?.[1]).filter(Boolean);
  return { brotli: compressed(outputFiles[0].contents), modules: modules.sort() };
}

const NUMBER = new Intl.NumberFormat("en-US");

test("a bundle holds what it imports, and docs/size.md says what that weighs", async () => {
  const rows = [];
  for (const [entry, name, budget, modules] of IMPORTS) {
    const result = await bundled(entry, name);
    assert.deepEqual(result.modules, modules, `${entry}: ${name}`);
    assert.ok(result.brotli <= budget, `${entry}: ${name}: ${result.brotli} bytes`);
    rows.push(`| \`${name}\` | \`${entry}\` | ${NUMBER.format(Math.round(result.brotli / 1000))} |`);
  }
  const path = join(repository, "docs/size.md");
  const page = readFileSync(path, "utf8");
  const [before, after] = [page.indexOf("| import |"), page.indexOf("\n\n", page.indexOf("| import |"))];
  const table = ["| import | from | KB |", "|---|---|---:|", ...rows].join("\n");
  const written = page.slice(0, before) + table + page.slice(after);
  if (process.env.CORDON_WRITE) writeFileSync(path, written);
  const figures = (text) => text.match(/\| (\d+) \|$/gm).map((cell) => Number(cell.slice(2, -2)));
  const names = (text) => text.replace(/\| \d+ \|$/gm, "|");
  if (process.env.CORDON_WRITE) return;
  assert.equal(names(page), names(written), "docs/size.md: run with CORDON_WRITE=1");
  for (const [at, stated] of figures(page).entries()) {
    const measured = figures(written)[at];
    assert.ok(Math.abs(stated - measured) <= 1 + measured * 0.02, `docs/size.md says ${stated} KB, not ${measured}`);
  }
});
