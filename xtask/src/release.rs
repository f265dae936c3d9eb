//! What is published: the npm archive and the crate, from a clean tree, each tried out where it is installed.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{self, step};
use crate::wasm::{self, MODULES, Source};
use crate::workspace::{Workspace, files};
use crate::{check, package};

const ALLOW_DIRTY: &str = "--allow-dirty";
/// What `cordon scan` runs.
const SCAN: &str = "cordon-scan";

/// From a clean tree, write the npm archive and the crate to target/package/, build the WebAssembly again from the crate and
/// compare, install both and try them out
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Package a tree with uncommitted changes
    #[arg(long)]
    allow_dirty: bool,
}

/// What only the owner can say: the file, a text, whether it is there once that was said, and what is open until then.
const OPEN: [(&str, &str, bool, &str); 4] = [
    ("SECURITY.md", "TO FILL IN", false, "no address that vulnerabilities are reported to"),
    ("CHANGELOG.md", "## [VERSION] - ", true, "no section for VERSION, with its date"),
    ("Cargo.toml", "\nrepository = ", true, "no repository: crates.io resolves the README's links there"),
    ("pkg-template/package.json", "\"repository\": ", true, "no repository: npm resolves the README's links there"),
];

pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    let is_dirty_allowed = args.allow_dirty;
    let status = process::output(workspace.command("git").args(["status", "--porcelain"]))?;
    if let (Some(refusal), false) = (refusal(&status), is_dirty_allowed) {
        bail!(refusal);
    }
    check::dependencies(workspace)?;
    package::build(workspace)?;
    let folder = workspace.target.join("package");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let [packed, scan] = pack_crates(workspace, &folder, is_dirty_allowed)?;
    let made = [pack_npm(workspace, &folder)?, packed, scan];
    build_again(workspace, &made[1], &made[2])?;
    try_out(workspace, &made)?;
    print(workspace, &made)
}

/// Nobody could say later what was published from a tree with changes in it.
fn refusal(status: &str) -> Option<String> {
    (!status.is_empty()).then(|| {
        format!("these changes are in no commit; commit them, or pass {ALLOW_DIRTY}:\n\n{}", status.trim_end())
    })
}

fn pack_npm(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    step("Packing the npm package");
    let mut npm = workspace.command("npm");
    npm.current_dir(workspace.root.join("pkg")).args(["pack", "--silent", "--pack-destination"]).arg(folder);
    process::run(&mut npm)?;
    Ok(folder.join(format!("mcp-cordon-{}.tgz", workspace.version)))
}

/// The crate, and the one that its command line brings, which is published first.
fn pack_crates(workspace: &Workspace, folder: &Path, is_dirty_allowed: bool) -> Result<[PathBuf; 2]> {
    step("Packing the crates, and building them by themselves");
    let mut cargo = workspace.cargo();
    cargo.args(["package", "--locked", "--package", "mcp-cordon", "--package", SCAN]);
    process::run(cargo.args(is_dirty_allowed.then_some(ALLOW_DIRTY)))?;
    Ok(["mcp-cordon", SCAN].map(|name| folder.join(format!("{name}-{}.crate", workspace.version))))
}

/// From what the crate holds, with every folder another and nothing compiled, the modules of the npm package have to come out.
fn build_again(workspace: &Workspace, packed: &Path, scan: &Path) -> Result<()> {
    // A workspace around it would claim the crate as its own.
    let scratch = Scratch(env::temp_dir().join(format!("mcp-cordon-again-{}", std::process::id())));
    package::recreate(&scratch.0)?;
    for archive in [packed, scan] {
        process::run(workspace.command("tar").arg("-xzf").arg(archive).arg("-C").arg(&scratch.0))?;
    }
    let root = scratch.0.join(format!("mcp-cordon-{}", workspace.version));
    beside(workspace, &root)?;
    let source =
        Source { root, target: scratch.0.join("target"), cargo_home: Some(another_home(&scratch.0.join("cargo"))?) };
    let again = wasm::build_modules(workspace, &source, &scratch.0)?;
    for (module, wasm) in MODULES.iter().zip(again) {
        let first = package::stage(workspace).join(module.name);
        same(&first.with_extension("wasm"), &wasm)?;
        same(&first.join("glue.js"), &scratch.0.join(module.name).join("glue.js"))?;
    }
    println!("\nBuilt again from the crate, the {} modules are the same to the byte.", MODULES.len());
    Ok(())
}

