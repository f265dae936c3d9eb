//! The attack lab as files, for any file server: its policies in the documents, a service worker in its servers' place.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::step;
use crate::workspace::{Workspace, files};
use crate::{demo, package};

/// Where the page finds what is behind it: nothing, and its frames beside it.
const LAB: &str = r#"{ "frame": "./", "mcp": null, "attacker": null }"#;

pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    package::build(workspace)?;
    demo::build_page(workspace)?;
    write(workspace)?;
    println!("Written to {}. Any file server will do:", workspace.site().display());
    println!("    python3 -m http.server --directory {}", workspace.site().display());
    Ok(())
}

/// Out of the built page.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    step("Writing the lab as files");
    let site = workspace.site();
    if site.exists() {
        fs::remove_dir_all(&site).with_context(|| format!("cannot remove {}", site.display()))?;
    }
    let www = workspace.root.join("www");
    copy(&www.join("dist"), &site)?;
    copy(&www.join("site"), &site)?;
    write_file(&site.join("lab.json"), LAB)?;
    for (document, policy) in [("index.html", "page.txt"), ("connect.html", "connect.txt")] {
        let policy = in_meta(&read_file(&www.join("csp").join(policy))?);
        let document = site.join(document);
        let html = read_file(&document)?;
        ensure!(html.contains("<head>"), "{} has no <head>", document.display());
        let meta = format!("<head>\n  <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        write_file(&document, &html.replacen("<head>", &meta, 1))?;
    }
    Ok(())
}

/// A policy of `www/csp` as a `<meta>` can carry it, with what a service worker's registration needs: a script of this
/// origin, and under Trusted Types a policy of its own.
/// <https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-content-security-policy>
fn in_meta(policy: &str) -> String {
    let directives = policy.split(';').map(|directive| directive.replace(" {frame}", "").trim().to_owned());
    let mut kept: Vec<String> = directives
        .filter(|directive| !directive.starts_with("frame-ancestors") && !directive.starts_with("report-uri"))
        .map(|directive| directive.replace("trusted-types mcp-cordon", "trusted-types mcp-cordon lab-worker"))
        .collect();
    if kept.iter().any(|directive| directive.ends_with("lab-worker")) {
        kept.push("worker-src 'self'".to_owned());
    }
    kept.join("; ")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for path in files(from)? {
        let Some(name) = path.file_name() else { continue };
        fs::copy(&path, to.join(name)).with_context(|| format!("cannot copy {}", path.display()))?;
    }
    let unreadable = || format!("cannot read the folder {}", from.display());
    for entry in fs::read_dir(from).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

fn read_file(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write_file(path: &Path, content: &str) -> Result<()> {
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::in_meta;

    #[test]
    fn policies_in_a_meta() {
        for (name, policy, expected) in [
            ("one line", "default-src 'none';\nimg-src 'self'\n", "default-src 'none'; img-src 'self'"),
            ("what no meta can say", "frame-ancestors 'none';\nimg-src 'self';\nreport-uri /r\n", "img-src 'self'"),
            ("no other origin's frames", "frame-src 'self' {frame}\n", "frame-src 'self'"),
            (
                "the worker's registration",
                "trusted-types mcp-cordon;\nimg-src 'self'\n",
                "trusted-types mcp-cordon lab-worker; img-src 'self'; worker-src 'self'",
            ),
        ] {
            assert_eq!(in_meta(policy), expected, "{name}");
        }
    }
}
