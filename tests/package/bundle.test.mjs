// What the bundles may not contain, to work in every bundler, runtime and worker.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { manifest, pkg } from "./support.mjs";

const FORBIDDEN = [
  ["import.meta", /\bimport\.meta\b/],
  ["dynamic import", /\bimport\s*\(/],
  ["a file read", /\breadFile(Sync)?\b/],
  ["eval", /\beval\s*\(/],
  ["a function from text", /\bnew\s+Function\b|\bFunction\s*\(/],
  ["a module of Node's", /\brequire\s*\(|["']node:/],
];

const ENTRIES = ["index", "slim", "guard", "service-worker", "server"];
const FILES = [...ENTRIES.flatMap((entry) => [`${entry}.js`, `${entry}.cjs`]), "index.global.js", "service-worker.global.js"];

for (const file of FILES) {
  test(`${file} is self-contained`, () => {
    const text = readFileSync(join(pkg, file), "utf8");
    assert.deepEqual(FORBIDDEN.filter(([, pattern]) => pattern.test(text)).map(([what]) => what), []);
  });
}

test("the gate of a service worker listens to no message", () => {
  for (const file of FILES.filter((name) => name.startsWith("service-worker"))) {
    const text = readFileSync(join(pkg, file), "utf8");
    assert.match(text, /listen\d*\("fetch"/);
    assert.doesNotMatch(text, /["'](on)?message["']|onmessage|BroadcastChannel|MessageChannel/);
  }
});

test("every file that the manifest exports is there, with its types", () => {
  const named = Object.values(manifest.exports).flatMap(function paths(target) {
    return typeof target === "string" ? [target] : Object.values(target).flatMap(paths);
  });
  const present = new Set(readdirSync(pkg).map((name) => `./${name}`));
  assert.deepEqual(named.filter((path) => !present.has(path)), []);
});

test("the documents are there", () => {
  const present = new Set(readdirSync(pkg));
  const documents = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"];
  assert.deepEqual(documents.filter((name) => !present.has(name)), []);
});
