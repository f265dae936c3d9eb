//! What others wrote of what is in the npm package, and under which licenses.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;
use crate::tools::WASM_TARGET;
use crate::wasm::MODULES;
use crate::workspace::{Crate, Workspace, files};

pub(crate) const FILE: &str = "THIRD-PARTY-LICENSES.txt";

const HEAD: &str = "\
What others wrote of what is in this package: the crates that its WebAssembly is compiled from, Rust's standard library, and
the helpers that esbuild puts into its scripts. The source of each crate is at https://crates.io/crates/NAME/VERSION. Where
a license says \"OR\", each is offered; the texts of all that their authors enclose come after the list.
";

/// How the files are called that hold a license, or what has to be told along with it.
const TEXTS: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

struct Part {
    /// With the version.
    name: String,
    license: String,
    repository: String,
    /// Each with the name of its file.
    texts: Vec<(String, String)>,
}

pub(crate) fn third_party(workspace: &Workspace) -> Result<String> {
    let mut parts = crates(workspace)?;
    parts.extend(standard_library(workspace)?);
    parts.push(bundler(workspace)?);
    Ok(render(&parts))
}

/// What cargo compiles into the modules. Procedural macros and build scripts stay outside.
fn crates(workspace: &Workspace) -> Result<Vec<Part>> {
    let features: BTreeSet<&str> = MODULES.iter().flat_map(|module| module.features).copied().collect();
    let features = features.into_iter().collect::<Vec<_>>().join(",");
    let mut tree = workspace.cargo();
    tree.args(["tree", "--locked", "--package", "mcp-cordon", "--target", WASM_TARGET, "--prefix", "none"]);
    tree.args(["--edges", "normal,no-proc-macro", "--no-default-features", "--features", &features]);
    let tree = process::output(&mut tree)?;
    // `serde v1.0.229 (*)`
    let named: BTreeSet<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    let known = Crate::all(workspace.cargo())?;
    let ours = format!("mcp-cordon v{} ", workspace.version);
    let mut parts = Vec::new();
    for line in named.into_iter().filter(|line| !line.is_empty() && !line.starts_with(&ours)) {
        let found = known.iter().find(|held| line == format!("{} v{}", held.name, held.version));
        let found = found.with_context(|| format!("cargo metadata does not name `{line}`"))?;
        parts.push(Part {
            name: format!("{} {}", found.name, found.version),
            license: found.license.clone(),
            repository: found.repository.clone(),
            texts: texts(&found.folder)?,
        });
    }
    Ok(parts)
}

/// Itself, and of the crates that its page of licenses lists those that are built for WebAssembly.
fn standard_library(workspace: &Workspace) -> Result<Vec<Part>> {
    let ask = |args: &[&str]| process::output(workspace.command("rustc").args(args));
    let page = Path::new(ask(&["--print", "sysroot"])?.trim()).join("share/doc/rust/COPYRIGHT-library.html");
    let page = read(&page).context("rustup's toolchains say what their standard library holds")?;
    let mut built = BTreeSet::new();
    for library in files(Path::new(ask(&["--print", "target-libdir", "--target", WASM_TARGET])?.trim()))? {
        // `libcfg_if-2b7a15413ecdcf91.rlib`
        let name = library.file_name().unwrap_or_default().to_string_lossy().into_owned();
        built.extend(between(&name, "lib", "-").map(str::to_owned));
    }
    let mut parts = vec![Part {
        name: format!("Rust's standard library, of {}", ask(&["--version"])?.trim()),
        license: "(MIT OR Apache-2.0) AND Unicode-3.0".to_owned(),
        repository: "https://github.com/rust-lang/rust".to_owned(),
        texts: vec![("LICENSE-APACHE".to_owned(), read(&workspace.root.join("LICENSE-APACHE"))?)],
    }];
    let listed: Vec<Part> = page.split("<h3>\u{1f4e6} ").skip(1).filter_map(listed_part).collect();
    parts.extend(listed.into_iter().filter(|part| {
        let name = part.name.split(' ').next().unwrap_or_default();
        built.contains(&name.replace('-', "_"))
    }));
    if parts.len() == 1 {
        bail!("COPYRIGHT-library.html lists no crate of the standard library's");
    }
    Ok(parts)
}

