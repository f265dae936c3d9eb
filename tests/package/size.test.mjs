// What a page downloads: each module, and each import as a bundler leaves it, held to a budget. docs/size.md is written here.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { IMPORTS } from "./imports.mjs";
import { inlined, pkg, repository } from "./support.mjs";

// Bytes with brotli. docs/size.md says what the goals are, and where the bytes go.
const MODULES = {
  "html-module": 305_000,
  "markdown-module": 127_000,
  "audit-module": 144_500,
  "guard-module": 39_500,
  "service-worker": 32_000,
  server: 125_000,
  "index.global": 502_000,
};

/** A module in the text of a script, as `load.js` reads it. */
const MODULE = /"[0-9a-f]{520}[^"\n]{10000,}"/g;

const lengths = new Map();

/** Bytes with brotli. The same module stands in many scripts: each piece is compressed once, and a module apart from its script. */
function compressed(bytes) {
  const text = Buffer.from(bytes).toString("latin1");
  const pieces = [text.replace(MODULE, '""'), ...(text.match(MODULE) ?? [])];
  return pieces.map(compressedOnce).reduce((sum, length) => sum + length);
}

function compressedOnce(piece) {
  if (!lengths.has(piece)) lengths.set(piece, brotliCompressSync(Buffer.from(piece, "latin1")).length);
  return lengths.get(piece);
}

for (const [file, budget] of Object.entries(MODULES)) {
  test(`the module of ${file} is within ${budget} bytes with brotli, and as text costs at most 8 % more`, (t) => {
    const { wasm, script } = inlined(`${file}.js`);
    assert.equal(wasm.subarray(0, 4).toString("latin1"), "\0asm");
    const [bytes, code] = [compressed(wasm), compressed(script)];
    const text = compressed(readFileSync(join(pkg, `${file}.js`))) - code;
    t.diagnostic(`${wasm.length} bytes, ${bytes} with brotli, ${text} as text, and ${code} of JavaScript`);
    assert.ok(bytes <= budget, `${bytes} bytes`);
    assert.ok(text <= bytes * 1.08, `${text} as text`);
  });
}

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

const bundles = new Map();

function bundledOnce(entry, name) {
  const key = `${entry} ${name}`;
  if (!bundles.has(key)) bundles.set(key, bundled(entry, name));
  return bundles.get(key);
}

const kilobytes = (bytes) => Math.round(bytes / 1000);
const isNear = (stated, measured) => Math.abs(stated - measured) <= 1 + measured * 0.02;

const NUMBER = new Intl.NumberFormat("en-US");

test("a bundle holds what it imports, and docs/size.md says what that weighs", async () => {
  const rows = [];
  for (const [entry, name, budget, modules] of IMPORTS) {
    const result = await bundledOnce(entry, name);
    assert.deepEqual(result.modules, modules, `${entry}: ${name}`);
    assert.ok(result.brotli <= budget, `${entry}: ${name}: ${result.brotli} bytes`);
    rows.push(`| \`${name}\` | \`${entry}\` | ${NUMBER.format(kilobytes(result.brotli))} |`);
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
    assert.ok(isNear(stated, measured), `docs/size.md says ${stated} KB, not ${measured}`);
  }
});

/** What an entry weighs by its most used function; all of it, where a page gets all. */
const ENTRIES = {
  "mcp-cordon/html": () => bundledOnce("mcp-cordon", "sanitizeToolOutput"),
  "mcp-cordon/markdown": () => bundledOnce("mcp-cordon", "sanitizeToolResult"),
  "mcp-cordon/audit": () => bundledOnce("mcp-cordon/audit", "explainCsp"),
  "mcp-cordon/guard": () => bundledOnce("mcp-cordon", "installGuard"),
  // Another file of the same module, with the same script.
  "mcp-cordon/slim`, `mcp-cordon/wasm": async () => {
    const { wasm, script } = inlined("index.global.js");
    return { brotli: compressed(wasm) + compressed(script) };
  },
  "mcp-cordon/global": async () => ({ brotli: compressed(readFileSync(join(pkg, "index.global.js"))) }),
  "mcp-cordon/service-worker": () => bundledOnce("mcp-cordon/service-worker", "installServiceWorkerGate"),
  "mcp-cordon/server": () => bundledOnce("mcp-cordon/server", "createIsolation"),
};

/** Holds the figure behind `before` in a page to what was measured, or writes it. */
function holds(page, before, bytes) {
  const path = join(repository, page);
  const text = readFileSync(path, "utf8");
  const at = text.indexOf(before);
  const [, gap, stated] = /^([^\n]*?\|? )(\d+)(?= (?:\||KB))/.exec(text.slice(at + before.length)) ?? [];
  assert.ok(at >= 0 && stated !== undefined, `${page} states no size behind ${before}`);
  if (process.env.CORDON_WRITE) {
    const from = at + before.length + gap.length;
    writeFileSync(path, text.slice(0, from) + kilobytes(bytes) + text.slice(from + stated.length));
  } else {
    assert.ok(
      isNear(Number(stated), kilobytes(bytes)),
      `${page} says ${stated} KB for ${before}, not ${kilobytes(bytes)}`,
    );
  }
}

test("README.md and docs/layers.md say what the entries weigh", async () => {
  for (const [entry, weigh] of Object.entries(ENTRIES)) {
    const { brotli } = await weigh();
    holds("docs/layers.md", `| \`${entry}\` |`, brotli);
  }
  for (const name of ["sanitizeToolOutput", "sanitizeToolResult", "installGuard", "auditPage"]) {
    holds("README.md", `\`${name}\` weighs`, (await bundledOnce("mcp-cordon", name)).brotli);
  }
  holds("README.md", "`mcp-cordon/server` weighs", (await ENTRIES["mcp-cordon/server"]()).brotli);
});
