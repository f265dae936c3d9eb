// The crate, unpacked: a dependency of an empty cargo project, by itself and with its layers, and the program installed.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { HOSTILE, SAFE, run, write } from "../package/support.mjs";
import { discard, scratch } from "../support/scratch.mjs";

const packed = process.env.CORDON_CRATE;
const scan = process.env.CORDON_SCAN_CRATE;
const cargo = process.env.CARGO ?? "cargo";
// Kept from one run to the next, for the crates that it depends on.
process.env.CARGO_TARGET_DIR = join(process.env.CORDON_TARGET, "package-tests");

const SANITIZE = `
  use mcp_cordon::sanitizer::{SanitizeOptions, sanitize_tool_output};

  fn main() -> Result<(), mcp_cordon::error::Error> {
      println!("{}", sanitize_tool_output(${JSON.stringify(HOSTILE)}, &SanitizeOptions::default())?);
      Ok(())
  }`;

const LAYERS = `
  use mcp_cordon::cors::{CorsPolicy, CorsPreset};
  use mcp_cordon::fetch_metadata::{Isolation, IsolationInput};
  use mcp_cordon::tower::IsolationLayer;

  fn main() -> Result<(), mcp_cordon::error::Error> {
      let isolation = Isolation::parse(IsolationInput::default())?;
      let cors = CorsPolicy::mcp(CorsPreset::Mcp20251125, ["https://client.example"])?;
      IsolationLayer::new(isolation).with_cors(cors)?;
      println!("layered");
      Ok(())
  }`;

let directory;
let crate;
let patch;

before(() => {
  directory = scratch("crate");
  for (const archive of [packed, scan]) run(directory, "tar", "-xzf", archive);
  crate = join(directory, basename(packed, ".crate"));
  // What is about to be published is in no registry yet.
  const folder = JSON.stringify(join(directory, basename(scan, ".crate")));
  patch = `\n[patch.crates-io]\ncordon-scan = { path = ${folder} }\n`;
  appendFileSync(join(crate, "Cargo.toml"), patch);
  run(crate, cargo, "metadata", "--format-version=1");
});
after(() => discard(directory));

for (const [what, name, features, source, expected] of [
  ["sanitizes", "sanitizes", [], SANITIZE, SAFE],
  ["makes layers", "layers", ["tower"], LAYERS, "layered"],
]) {
  test(`a project that depends on it ${what}`, () => {
    const dependency = `mcp-cordon = { path = ${JSON.stringify(crate)}, features = ${JSON.stringify(features)} }`;
    const manifest = `[package]\nname = "${name}"\nedition = "2024"\n\n[dependencies]\n${dependency}\n${patch}`;
    write(join(directory, name), { "Cargo.toml": manifest, "src/main.rs": source });
    assert.equal(run(join(directory, name), cargo, "run", "--quiet").trim(), expected);
  });
}

test("the command line is installed from it, and sanitizes", () => {
  run(
    directory,
    cargo,
    "install",
    "--quiet",
    "--locked",
    "--path",
    crate,
    "--features",
    "cli",
    "--debug",
    "--root",
    directory,
  );
  const { status, stdout, stderr } = spawnSync(join(directory, "bin/cordon"), ["sanitize"], {
    input: HOSTILE,
    encoding: "utf8",
  });
  assert.deepEqual([status, stdout.trim()], [0, SAFE], stderr);
});

test("it holds what it needs, and no more", () => {
  const cargos = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml", "Cargo.toml.orig"];
  const documents = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "SECURITY.md"];
  assert.deepEqual(readdirSync(crate).sort(), [...cargos, ...documents, "examples", "src"].sort());
});
