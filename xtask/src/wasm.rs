//! The WebAssembly modules of the package: compiled, bound to their glue, optimized. The same sources and tools give the same
//! bytes, wherever they lie.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::harden::harden;
use crate::process::{self, step};
use crate::tools::WASM_TARGET;
use crate::workspace::Workspace;

/// What rustc enables for wasm32 by default; wasm-opt must neither refuse it nor go beyond it.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// A WebAssembly module, and the entries that load it.
pub(crate) struct Module {
    pub(crate) name: &'static str,
    pub(crate) features: &'static [&'static str],
    opt_level: &'static str,
    wasm_opt: &'static str,
    entries: &'static [&'static str],
}

/// What is no entry of another module loads the first.
pub(crate) const MODULES: [Module; 4] = [
    Module { name: "full", features: &["page", "sanitizer", "quiet"], opt_level: "'s'", wasm_opt: "-O3", entries: &[] },
    Module { name: "guard", features: &["page"], opt_level: "'z'", wasm_opt: "-Oz", entries: &["guard"] },
    Module {
        name: "gate",
        features: &["service-worker"],
        opt_level: "'z'",
        wasm_opt: "-Oz",
        entries: &["service-worker"],
    },
    Module { name: "server", features: &["server"], opt_level: "'z'", wasm_opt: "-Oz", entries: &["server"] },
];

/// A copy of the crate, and where its modules are compiled.
pub(crate) struct Source {
    root: PathBuf,
    target: PathBuf,
    flags: String,
}

impl Source {
    pub(crate) fn new(workspace: &Workspace, root: &Path, target: &Path) -> Result<Self> {
        Ok(Self { root: root.into(), target: target.into(), flags: remap(workspace, root, target)? })
    }
}

impl Module {
    pub(crate) fn of(entry: &str) -> &'static Self {
        MODULES.iter().find(|module| module.entries.contains(&entry)).unwrap_or(&MODULES[0])
    }

    /// Leaves `glue.js` in `stage`, and returns the module that belongs to it.
    pub(crate) fn build(&self, workspace: &Workspace, source: &Source, stage: &Path) -> Result<PathBuf> {
        let compiled = self.compile(workspace, source)?;
        step("Generating the JavaScript glue and optimizing the WebAssembly");
        bind(&compiled, stage)?;
        let optimized = stage.with_extension("wasm");
        let mut wasm_opt = workspace.npm_bin("wasm-opt");
        wasm_opt.arg(self.wasm_opt).args(WASM_FEATURES).arg("--strip-target-features");
        process::run(wasm_opt.arg(stage.join("glue_bg.wasm")).arg("-o").arg(&optimized))?;
        Ok(optimized)
    }

    /// The crate as a cdylib, which only this build needs: Cargo.toml names no crate type for it.
    fn compile(&self, workspace: &Workspace, source: &Source) -> Result<PathBuf> {
        step(&format!("Compiling the {} module to WebAssembly", self.name));
        let mut cargo = workspace.cargo();
        cargo.current_dir(&source.root).args(["rustc", "--locked", "--package", "mcp-cordon", "--lib"]);
        cargo.args(["--crate-type", "cdylib", "--no-default-features", "--features", &self.features.join(",")]);
        cargo.args(["--config", &format!("profile.wasm.opt-level={}", self.opt_level)]);
        cargo.args(["--profile", "wasm", "--target", WASM_TARGET, "--target-dir"]).arg(&source.target);
        process::run(cargo.env("CARGO_ENCODED_RUSTFLAGS", &source.flags))?;
        Ok(source.target.join(WASM_TARGET).join("wasm/mcp_cordon.wasm"))
    }
}

fn bind(compiled: &Path, stage: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name("glue").web(true)?;
    bindgen.omit_default_module_path(true).typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate(stage).with_context(|| format!("wasm-bindgen cannot use {}", compiled.display()))?;
    let glue = stage.join("glue.js");
    let text = fs::read_to_string(&glue).with_context(|| format!("cannot read {}", glue.display()))?;
    fs::write(&glue, harden(&text)?).with_context(|| format!("cannot write {}", glue.display()))
}

/// Where a panic can start stands in the module. Of a crate's file that is `serde_json-1.0.1/src/de.rs`, on every machine.
fn remap(workspace: &Workspace, root: &Path, target: &Path) -> Result<String> {
    let crates = workspace.crates(root)?;
    let folders: BTreeSet<PathBuf> = crates.iter().filter_map(|held| Some(held.folder.parent()?.to_owned())).collect();
    // Of several prefixes that fit the last counts.
    let prefixes =
        [(root, ""), (target, "target")].into_iter().chain(folders.iter().map(|folder| (folder.as_path(), "")));
    let flags = prefixes.map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    Ok(flags.collect::<Vec<_>>().join("\u{1f}"))
}
