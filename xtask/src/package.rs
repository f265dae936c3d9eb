//! Builds the npm package: pkg/, from the crate and pkg-template/.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::{self, step};
use crate::wasm::{self, MODULES, Module, Source};
use crate::workspace::{Workspace, files};
use crate::{inline, licenses, npm, tools};

const DOCUMENTS: [&str; 5] = ["README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// The entries that classic scripts and `importScripts` can load too: they make one global object.
const CLASSIC: [&str; 2] = ["index", "service-worker"];
const GLOBAL: &str = "--global-name=mcpCordon";
/// In a script that changes nothing. A module that is imported keeps its `var` to itself.
const SHARED: &str = "--footer:js=globalThis.mcpCordon = mcpCordon;";

/// Files that entries share, so that there is one instance of each module, whoever asks, and that a bundler takes one by one: no
/// entries themselves.
const HOLDERS: [&str; 8] = [
    "shared",
    "html-module",
    "markdown-module",
    "audit-module",
    "guard-module",
    "tool-output",
    "tool-output-stream",
    "use-guard",
];
/// Entries that hold all that they need: somebody copies or loads the one file.
const ALONE: [&str; 2] = [SLIM, "service-worker"];

/// The full module with its bytes outside: the same names, after `init(source)`.
const SLIM: &str = "slim";
const WASM: &str = "mcp-cordon.wasm";

/// Variants for edge runtimes: `server.edge.js` beside `server.js`, with `server.wasm` beside both. `pkg-template/package.json` says
/// of which entries, by this condition.
const EDGE: &str = ".edge";
const EDGE_CONDITION: &str = "workerd";
const LOAD_EDGE: &str = "load-edge";
/// What it imports, whichever module that is.
const EDGE_WASM: &str = "./module.wasm?module";

pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    tools::provide_wasm_target(workspace)?;
    npm::provide(workspace)?;
    let template = workspace.root.join("pkg-template");
    let stage = stage(workspace);
    let staged = stage.join("pkg");
    recreate(&stage)?;
    recreate(&staged)?;

    let source = Source { root: workspace.root.clone(), target: workspace.target.clone(), cargo_home: None };
    let mut measured = wasm::build_modules(workspace, &source, &stage)?;
    let encoder = format!("export default \"{}\";\n", hex(&wasm::encoder(workspace, &stage)?));
    for (module, wasm) in MODULES.iter().zip(&measured) {
        let stage = stage.join(module.name);
        inline(wasm, &stage)?;
        write(&stage.join("encoder-wasm.js"), &encoder)?;
        copy_files(&template.join("entry"), &stage, &["js"])?;
    }
    let full = stage.join(MODULES[0].name);
    copy(&full.with_extension("wasm"), &staged.join(WASM))?;

    step("Bundling pkg/");
    let manifest = write_manifest(&template, &staged, &workspace.version)?;
    let entries = entries(&manifest)?;
    let bundles: Vec<&str> = HOLDERS.into_iter().chain(entries.iter().map(String::as_str)).collect();
    for entry in &bundles {
        let stage = stage.join(Module::of(entry).name);
        let module = staged.join(format!("{entry}.js"));
        let common = staged.join(format!("{entry}.cjs"));
        let outside = outside(entry);
        let load = if *entry == SLIM { "load-slim" } else { "load" };
        bundle(workspace, &stage, entry, load, "esm", &outside, &module)?;
        bundle(workspace, &stage, entry, load, "cjs", &outside, &common)?;
        require_common(&common, &outside)?;
    }
    for entry in edge_entries(&manifest)? {
        let module = Module::of(&entry).name;
        bundle_for_edge(workspace, &stage.join(module), &entry, module, &staged)?;
    }
    for entry in CLASSIC {
        let stage = stage.join(Module::of(entry).name);
        bundle(workspace, &stage, entry, "load", "iife", &[], &staged.join(format!("{entry}.global.js")))?;
    }
    write_types(&template, &staged)?;
    copy_documents(workspace, &staged)?;
    write(&staged.join(licenses::FILE), &licenses::third_party(workspace)?)?;
    publish(&staged, &workspace.root.join("pkg"))?;
    npm::link_package(workspace)?;

    measured.extend(bundles.iter().map(|entry| staged.join(format!("{entry}.js"))));
    print_sizes(workspace, &measured)
}

