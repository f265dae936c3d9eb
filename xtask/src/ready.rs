//! What a change must pass before it lands.

use std::process::ExitCode;

use anyhow::Result;

use crate::process::{self, step};
use crate::tools::{self, WASM_TARGET};
use crate::workspace::Workspace;
use crate::{fuzz, test};

pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    tools::provide_wasm_target(workspace)?;
    step("Checking the format");
    process::run(workspace.cargo().args(["fmt", "--all", "--check"]))?;
    process::run(workspace.cargo().args(["fmt", "--manifest-path", fuzz::MANIFEST, "--check"]))?;
    dependencies(workspace)?;
    step("Running clippy, native");
    let mut clippy = workspace.cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--features", test::FEATURES]);
    process::run(clippy.args(["--", "-D", "warnings"]))?;
    step("Running clippy, fuzz targets");
    let mut clippy = workspace.cargo();
    clippy.args(["clippy", "--manifest-path", fuzz::MANIFEST, "--all-targets", "--target-dir"]);
    process::run(clippy.arg(workspace.target.join("fuzz")).args(["--", "-D", "warnings"]))?;
    step("Running clippy, WebAssembly");
    let mut clippy = workspace.cargo();
    clippy.args(["clippy", "--package", "mcp-cordon", "--target", WASM_TARGET, "--lib", "--test", test::BROWSER_TESTS]);
    process::run(clippy.args(["--", "-D", "warnings"]))?;
    step("Building the documentation");
    let mut doc = workspace.cargo();
    process::run(doc.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))?;
    test::run(workspace, &test::Args::default())
}

/// What deny.toml says of them. Its advisories come from a database on GitHub: `cargo deny check advisories` reads them where
/// that can be reached.
pub(crate) fn dependencies(workspace: &Workspace) -> Result<()> {
    let deny = tools::provide_cargo_deny(workspace)?;
    step("Checking the licences, versions and sources of the dependencies");
    let check = |args: &[&str]| process::run(workspace.command(&deny).arg("--locked").args(args));
    check(&["--workspace", "check", "licenses", "sources"])?;
    // One version of each crate is asked of what is published; tests and tools bring several.
    check(&["check", "bans"])
}
