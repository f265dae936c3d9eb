// What the archive holds, what the modules tell about the machine that built them, whose work is in them; CHANGELOG.md.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { EDGE_HOLDERS, HOLDERS, inlined, manifest, pkg, repository, run } from "./support.mjs";

const LICENSES = "THIRD-PARTY-LICENSES.txt";
const DOCUMENTS = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "SECURITY.md", LICENSES];
/** What entries share, and no manifest exports. */
const read = (file) => readFileSync(join(pkg, file), "utf8");

test("the archive holds the documents what the manifest exports and what that shares, and nothing else", () => {
  const exported = Object.values(manifest.exports).flatMap(function paths(target) {
    return typeof target === "string" ? [target.slice(2)] : Object.values(target).flatMap(paths);
  });
  // Declarations are written twice for each name.
  const declared = exported.filter((file) => file.endsWith(".d.ts")).map((file) => file.replace(/ts$/, "cts"));
  const [{ files }] = JSON.parse(run(pkg, "npm", "pack", "--dry-run", "--json"));
  const shared = HOLDERS.flatMap((name) => [`${name}.js`, `${name}.cjs`]);
  const ofEdge = EDGE_HOLDERS.map((name) => `${name}.edge.js`);
  const compiled = ["html", "markdown", "audit", "guard", "server"].map((name) => `${name}.wasm`);
  const expected = new Set(["package.json", ...DOCUMENTS, ...exported, ...declared, ...shared, ...ofEdge, ...compiled]);
  assert.deepEqual(files.map(({ path }) => path).sort(), [...expected].sort());
});

/** The module's bytes, one character each, in the file that it is in. */
const modules = [
  ["mcp-cordon.wasm", readFileSync(join(pkg, "mcp-cordon.wasm"), "latin1")],
  ...[
    "html-module.js",
    "markdown-module.js",
    "audit-module.js",
    "guard-module.js",
    "server.js",
    "service-worker.js",
  ].map((file) => [file, inlined(file).wasm.toString("latin1")]),
];
/** `serde_json-1.0.1/src/`, where a panic can start; text before it may stick to it. */
const CRATES = /([\w-]+-\d+\.\d+\.\d+)\/src\//g;

test("no folder of the machine that built it is named in modules and scripts", () => {
  const folders = [repository, homedir(), process.env.CARGO_HOME, process.env.CORDON_PROGRAMS, "/registry/src"];
  const machine = folders.filter((folder) => folder && folder !== "/").map((folder) => join(folder, "/"));
  const scripts = readdirSync(pkg).filter((file) => /\.c?js$/.test(file));
  assert.ok(scripts.length >= 10);
  for (const [file, text] of [...scripts.map((file) => [file, read(file)]), ...modules]) {
    assert.deepEqual(
      machine.filter((folder) => text.includes(folder)),
      [],
      file,
    );
  }
});

test("every crate that is compiled into the modules is listed with its license", () => {
  const listed = read(LICENSES);
  const crates = listed.matchAll(/^(\S+) (\d\S*)\n {4}\S.*\n {4}https:/gm);
  const known = new Set([...crates].map(([, name, version]) => `${name}-${version}`));
  const features = "page,sanitizer,quiet,service-worker,server";
  const tree = run(
    repository,
    process.env.CARGO ?? "cargo",
    ...["tree", "--package", "mcp-cordon", "--target", "wasm32-unknown-unknown", "--prefix", "none", "--edges"],
    ...["normal,no-proc-macro", "--no-default-features", "--features", features, "--format", "{p}"],
  );
  const compiled = [...tree.matchAll(/^(\S+) v([\w.+-]+)/gm)].map(([, name, version]) => `${name}-${version}`);
  const ours = `${manifest.name}-${manifest.version}`;
  assert.ok(compiled.includes(ours) && compiled.length > 40, tree);
  assert.deepEqual(
    compiled.filter((name) => !known.has(name) && name !== ours),
    [],
  );

  const named = modules.flatMap(([, text]) => [...text.matchAll(CRATES)].map(([, name]) => name));
  assert.ok(named.length >= 10, `the modules name ${named}`);
  assert.deepEqual(
    named.filter((name) => ![...known].some((one) => name.endsWith(one))),
    [],
  );
});

test("the list has the licenses that ask for their text, and where the source is", () => {
  const listed = read(LICENSES).replace(/\s+/g, " ");
  const parts = [
    "Mozilla Public License Version 2.0",
    "Apache License Version 2.0",
    "Permission is hereby granted, free of charge",
    "UNICODE LICENSE V3",
    "https://crates.io/crates/",
    "Rust's standard library, of rustc 1.",
  ];
  assert.deepEqual(
    parts.filter((part) => !listed.includes(part)),
    [],
  );
});

const HEADING = /^## \[(Unreleased|\d+\.\d+\.\d+(?:-[\w.]+)?)\](?: - (\d{4}-\d{2}-\d{2}))?( \[YANKED\])?$/;
const KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/** What is not as https://keepachangelog.com/en/1.1.0/ has it. */
function breaches(text) {
  const headings = text.split("\n").filter((line) => /^#{1,3} /.test(line));
  const sections = headings.filter((line) => line.startsWith("## "));
  const releases = sections.filter((line) => line !== "## [Unreleased]").map((line) => HEADING.exec(line));
  const dates = releases.map((found) => found?.[2]);
  const kinds = headings.filter((line) => line.startsWith("### ")).map((line) => line.slice(4));
  return [
    headings[0] !== "# Changelog" && "it does not begin with `# Changelog`",
    sections[0] !== "## [Unreleased]" && "its first section is not `## [Unreleased]`",
    ...kinds.filter((kind) => !KINDS.includes(kind)).map((kind) => `there is no kind ${kind}`),
    dates.some((date) => !date) && "a release is no `## [1.2.3] - 2026-01-31`",
    dates.every(Boolean) &&
      dates.join() !== [...dates].sort().reverse().join() &&
      "the latest release is not the first",
    releases.some((found) => found && !text.includes(`\n[${found[1]}]: https://`)) &&
      "a release has no link at the end",
  ].filter(Boolean);
}

test("CHANGELOG.md keeps the form", () => {
  assert.deepEqual(breaches(readFileSync(join(repository, "CHANGELOG.md"), "utf8")), []);
  const released =
    "## [0.2.0] - 2026-02-01\n### Fixed\n## [0.1.0] - 2026-01-31\n[0.2.0]: https://x\n[0.1.0]: https://x\n";
  const good = `# Changelog\n## [Unreleased]\n### Added\n${released}`;
  for (const [from, to, says] of [
    ["", "", []],
    ["# Changelog", "# News", ["it does not begin with `# Changelog`"]],
    ["## [Unreleased]\n", "", ["its first section is not `## [Unreleased]`"]],
    ["### Added", "### New", ["there is no kind New"]],
    [" - 2026-01-31", "", ["a release is no `## [1.2.3] - 2026-01-31`"]],
    ["2026-02-01", "2026-01-01", ["the latest release is not the first"]],
    ["[0.1.0]: https://x\n", "", ["a release has no link at the end"]],
  ])
    assert.deepEqual(breaches(good.replace(from, to)), says, says.join());
});