/// Where the modules and their glue lie, before they are bundled.
pub(crate) fn stage(workspace: &Workspace) -> PathBuf {
    workspace.target.join("pkg-stage")
}

/// Inlined as text, the module works unchanged in every bundler and runtime, and under `connect-src 'none'`.
fn inline(wasm: &Path, stage: &Path) -> Result<()> {
    let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    write(&stage.join("wasm.js"), &format!("export default \"{}\";\n", inline::to_text(&bytes)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What stays outside of an entry's file: React, and the files that it stands beside.
fn outside(entry: &str) -> Vec<String> {
    if ALONE.contains(&entry) {
        return Vec::new();
    }
    let beside = HOLDERS.iter().filter(|file| **file != entry);
    beside.map(|file| format!("./{file}.js")).chain(["react".to_owned()]).collect()
}

fn bundle(
    workspace: &Workspace,
    stage: &Path,
    entry: &str,
    load: &str,
    format: &str,
    outside: &[String],
    output: &Path,
) -> Result<()> {
    let mut esbuild = workspace.npm_bin("esbuild");
    let has_encoder = Module::of(entry).has_encoder && load != LOAD_EDGE;
    let encoder = if has_encoder { "encoder" } else { "no-encoder" };
    // It writes each module's path into the bundle, relative to where it runs.
    let entry = if entry == SLIM { "index" } else { entry };
    esbuild.current_dir(stage).arg(format!("{entry}.js")).arg(format!("--alias:load=./{load}.js"));
    esbuild.arg(format!("--alias:encoder=./{encoder}.js"));
    esbuild.args(["--bundle", "--platform=neutral", "--target=es2022", "--charset=utf8", "--log-level=warning"]);
    // wasm-bindgen names a file once per `extern` block that imports from it; each time it is the same file.
    esbuild.arg("--log-override:duplicate-object-key=silent");
    esbuild.arg(format!("--format={format}")).args(outside.iter().map(|file| format!("--external:{file}")));
    if format == "iife" {
        esbuild.args([GLOBAL, SHARED]);
    }
    esbuild.arg(format!("--define:__VERSION__={:?}", workspace.version));
    process::run(esbuild.arg(format!("--outfile={}", output.display())))
}

/// The holders that have a module, or stand beside one that has.
fn edge_holders() -> impl Iterator<Item = &'static str> {
    HOLDERS.into_iter().filter(|file| *file != "shared")
}

/// The entries that edge runtimes load a variant of, and what these stand beside.
fn edge_entries(manifest: &Value) -> Result<Vec<String>> {
    let exports = manifest["exports"].as_object().context("pkg-template/package.json has no exports")?;
    let of_edge = exports.values().filter_map(|target| target[EDGE_CONDITION]["default"].as_str());
    let entries: Option<Vec<&str>> =
        of_edge.map(|path| path.strip_prefix("./")?.strip_suffix(&format!("{EDGE}.js"))).collect();
    let entries =
        entries.with_context(|| format!("{EDGE_CONDITION} must export modules of the form ./NAME{EDGE}.js"))?;
    Ok(edge_holders().map(str::to_owned).chain(entries.into_iter().map(str::to_owned)).collect())
}

fn bundle_for_edge(workspace: &Workspace, stage: &Path, entry: &str, module: &str, staged: &Path) -> Result<()> {
    let output = staged.join(format!("{entry}{EDGE}.js"));
    let mut outside = outside(entry);
    outside.push(EDGE_WASM.to_owned());
    bundle(workspace, stage, entry, LOAD_EDGE, "esm", &outside, &output)?;
    let mut text = fs::read_to_string(&output).with_context(|| format!("cannot read {}", output.display()))?;
    for holder in edge_holders() {
        text = text.replace(&format!("\"./{holder}.js\""), &format!("\"./{holder}{EDGE}.js\""));
    }
    if text.contains(EDGE_WASM) {
        let wasm = format!("{module}.wasm");
        copy(&stage.with_extension("wasm"), &staged.join(&wasm))?;
        text = text.replace(EDGE_WASM, &format!("./{wasm}?module"));
    }
    write(&output, &text)
}

/// `require` is answered with what `require` loads elsewhere.
fn require_common(bundle: &Path, outside: &[String]) -> Result<()> {
    let mut text = fs::read_to_string(bundle).with_context(|| format!("cannot read {}", bundle.display()))?;
    for file in outside.iter().filter_map(|file| file.strip_suffix(".js")) {
        text = text.replace(&format!("require(\"{file}.js\")"), &format!("require(\"{file}.cjs\")"));
    }
    if text.contains(".js\")") {
        bail!("{} requires a module", bundle.display());
    }
    write(bundle, &text)
}

fn write_manifest(template: &Path, pkg: &Path, version: &str) -> Result<Value> {
    let source = template.join("package.json");
    let text = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let mut manifest: Value =
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON", source.display()))?;
    manifest["version"] = version.into();
    write(&pkg.join("package.json"), &format!("{manifest:#}\n"))?;
    Ok(manifest)
}

/// The entry points that the manifest exports: `index` for `"import": {"default": "./index.js"}`.
fn entries(manifest: &Value) -> Result<Vec<String>> {
    let exports = manifest["exports"].as_object().context("pkg-template/package.json has no exports")?;
    let modules = exports.values().filter_map(|target| target["import"]["default"].as_str());
    let entries: Option<Vec<String>> =
        modules.map(|module| Some(module.strip_prefix("./")?.strip_suffix(".js")?.to_owned())).collect();
    match entries {
        Some(entries) if !entries.is_empty() => Ok(entries),
        _ => bail!("pkg-template/package.json must export modules of the form ./NAME.js"),
    }
}

/// `require` needs declarations of its own, with the same text, or TypeScript takes them for a module's.
fn write_types(template: &Path, pkg: &Path) -> Result<()> {
    for declarations in copy_files(template, pkg, &["ts"])? {
        let text =
            fs::read_to_string(&declarations).with_context(|| format!("cannot read {}", declarations.display()))?;
        write(&declarations.with_extension("cts"), &text.replace(".js\"", ".cjs\""))?;
    }
    Ok(())
}

fn copy_documents(workspace: &Workspace, pkg: &Path) -> Result<()> {
    let (present, missing): (Vec<&str>, Vec<&str>) =
        DOCUMENTS.iter().partition(|name| workspace.root.join(name).is_file());
    for name in present {
        copy(&workspace.root.join(name), &pkg.join(name))?;
    }
    if !missing.is_empty() {
        bail!("the package needs what the repository lacks: {}", missing.join(", "));
    }
    Ok(())
}

/// Brings pkg/ up to date in place: whatever serves or tests the last build never meets an empty folder.
fn publish(staged: &Path, pkg: &Path) -> Result<()> {
    fs::create_dir_all(pkg).with_context(|| format!("cannot create {}", pkg.display()))?;
    for path in files(staged)? {
        copy(&path, &destination(&path, pkg)?)?;
    }
    for path in files(pkg)? {
        if !destination(&path, staged)?.exists() {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// Each file's bytes, and what brotli makes of it alone.
pub(crate) fn print_sizes(workspace: &Workspace, files: &[PathBuf]) -> Result<()> {
    const MEASURE: &str = "
        const { readFileSync } = require('node:fs');
        for (const file of process.argv.slice(1)) {
            const bytes = readFileSync(file);
            const brotli = require('node:zlib').brotliCompressSync(bytes);
            const name = require('node:path').basename(file).padEnd(12);
            console.log(`${name} ${bytes.length} bytes, ${brotli.length} with brotli`);
        }";
    process::run(workspace.command("node").args(["-e", MEASURE, "--"]).args(files))
}

/// Copies the files in `from` that have one of the extensions, and returns the copies.
fn copy_files(from: &Path, to: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>> {
    let mut copies = Vec::new();
    for path in files(from)? {
        if path.extension().is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted)) {
            let copied = destination(&path, to)?;
            copy(&path, &copied)?;
            copies.push(copied);
        }
    }
    Ok(copies)
}

fn destination(file: &Path, folder: &Path) -> Result<PathBuf> {
    Ok(folder.join(file.file_name().with_context(|| format!("{} names no file", file.display()))?))
}

pub(crate) fn recreate(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
