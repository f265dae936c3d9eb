// `cordon scan` on packages as they were published: downloaded from the registry when this runs, never kept. What is known to be
// wrong in a version is found where its code shows it, and not in the one that corrects it; what nothing is known of stays quiet.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { NO_PACKAGES } from "../package/examples.mjs";
import { built } from "../support/children.mjs";
import { scratchFor } from "../support/scratch.mjs";

/** A package, the version with the fault, the one without, and the finding, in files whose path holds this. */
const PAIRS = [
  // CVE-2025-49596: the proxy takes requests of any page.
  ["@modelcontextprotocol/inspector", "0.14.0", "0.14.1", "scan-transport-without-origin-check", "server/build"],
  // CVE-2025-58444: an authorization server names the page that the client goes to, `javascript:` included.
  ["@modelcontextprotocol/inspector-client", "0.16.5", "0.16.6", "scan-url-scheme-from-output", "dist/assets"],
  // CVE-2025-6514: the user's part of an address reaches the shell that opens it.
  ["mcp-remote", "0.1.15", "0.1.16", "scan-opened-url-from-output", "dist"],
  // An authorization server's address is opened, whatever its scheme; the next version sanitizes it.
  ["use-mcp", "0.0.9", "0.0.18", "scan-url-scheme-from-output", "dist"],
  // CVE-2025-66414: no check of Host without an option.
  ["@modelcontextprotocol/sdk", "1.23.0", "1.24.0", "scan-transport-without-origin-check", "dist"],
  // CVE-2025-9611: published with two files that call the package below, and a package.json that says which version it is.
  ["@playwright/mcp", "0.0.39", "0.0.40", "scan-package-with-advisory", "package.json"],
  [
    "playwright",
    "1.56.0-alpha-1758292576000",
    "1.56.0-alpha-1758750661000",
    "scan-transport-without-origin-check",
    "lib/mcp/sdk/http.js",
  ],
];

/** Much used, and without an advisory of these kinds. */
const QUIET = [
  "@nestjs/core@11.1.6",
  "@tanstack/react-query@5.90.2",
  "axios@1.12.2",
  "dompurify@3.2.7",
  "express@5.1.0",
  "fastify@5.6.1",
  "hono@4.9.9",
  "jquery@3.7.1",
  "koa@3.0.1",
  "markdown-it@14.1.0",
  "marked@16.3.0",
  "preact@10.27.2",
  "react-dom@19.1.1",
  "react-markdown@10.1.0",
  "socket.io@4.8.1",
  "svelte@5.39.6",
  "swr@2.3.6",
  "vite@7.1.7",
  "vue@3.5.22",
  "zustand@5.0.8",
];
/** Findings at `high` and above that may be in 100,000 lines. */
const MOST = 2;

function scanned(t, what) {
  const directory = scratchFor(t, "scanned");
  const npm = spawnSync("npm", ["pack", "--silent", what], { cwd: directory, encoding: "utf8" });
  assert.equal(npm.status, 0, npm.stderr);
  mkdirSync(join(directory, "package"), { recursive: true });
  const tar = spawnSync("tar", ["-xzf", npm.stdout.trim().split("\n").at(-1)], { cwd: directory, encoding: "utf8" });
  assert.equal(tar.status, 0, tar.stderr);
  const args = ["scan", "--format", "json", "--fail-on", "none", "package"];
  const run = spawnSync(built("cordon"), args, { cwd: directory, encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

suite("packages as they were published", { skip: NO_PACKAGES }, () => {
  let apart = 0;
  for (const [name, vulnerable, fixed, code, where] of PAIRS) {
    test(`${name} ${vulnerable} and ${fixed}`, (t) => {
      const found = (version) =>
        scanned(t, `${name}@${version}`).findings.filter(
          (finding) => finding.code === code && finding.file.includes(where),
        );
      assert.notEqual(found(vulnerable).length, 0);
      assert.deepEqual(found(fixed), []);
      apart += 1;
    });
  }
  after(() => console.log(`${apart} of ${PAIRS.length} pairs told apart`));

  test("packages without an advisory", (t) => {
    let [lines, high] = [0, 0];
    for (const what of QUIET) {
      const report = scanned(t, what);
      const worst = report.findings.filter(({ severity }) => severity === "critical" || severity === "high");
      for (const { code, file, line } of worst) t.diagnostic(`${what}: ${code} ${file}:${line}`);
      lines += report.lines;
      high += worst.length;
    }
    t.diagnostic(`${high} findings at high and above in ${lines} lines`);
    assert.ok(high <= (MOST * lines) / 100_000, `${high} in ${lines} lines`);
  });
});
