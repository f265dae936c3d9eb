//! The WebAssembly modules of the package: compiled, bound to their glue, optimized. The same sources and tools give the same
//! bytes, wherever they lie.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::harden::harden;
use crate::package::recreate;
use crate::process::{self, step};
use crate::tools::WASM_TARGET;
use crate::workspace::{Crate, Workspace};

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
    /// What wasm-opt is told to do, as often as it stands here.
    wasm_opt: &'static [&'static str],
    /// Whether whole documents go into it, so that `encoder.wat` is worth its bytes.
    pub(crate) has_encoder: bool,
    entries: &'static [&'static str],
}

/// What is no entry of another module loads the first.
pub(crate) const MODULES: [Module; 7] = [
    Module {
        name: "full",
        features: &["audit", "page", "sanitizer", "quiet"],
        opt_level: "'s'",
        wasm_opt: &["-O3"],
        has_encoder: true,
        entries: &[],
    },
    Module {
        name: "html",
        features: &["html", "quiet"],
        opt_level: "'s'",
        wasm_opt: &["-O3", "-O3"],
        has_encoder: true,
        entries: &["html-module"],
    },
    Module {
        name: "markdown",
        features: &["markdown"],
        opt_level: "'s'",
        wasm_opt: &["-O3"],
        has_encoder: true,
        entries: &["markdown-module"],
    },
    Module {
        name: "audit",
        features: &["audit"],
        opt_level: "'z'",
        wasm_opt: &["-Oz"],
        has_encoder: false,
        entries: &["audit-module"],
    },
    Module {
        name: "guard",
        features: &["page"],
        opt_level: "'z'",
        wasm_opt: &["-Oz"],
        has_encoder: false,
        entries: &["guard-module"],
    },
    Module {
        name: "gate",
        features: &["service-worker"],
        opt_level: "'z'",
        wasm_opt: &["-Oz"],
        has_encoder: false,
        entries: &["service-worker"],
    },
    Module {
        name: "server",
        features: &["server"],
        opt_level: "'z'",
        wasm_opt: &["-Oz"],
        has_encoder: false,
        entries: &["server"],
    },
];

/// A copy of the crate, where its modules are compiled, and cargo's own folder, unless it is the usual one.
pub(crate) struct Source {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    pub(crate) cargo_home: Option<PathBuf>,
}

impl Source {
    fn cargo(&self, workspace: &Workspace) -> Command {
        let mut cargo = workspace.cargo();
        cargo.current_dir(&self.root).envs(self.cargo_home.iter().map(|home| ("CARGO_HOME", home)));
        cargo
    }

    /// Where a panic can start stands in the module. Of a crate's file that is `serde_json-1.0.1/src/de.rs`, on every machine;
    /// the workspace's own have no folder before `src/`.
    fn remap(&self, workspace: &Workspace) -> Result<String> {
        let crates = Crate::all(self.cargo(workspace))?;
        let folders: BTreeSet<&Path> = crates.iter().filter_map(|held| held.folder.parent()).collect();
        let flags = folders.into_iter().map(|folder| format!("--remap-path-prefix={}=", folder.display()));
        Ok(flags.collect::<Vec<_>>().join("\u{1f}"))
    }
}

/// Builds each module in a folder of its own. The compiler keeps one processor busy, so a module is optimized while the next one
/// is compiled.
pub(crate) fn build_modules(workspace: &Workspace, source: &Source, folder: &Path) -> Result<Vec<PathBuf>> {
    thread::scope(|scope| {
        let mut finishing = Vec::new();
        for module in &MODULES {
            let stage = folder.join(module.name);
            recreate(&stage)?;
            let compiled = module.compile(workspace, source, &stage)?;
            finishing.push(scope.spawn(move || module.finish(workspace, source, &compiled, &stage)));
        }
        let finished = finishing.into_iter().map(|module| module.join());
        finished.map(|module| module.map_err(|_| anyhow!("the build of a module panicked"))?).collect()
    })
}