/// `dlmalloc-0.2.11</h3> … <b>License:</b> MIT</p> … <code>LICENSE</code> … <pre>…</pre>`
fn listed_part(section: &str) -> Option<Part> {
    let (called, rest) = section.split_once("</h3>")?;
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let (at, _) = called.match_indices('-').find(|(at, _)| is_number(&called[at + 1..]))?;
    let (name, version) = (&called[..at], &called[at + 1..]);
    let notices = rest.split("<details>").skip(1);
    let texts = notices.filter_map(|notice| {
        Some((between(notice, "<code>", "</code>")?.to_owned(), unescape(between(notice, "<pre>", "</pre>")?)))
    });
    Some(Part {
        name: format!("{name} {version}"),
        license: between(rest, "<b>License:</b>", "</p>")?.trim().to_owned(),
        repository: format!("https://crates.io/crates/{name}/{version}"),
        texts: texts.collect(),
    })
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}

fn unescape(text: &str) -> String {
    [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

fn bundler(workspace: &Workspace) -> Result<Part> {
    let folder = workspace.root.join("node_modules/esbuild");
    let manifest: Value = serde_json::from_str(&read(&folder.join("package.json"))?).context("esbuild's manifest")?;
    let text = |name: &str| manifest[name].as_str().with_context(|| format!("esbuild's manifest has no {name}"));
    Ok(Part {
        name: format!("esbuild {}", text("version")?),
        license: text("license")?.to_owned(),
        repository: "https://github.com/evanw/esbuild".to_owned(),
        texts: texts(&folder)?,
    })
}

fn texts(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for file in files(folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if TEXTS.iter().any(|text| name.to_uppercase().starts_with(text)) {
            texts.push((name, read(&file)?));
        }
    }
    if texts.is_empty() {
        bail!("{} encloses no license", folder.display());
    }
    Ok(texts)
}

/// The list, then each text once, under the names of those that enclose it.
fn render(parts: &[Part]) -> String {
    let mut out = HEAD.to_owned();
    let mut groups: Vec<(String, &str, Vec<String>)> = Vec::new();
    for part in parts {
        let _ = write!(out, "\n{}\n    {}\n    {}\n", part.name, part.license, part.repository);
        for (file, text) in &part.texts {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let holder = format!("{} ({file})", part.name);
            match groups.iter_mut().find(|(known, ..)| *known == words) {
                Some((.., holders)) => holders.push(holder),
                None => groups.push((words, text, vec![holder])),
            }
        }
    }
    for (_, text, holders) in groups {
        let line = "=".repeat(80);
        let _ =
            write!(out, "\n{line}\n{}\n{line}\n\n{}\n", holders.join("\n"), text.trim_matches('\n').replace('\r', ""));
    }
    out
}

fn read(file: &PathBuf) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::{HEAD, Part, listed_part, render};

    fn part(name: &str, text: &str) -> Part {
        let [name, license, repository] = [name, "MIT", "https://code.example"].map(str::to_owned);
        Part { name, license, repository, texts: vec![("LICENSE".to_owned(), text.to_owned())] }
    }

    #[test]
    fn a_text_is_printed_once() {
        let rendered = render(&[
            part("one 1.0.0", "Do as\nyou like.\n"),
            part("two 2.0.0", "Do as you\nlike."),
            part("three 3.0.0", "Ask."),
        ]);
        let listed = |name: &str| format!("\n{name}\n    MIT\n    https://code.example\n");
        let line = "=".repeat(80);
        let expected = [
            HEAD.to_owned(),
            ["one 1.0.0", "two 2.0.0", "three 3.0.0"].map(listed).concat(),
            format!("\n{line}\none 1.0.0 (LICENSE)\ntwo 2.0.0 (LICENSE)\n{line}\n\nDo as\nyou like.\n"),
            format!("\n{line}\nthree 3.0.0 (LICENSE)\n{line}\n\nAsk.\n"),
        ];
        assert_eq!(rendered, expected.concat());
    }

    #[test]
    fn a_part_of_the_standard_library() {
        let section = "a-b-0.2.0+c-1</h3> <p><b>License:</b> Zlib</p>
            <details> <summary><code>LICENSE</code></summary> <pre>&#60;text&#62;</pre> </details>";
        let part = listed_part(section).map(|part| (part.name, part.license, part.repository, part.texts));
        let [name, license, repository, file, text] =
            ["a-b 0.2.0+c-1", "Zlib", "https://crates.io/crates/a-b/0.2.0+c-1", "LICENSE", "<text>"].map(str::to_owned);
        assert_eq!(part, Some((name, license, repository, vec![(file, text)])));
    }
}
