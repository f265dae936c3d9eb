// The package in every toolchain: each row is a small project that is built or started for real. `CORDON_MATRIX` names
// those that run (`esbuild,vite-8`); without it all do, and the table of docs/toolchains.md has to be what they came to.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { repository } from "../package/support.mjs";
import { results } from "./results.mjs";
import { bundlers } from "./rows/bundlers.mjs";
import { edge } from "./rows/edge.mjs";
import { imports } from "./rows/imports.mjs";
import { lints } from "./rows/lint.mjs";
import { next } from "./rows/next.mjs";
import { scripts, serviceWorkers, workers } from "./rows/plain.mjs";
import { runners } from "./rows/runners.mjs";
import { runtimes } from "./rows/runtimes.mjs";
import { vite } from "./rows/vite.mjs";
import { tables, within } from "./table.mjs";
import { target } from "./installed.mjs";
import { here } from "./toolchain.mjs";

// Traffic is for this machine alone.
Object.assign(process.env, {
  DENO_NO_UPDATE_CHECK: "1",
  DO_NOT_TRACK: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  npm_config_update_notifier: "false",
});

const ROWS = {
  lint: lints,
  esbuild: () => bundlers("esbuild"),
  "vite-8": () => vite(8),
  "vite-7": () => vite(7),
  webpack: () => bundlers("webpack"),
  rollup: () => bundlers("rollup"),
  scripts,
  workers,
  "service-workers": serviceWorkers,
  node: () => runtimes("node"),
  deno: () => runtimes("deno"),
  bun: () => runtimes("bun"),
  edge,
  vitest: () => runners("vitest"),
  jest: () => runners("jest"),
  next,
  imports,
};

const chosen = process.env.CORDON_MATRIX?.split(",") ?? Object.keys(ROWS);
for (const name of chosen) {
  assert.ok(name in ROWS, `no rows are called ${name}; there are ${Object.keys(ROWS).join(", ")}`);
  ROWS[name]();
}

test("the lockfiles name no host", () => {
  const folders = readdirSync(here, { withFileTypes: true }).filter(({ name }) =>
    existsSync(join(here, name, "package.json")),
  );
  assert.ok(folders.length >= 10);
  for (const { name } of folders) {
    assert.doesNotMatch(readFileSync(join(here, name, "package-lock.json"), "utf8"), /"resolved"/, name);
  }
});

const PAGE = join(repository, "docs/toolchains.md");

test("docs/toolchains.md has what the rows came to", () => {
  const page = readFileSync(PAGE, "utf8");
  const isWhole = process.env.CORDON_MATRIX === undefined;
  if (process.env.CORDON_WRITE) {
    assert.ok(isWhole, "CORDON_WRITE writes the table of all rows: run it without CORDON_MATRIX");
    assert.deepEqual(
      results.filter(({ outcome }) => outcome === "fails"),
      [],
    );
    return writeFileSync(PAGE, within(page, tables(results)));
  }
  if (isWhole) return assert.equal(page, within(page, tables(results)));
  // The sources are listed with every toolchain that takes them, so some toolchains cannot be held to them.
  const [cells, , judges] = tables(results);
  const lines = new Set(["", ...page.split("\n")]);
  const changed = `${cells}\n${judges}`.split("\n").filter((line) => !lines.has(line));
  assert.deepEqual(changed, []);
});

after(() => {
  mkdirSync(target, { recursive: true });
  const { platform, arch, version } = process;
  writeFileSync(
    join(target, "matrix.json"),
    `${JSON.stringify({ platform, arch, node: version, results }, null, 2)}\n`,
  );
});