impl Module {
    pub(crate) fn of(entry: &str) -> &'static Self {
        MODULES.iter().find(|module| module.entries.contains(&entry)).unwrap_or(&MODULES[0])
    }

    /// Leaves `glue.js` in `stage`, and returns the module that belongs to it.
    fn finish(&self, workspace: &Workspace, source: &Source, compiled: &Path, stage: &Path) -> Result<PathBuf> {
        step(&format!("Generating the JavaScript glue of the {} module and optimizing its WebAssembly", self.name));
        bind(compiled, stage, false)?;
        let optimized = stage.with_extension("wasm");
        self.optimize(workspace, source, &stage.join("glue_bg.wasm"), &optimized)?;
        Ok(optimized)
    }

    /// The same module with the names of its functions, to be looked at.
    pub(crate) fn build_named(&self, workspace: &Workspace, source: &Source, stage: &Path) -> Result<PathBuf> {
        recreate(stage)?;
        bind(&self.compile(workspace, source, stage)?, stage, true)?;
        let optimized = stage.with_extension("wasm");
        let mut wasm_opt = workspace.npm_bin("wasm-opt");
        wasm_opt.args(self.options()).arg("--debuginfo").arg(stage.join("glue_bg.wasm")).arg("-o").arg(&optimized);
        process::run(&mut wasm_opt)?;
        Ok(optimized)
    }

    fn options(&self) -> Vec<&'static str> {
        // No valid pointer plus a small offset wraps around: then the offset goes into the instruction.
        [self.wasm_opt, &WASM_FEATURES, &["--strip-target-features", "--low-memory-unused"]].concat()
    }

    /// Runs wasm-opt, unless it has done the same before: of a build in which nothing changed it takes nine tenths.
    fn optimize(&self, workspace: &Workspace, source: &Source, bound: &Path, optimized: &Path) -> Result<()> {
        let options = self.options();
        let tool = workspace.root.join("node_modules/binaryen/package.json");
        let key = [&*read(&tool)?, options.join(" ").as_bytes(), &read(bound)?].concat();
        let kept = source.target.join("wasm-opt");
        let (keys, outputs) = (kept.join(format!("{}.key", self.name)), kept.join(format!("{}.wasm", self.name)));
        if fs::read(&keys).is_ok_and(|before| before == key) && outputs.is_file() {
            return copy(&outputs, optimized);
        }
        let mut wasm_opt = workspace.npm_bin("wasm-opt");
        process::run(wasm_opt.args(options).arg(bound).arg("-o").arg(optimized))?;
        fs::create_dir_all(&kept).with_context(|| format!("cannot make {}", kept.display()))?;
        // The key last: it stands for a whole output.
        let _ = fs::remove_file(&keys);
        copy(optimized, &outputs)?;
        fs::write(&keys, key).with_context(|| format!("cannot write {}", keys.display()))
    }

    /// The crate as a cdylib, which only this build needs: Cargo.toml names no crate type for it. It lies in `stage`, so that the
    /// next module may be compiled.
    fn compile(&self, workspace: &Workspace, source: &Source, stage: &Path) -> Result<PathBuf> {
        step(&format!("Compiling the {} module to WebAssembly", self.name));
        let mut cargo = source.cargo(workspace);
        cargo.args(["rustc", "--locked", "--package", "mcp-cordon", "--lib"]);
        cargo.args(["--crate-type", "cdylib", "--no-default-features", "--features", &self.features.join(",")]);
        cargo.args(["--config", &format!("profile.wasm.opt-level={}", self.opt_level)]);
        cargo.args(["--profile", "wasm", "--target", WASM_TARGET, "--target-dir"]).arg(&source.target);
        cargo.env("CARGO_ENCODED_RUSTFLAGS", source.remap(workspace)?);
        // Cargo's own switch, for want of a public one: the modules lie beside each other, and none is compiled again for another.
        process::run(cargo.env("__CARGO_DEFAULT_LIB_METADATA", "module"))?;
        let compiled = stage.join("compiled.wasm");
        copy(&source.target.join(WASM_TARGET).join("wasm/mcp_cordon.wasm"), &compiled)?;
        Ok(compiled)
    }
}

/// `pkg-template/entry/encoder.wat`, as a module.
pub(crate) fn encoder(workspace: &Workspace, folder: &Path) -> Result<Vec<u8>> {
    let (text, module) = (workspace.root.join("pkg-template/entry/encoder.wat"), folder.join("encoder.wasm"));
    let mut wasm_opt = workspace.npm_bin("wasm-opt");
    wasm_opt.args(["-O3", "--enable-gc"]).args(WASM_FEATURES).arg(text).arg("-o").arg(&module);
    process::run(&mut wasm_opt)?;
    read(&module)
}

fn bind(compiled: &Path, stage: &Path, with_names: bool) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name("glue").web(true)?;
    bindgen.omit_default_module_path(true).typescript(false);
    bindgen.remove_name_section(!with_names).remove_producers_section(true);
    bindgen.generate(stage).with_context(|| format!("wasm-bindgen cannot use {}", compiled.display()))?;
    let glue = stage.join("glue.js");
    let text = fs::read_to_string(&glue).with_context(|| format!("cannot read {}", glue.display()))?;
    fs::write(&glue, harden(&text)?).with_context(|| format!("cannot write {}", glue.display()))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}