/// Has an unpacked crate take the scanner from the folder beside it, for what is about to be published is in no registry yet.
fn beside(workspace: &Workspace, root: &Path) -> Result<()> {
    let manifest = root.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let patched = format!("{text}\n[patch.crates-io]\n{SCAN} = {{ path = \"../{SCAN}-{}\" }}\n", workspace.version);
    fs::write(&manifest, patched).with_context(|| format!("cannot write {}", manifest.display()))?;
    // Writes the one entry of the lockfile that is another now.
    let mut metadata = workspace.cargo();
    process::output(metadata.current_dir(root).args(["metadata", "--format-version=1"])).map(drop)
}

/// Of cargo's, with all in it that the real one has: the crates that a build takes lie there.
fn another_home(folder: &Path) -> Result<PathBuf> {
    let real = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let real = real.context("cargo's folder is unknown; CARGO_HOME names it")?.canonicalize()?;
    package::recreate(folder)?;
    for entry in fs::read_dir(&real).with_context(|| format!("cannot read the folder {}", real.display()))? {
        let entry = entry?;
        symlink(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(folder.to_owned())
}

fn same(first: &Path, second: &Path) -> Result<()> {
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let again = read(second)?;
    if read(first)? != again {
        let kept = first.with_added_extension("again");
        fs::write(&kept, again).with_context(|| format!("cannot write {}", kept.display()))?;
        bail!("the same sources gave other bytes: compare {} and {}", first.display(), kept.display());
    }
    Ok(())
}

fn try_out(workspace: &Workspace, [archive, packed, scan]: &[PathBuf; 3]) -> Result<()> {
    step("Installing both, and trying them out");
    let tests = files(&workspace.root.join("tests/release"))?;
    let mut node = workspace.command("node");
    node.args(["--test", "--test-reporter=spec"]).args(tests).env_remove("FORCE_COLOR");
    node.env("CORDON_ARCHIVE", archive)
        .env("CORDON_CRATE", packed)
        .env("CORDON_SCAN_CRATE", scan)
        .env("CORDON_TARGET", &workspace.target);
    process::run(&mut node)
}

fn print(workspace: &Workspace, made: &[PathBuf; 3]) -> Result<()> {
    const MEASURE: &str = "
        const { readFileSync } = require('node:fs');
        for (const file of process.argv.slice(1)) {
            const bytes = readFileSync(file);
            const digest = require('node:crypto').createHash('sha256').update(bytes).digest('hex');
            console.log(`${file}\\n    ${bytes.length} bytes, SHA-256 ${digest}`);
        }";
    let wasm = MODULES.iter().map(|module| package::stage(workspace).join(module.name).with_extension("wasm"));
    step(&format!("What there is to publish, and its WebAssembly, by {}", version(workspace)?));
    process::run(workspace.command("node").args(["-e", MEASURE, "--"]).args(made).args(wasm))?;
    let open = open(workspace)?;
    if !open.is_empty() {
        println!("\nBefore it is published:\n    {}", open.join("\n    "));
    }
    Ok(())
}

fn version(workspace: &Workspace) -> Result<String> {
    Ok(process::output(workspace.command("rustc").arg("--version"))?.trim().to_owned())
}

fn open(workspace: &Workspace) -> Result<Vec<String>> {
    let mut open = Vec::new();
    for (file, text, is_there, what) in OPEN {
        let [text, what] = [text, what].map(|one| one.replace("VERSION", &workspace.version));
        let held = fs::read_to_string(workspace.root.join(file)).with_context(|| format!("cannot read {file}"))?;
        if held.contains(&text) != is_there {
            open.push(format!("{file}: {what}"));
        }
    }
    Ok(open)
}

/// A folder that goes with the end of its use.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn a_tree_with_changes_is_refused_by_their_names() {
        assert_eq!(refusal(""), None);
        let said = refusal(" M src/lib.rs\n?? notes.txt\n").unwrap_or_default();
        assert!(said.contains("--allow-dirty:\n\n M src/lib.rs\n?? notes.txt"), "{said}");
    }
}
