// What the bundles may not contain, to work in every bundler, runtime and worker.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { EDGE_HOLDERS, HOLDERS, pkg } from "./support.mjs";

const FORBIDDEN = [
  ["import.meta", /\bimport\.meta\b/],
  ["dynamic import", /\bimport\s*\(/],
  ["a file read", /\breadFile(Sync)?\b/],
  ["eval", /\beval\s*\(/],
  ["a function from text", /\bnew\s+Function\b|\bFunction\s*\(/],
  ["a module of Node's", /\brequire\s*\((?!"(?:\.\/[\w-]+\.cjs|react)"\))|["']node:/],
];

const ENTRIES = [...["index", "html", "markdown", "audit", "guard", "slim", "service-worker", "server"], ...HOLDERS];
const FILES = [
  ...ENTRIES.flatMap((entry) => [`${entry}.js`, `${entry}.cjs`]),
  ...["index", "html", "markdown", "audit", "server", "react", "dompurify"].map((entry) => `${entry}.edge.js`),
  ...EDGE_HOLDERS.map((entry) => `${entry}.edge.js`),
  "index.global.js",
  "service-worker.global.js",
];

for (const file of FILES) {
  test(`${file} needs nothing from outside the package`, () => {
    const text = readFileSync(join(pkg, file), "utf8");
    assert.deepEqual(
      FORBIDDEN.filter(([, pattern]) => pattern.test(text)).map(([what]) => what),
      [],
    );
  });
}

test("the gate of a service worker listens to no message", () => {
  for (const file of FILES.filter((name) => name.startsWith("service-worker"))) {
    const text = readFileSync(join(pkg, file), "utf8");
    assert.match(text, /listen\d*\("fetch"/);
    assert.doesNotMatch(text, /["'](on)?message["']|onmessage|BroadcastChannel|MessageChannel/);
  }
});
