//! What a module weighs, by crate: `cargo xtask sizes MODULE`.
//!
//! The module is built as for the package, but keeps its names. A function counts for the crate whose code it is: generic code
//! of the standard library for a type of ours counts for the standard library. Data has no names after linking, so it is told by
//! its kind.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::process::step;
use crate::wasm::{MODULES, Source};
use crate::workspace::Workspace;
use crate::{npm, package, tools};

/// Say what a module of the package weighs, by crate
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// full, html, markdown, audit, guard, gate or server
    module: String,
    /// List this many of the largest functions
    #[arg(long, default_value_t = 0)]
    functions: usize,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    let Some(module) = MODULES.iter().find(|module| module.name == args.module) else {
        let names: Vec<&str> = MODULES.iter().map(|module| module.name).collect();
        bail!("there is no module {}: there are {}", args.module, names.join(", "));
    };
    tools::provide_wasm_target(workspace)?;
    npm::provide(workspace)?;
    let stage = workspace.target.join("sizes").join(module.name);
    let source = Source { root: workspace.root.clone(), target: workspace.target.clone(), cargo_home: None };
    let file = module.build_named(workspace, &source, &stage)?;
    let wasm = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let parts = Parts::of(&wasm)?;

    step(&format!("What the module {} weighs: bytes, and with brotli where it is compressed alone", module.name));
    let mut kinds: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for function in &parts.functions {
        kinds.entry(format!("code of {}", crate_of(&function.name))).or_default().extend(function.code);
    }
    for (name, bytes) in &parts.rest {
        kinds.entry((*name).to_owned()).or_default().extend(*bytes);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, bytes)| std::cmp::Reverse(bytes.len()));
    let folder = stage.join("parts");
    package::recreate(&folder)?;
    let mut files = Vec::new();
    for (name, bytes) in kinds {
        let file = folder.join(name);
        fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
        files.push(file);
    }
    package::print_sizes(workspace, &files)?;
    let mut functions = parts.functions;
    functions.sort_by_key(|function| std::cmp::Reverse(function.code.len()));
    for function in functions.iter().take(args.functions) {
        println!("{:>9}  {}", function.code.len(), function.name);
    }
    Ok(())
}

struct Function<'a> {
    name: String,
    code: &'a [u8],
}

#[derive(Default)]
struct Parts<'a> {
    functions: Vec<Function<'a>>,
    rest: Vec<(&'static str, &'a [u8])>,
}

impl<'a> Parts<'a> {
    fn of(wasm: &'a [u8]) -> Result<Self> {
        let mut parts = Self::default();
        let mut names = BTreeMap::new();
        let mut imported = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.context("the module is no WebAssembly")? {
                Payload::ImportSection(imports) => {
                    parts.rest.push(("imports", &wasm[imports.range()]));
                    imported = u32::try_from(imports.into_imports().count())?;
                }
                Payload::ExportSection(exports) => parts.rest.push(("exports", &wasm[exports.range()])),
                Payload::TypeSection(types) => parts.rest.push(("types", &wasm[types.range()])),
                Payload::FunctionSection(functions) => parts.rest.push(("functions", &wasm[functions.range()])),
                Payload::ElementSection(elements) => parts.rest.push(("elements", &wasm[elements.range()])),
                Payload::DataSection(data) => parts.rest.push(("data", &wasm[data.range()])),
                Payload::CodeSectionEntry(body) => {
                    let code = &wasm[body.range()];
                    parts.functions.push(Function { name: String::new(), code });
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(subsections) = section.as_known() {
                        for subsection in subsections {
                            if let Name::Function(map) = subsection? {
                                for naming in map {
                                    let naming = naming?;
                                    names.insert(naming.index, naming.name.to_owned());
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        for (index, function) in (imported..).zip(&mut parts.functions) {
            function.name = names.remove(&index).unwrap_or_default();
        }
        Ok(parts)
    }
}

/// The crate that a function is from: `core` of `<core::fmt::Error as core::fmt::Debug>::fmt`.
fn crate_of(name: &str) -> &str {
    let start = name.trim_start_matches(|c: char| !c.is_ascii_alphabetic() && c != '_');
    let word = |text: &'_ str| text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let first = &start[..word(start)];
    // A type without a path, as `str` or `T`, is one of a trait of the crate behind `as`.
    if !start[first.len()..].starts_with("::")
        && let Some((_, after)) = start.split_once(" as ")
    {
        return &after[..word(after)];
    }
    if start[first.len()..].starts_with("::") { first } else { "glue" }
}

#[cfg(test)]
mod tests {
    use super::crate_of;

    #[test]
    fn crates() {
        for (name, expected) in [
            ("html5ever::tree_builder::TreeBuilder<Handle,Sink>::step", "html5ever"),
            ("<core::fmt::Error as core::fmt::Debug>::fmt", "core"),
            ("<str as alloc::string::ToString>::to_string", "alloc"),
            ("<&T as core::fmt::Debug>::fmt", "core"),
            ("dlmalloc", "glue"),
            ("", "glue"),
        ] {
            assert_eq!(crate_of(name), expected, "{name}");
        }
    }
}
