//! The documents that the benchmarks run on, gathered into one folder for all of them.
//!
//! Nobody else's documents are in the repository: they are taken from packages, at the versions named here.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use pulldown_cmark::{Options, Parser, html};
use serde_json::{Value, json};

use super::made;
use crate::process;
use crate::workspace::Workspace;

struct Document {
    name: &'static str,
    source: Source,
    /// A part of a page: what tools return, and what is ordinary markup to the hostile shapes.
    fragment: bool,
}

enum Source {
    /// A file of the html5ever that the crate depends on.
    Html5ever(&'static str),
    /// A Markdown file of an npm package in package-lock.json, rendered.
    Markdown(&'static str),
    /// A file of an npm package that nothing else needs.
    Tarball(&'static Tarball, &'static str),
    /// Written by us.
    Made(fn() -> String),
}

pub(super) struct Tarball {
    pub(super) package: &'static str,
    pub(super) integrity: &'static str,
}

/// npm's manual, as HTML.
static NPM: Tarball = Tarball {
    package: "npm@11.6.2",
    integrity: "sha512-7iKzNfy8lWYs3zq4oFPa8EXZz5xt9gQNKJZau3B1ErLBb6bF7sBJ00x09485DOvRT2l5Gerbl3VlZNT57MxJVA==",
};

/// Pages as they were on the web, markup errors and all.
static PAGES: Tarball = Tarball {
    package: "htmlparser-benchmark@1.1.3",
    integrity: "sha512-qvFxfwvi5n03zc8K1k69XArLYF3ZcN/bW49I6HeFqWCsfF/zH4zwTYCqBS0jy2wOlXdgWHmLpjmnhs0Mu8KJtQ==",
};

const DOCUMENTS: &[Document] = &[
    Document { name: "encyclopedia", source: Source::Html5ever("medium-fragment.html"), fragment: true },
    Document { name: "plain text", source: Source::Html5ever("lipsum.html"), fragment: true },
    Document { name: "plain Chinese", source: Source::Html5ever("lipsum-zh.html"), fragment: true },
    Document { name: "table report", source: Source::Made(made::table_report), fragment: true },
    Document { name: "search results", source: Source::Made(made::search_results), fragment: true },
    Document { name: "code", source: Source::Made(made::code), fragment: true },
    Document { name: "README", source: Source::Markdown("binaryen/README.md"), fragment: true },
    Document {
        name: "manual chapter",
        source: Source::Tarball(&NPM, "docs/output/using-npm/config.html"),
        fragment: false,
    },
    Document {
        name: "article",
        source: Source::Tarball(&PAGES, "files/c6bb934af3d288c69e9fac33501b8ff0470eb16ca618dca654cc709f2e6d8dc5.html"),
        fragment: false,
    },
    Document {
        name: "article with comments",
        source: Source::Tarball(&PAGES, "files/a9c82dad0fecf2e55874b18b7d81b9c7bee25805a99d22a5cc7464eee285d383.html"),
        fragment: false,
    },
    Document {
        name: "news page",
        source: Source::Tarball(&PAGES, "files/74e8bc94abea7c60f022d8d3f672f80e59e3e126735fae0b5ee5914ff2fce48e.html"),
        fragment: false,
    },
];

/// Writes every document and `index.json` to a folder, and returns that.
pub(super) fn gather(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("bench/documents");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut index = Vec::new();
    for document in DOCUMENTS {
        let (html, source) = read(workspace, &document.source)
            .with_context(|| format!("the document `{}` of the benchmarks is missing", document.name))?;
        let file = format!("{}.html", document.name.replace(' ', "-"));
        println!("{:<22} {:>7} bytes, {source}", document.name, html.len());
        write(&folder.join(&file), &html)?;
        index.push(json!({ "name": document.name, "source": source, "fragment": document.fragment, "file": file }));
    }
    write(&folder.join("index.json"), &format!("{:#}\n", Value::Array(index)))?;
    Ok(folder)
}

/// A document and where it is from.
fn read(workspace: &Workspace, source: &Source) -> Result<(String, String)> {
    match source {
        Source::Made(make) => Ok((make(), "made for the benchmarks".to_owned())),
        Source::Html5ever(name) => {
            let (version, folder) = html5ever(workspace)?;
            Ok((text(&folder.join("data/bench").join(name))?, format!("html5ever {version}, data/bench/{name}")))
        }
        Source::Markdown(path) => {
            let markdown = text(&workspace.root.join("node_modules").join(path))?;
            let mut rendered = String::with_capacity(markdown.len() * 2);
            html::push_html(&mut rendered, Parser::new_ext(&markdown, Options::ENABLE_TABLES));
            Ok((rendered, format!("{path}, rendered")))
        }
        Source::Tarball(tarball, path) => {
            Ok((unpack(workspace, tarball, path)?, format!("{}, {path}", tarball.package)))
        }
    }
}

/// The newest one in the dependency tree: an older one is there for the tests.
fn html5ever(workspace: &Workspace) -> Result<(String, PathBuf)> {
    let metadata = process::output(workspace.cargo().args(["metadata", "--format-version=1"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cannot read what cargo metadata says")?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let found = packages.filter(|package| package["name"] == "html5ever").filter_map(|package| {
        let version = package["version"].as_str()?.to_owned();
        let folder = Path::new(package["manifest_path"].as_str()?).parent()?.to_owned();
        let numbers: Vec<u32> = version.split('.').filter_map(|number| number.parse().ok()).collect();
        Some((numbers, version, folder))
    });
    let (_, version, folder) = found.max().context("the dependency tree has no html5ever")?;
    Ok((version, folder))
}

/// A file of a package.
fn unpack(workspace: &Workspace, tarball: &Tarball, path: &str) -> Result<String> {
    let mut tar = workspace.command("tar");
    process::output(tar.arg("-xzOf").arg(archive(workspace, tarball)?).arg(format!("package/{path}")))
}

/// A package as it was published, downloaded once.
pub(super) fn archive(workspace: &Workspace, tarball: &Tarball) -> Result<PathBuf> {
    let folder = workspace.target.join("bench/packages");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let archive = folder.join(format!("{}.tgz", tarball.package.replace(['@', '/'], "-")));
    if !archive.is_file() {
        let mut npm = workspace.command("npm");
        npm.args(["pack", "--json", tarball.package, "--pack-destination"]).arg(&folder);
        let packed: Value = serde_json::from_str(&process::output(&mut npm)?).context("cannot read what npm says")?;
        if packed[0]["integrity"] != tarball.integrity {
            bail!(
                "{} is not the package that is named here: its integrity is {}",
                tarball.package,
                packed[0]["integrity"]
            );
        }
        let name = packed[0]["filename"].as_str().context("npm names no file")?;
        fs::rename(folder.join(name), &archive).with_context(|| format!("cannot name {}", archive.display()))?;
    }
    Ok(archive)
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
