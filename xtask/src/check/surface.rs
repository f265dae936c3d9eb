//! Snapshots of what the crate and the package offer, so that a change of it shows in review: `api/`.
//!
//! The crate's is made of rustdoc's JSON by `public-api`, which reads one version of that format: the one of the Rust that
//! CONTRIBUTING.md names. The package's are its declarations without their comments.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::{Workspace, files};

pub(crate) fn check(workspace: &Workspace, write: bool) -> Result<()> {
    let folder = workspace.root.join("api");
    let mut made = vec![(folder.join("mcp-cordon.rs.txt"), of_crate(workspace)?)];
    for (path, text) in declarations(workspace)? {
        let name = path.file_name().context("a file of declarations has no name")?;
        made.push((folder.join(name).with_extension("ts.txt"), without_comments(&text)));
    }
    let kept = if folder.is_dir() { files(&folder)? } else { Vec::new() };
    let stale: Vec<&PathBuf> = kept.iter().filter(|path| !made.iter().any(|(made, _)| made == *path)).collect();
    if write {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        for path in stale {
            fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        for (path, text) in made {
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        return Ok(());
    }
    let mut changed: Vec<String> = stale.into_iter().map(|path| path.display().to_string()).collect();
    for (path, text) in &made {
        let kept = fs::read_to_string(path).unwrap_or_default();
        if kept != *text {
            print_difference(&kept, text);
            changed.push(path.display().to_string());
        }
    }
    if !changed.is_empty() {
        bail!(
            "the public surface is not what {} has; if it should change, `cargo xtask check --write` keeps it",
            changed.join(", ")
        );
    }
    Ok(())
}

/// A line an item.
fn of_crate(workspace: &Workspace) -> Result<String> {
    let target = workspace.target.join("rustdoc-json");
    let mut rustdoc = workspace.cargo();
    rustdoc.args(["rustdoc", "--quiet", "--package", "mcp-cordon", "--lib", "--features", "tower"]);
    rustdoc.arg("--target-dir").arg(&target);
    // The format is not stable, so that a stable rustdoc writes it for this variable alone.
    rustdoc.args(["--", "-Z", "unstable-options", "--output-format", "json", "--cap-lints", "allow"]);
    process::run(rustdoc.env("RUSTC_BOOTSTRAP", "1"))?;
    let json = target.join("doc/mcp_cordon.json");
    let surface = public_api::Builder::from_rustdoc_json(&json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .with_context(|| format!("cannot read {}", json.display()))?;
    Ok(surface.items().map(|item| format!("{item}\n")).collect())
}

/// The files of declarations that the package publishes, with their text.
fn declarations(workspace: &Workspace) -> Result<Vec<(PathBuf, String)>> {
    let paths = files(&workspace.root.join("pkg-template"))?;
    let declared = paths.into_iter().filter(|path| path.to_string_lossy().ends_with(".d.ts"));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok((path, text))
    };
    declared.map(read).collect()
}

/// Without its comments and blank lines.
fn without_comments(declarations: &str) -> String {
    let mut text = String::new();
    let mut rest = declarations;
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' | '`' => {
                let end = quoted(rest, next);
                text.push_str(&rest[..end]);
                end
            }
            _ => {
                text.push(next);
                next.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The length of the string that the text starts with.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return index + 1,
            _ => {}
        }
    }
    text.len()
}

fn print_difference(kept: &str, made: &str) {
    let gone = kept.lines().filter(|line| !made.lines().any(|other| other == *line)).map(|line| ('-', line));
    let new = made.lines().filter(|line| !kept.lines().any(|other| other == *line)).map(|line| ('+', line));
    for (sign, line) in gone.chain(new) {
        println!("{sign} {line}");
    }
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_go() {
        for (name, declarations, expected) in [
            ("a block", "/** What\n * it is. */\nexport type A = 1;\n", "export type A = 1;\n"),
            ("the end of a line", "  a: string; // why\n\n  b: 1;\n", "  a: string;\n  b: 1;\n"),
            ("no comment", "type A = \"https://a\" | '/*' | `//`;\n", "type A = \"https://a\" | '/*' | `//`;\n"),
            ("an escaped quote", "type A = \"\\\"//\";\n", "type A = \"\\\"//\";\n"),
        ] {
            assert_eq!(without_comments(declarations), expected, "{name}");
        }
    }
}
