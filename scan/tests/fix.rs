//! What is rewritten scans clean, and only what was found is touched.

#![allow(clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

use cordon_scan::{Input, fix, scan_files};

/// Pairs that are rewritten, at least.
const LEAST: usize = 15;

/// A file before and after; `None`, if it is left alone.
fn fixed(name: &str, text: &str) -> Option<String> {
    let scan = scan_files(vec![Input::new(name, text)]);
    let edits = fix::edits(text, scan.findings.iter());
    (!edits.is_empty()).then(|| fix::rewritten(text, &edits))
}

#[test]
fn each_pair_that_is_rewritten_scans_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/scan");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for entry in fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        for file in fs::read_dir(&path).expect("a folder") {
            let file = file.expect("an entry").path();
            let name = file.file_name().and_then(|name| name.to_str()).expect("a name");
            let text = fs::read_to_string(&file).expect("a text");
            let Some(new) = fixed(name, &text).filter(|_| name.starts_with("vulnerable.")) else { continue };
            count += 1;
            let again = scan_files(vec![Input::new(name, new.as_str())]);
            if !again.findings.is_empty() || !again.unread.is_empty() {
                wrong.push(format!("{}: {:?} {:?}\n{new}", path.display(), again.findings, again.unread));
            }
            println!("{}", path.file_name().and_then(|name| name.to_str()).expect("a name"));
        }
    }
    println!("{count} rewritten");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= LEAST, "{count}");
}

#[test]
fn options_go_with_their_commas() {
    for (before, after) in [
        ("{ ALLOW_UNKNOWN_PROTOCOLS: true }", "{}"),
        ("{ ALLOW_UNKNOWN_PROTOCOLS: true, FORBID_TAGS: [\"a\"] }", "{ FORBID_TAGS: [\"a\"] }"),
        ("{ FORBID_TAGS: [\"a\"], ALLOW_UNKNOWN_PROTOCOLS: true }", "{ FORBID_TAGS: [\"a\"] }"),
        ("{\n    ALLOW_UNKNOWN_PROTOCOLS: true,\n    FORBID_TAGS: [\"a\"],\n}", "{\n    FORBID_TAGS: [\"a\"],\n}"),
        ("{\n    FORBID_TAGS: [\"a\"],\n    ALLOW_UNKNOWN_PROTOCOLS: true\n}", "{\n    FORBID_TAGS: [\"a\"]\n}"),
        ("{ ADD_TAGS: [\"script\"] }", "{}"),
    ] {
        let of = |options: &str| {
            format!(
                "import DOMPurify from \"dompurify\";\nexport const clean = (html) => DOMPurify.sanitize(html, {options});\n"
            )
        };
        assert_eq!(fixed("show.js", &of(before)), Some(of(after)), "{before}");
    }
    // Another option's words, a list with more in it, a comment where the comma should be.
    for options in
        ["{ ADD_TAGS: [\"script\", \"math\"] }", "{ ALLOW_UNKNOWN_PROTOCOLS: true /* why? */, FORBID_TAGS: [] }"]
    {
        let text = format!(
            "import DOMPurify from \"dompurify\";\nexport const clean = (html) => DOMPurify.sanitize(html, {options});\n"
        );
        assert_eq!(fixed("show.js", &text), None, "{options}");
    }
}

#[test]
fn headers_are_exposed() {
    let express = "import cors from \"cors\";\nimport { McpServer } from \"@modelcontextprotocol/sdk/server/mcp.js\";\n\napp.use(";
    let python = "from fastmcp import FastMCP\nfrom starlette.middleware.cors import CORSMiddleware\n\napp.add_middleware(CORSMiddleware, ";
    let origin = "\"https://client.example\"";
    for (name, head, before, after) in [
        (
            "a.js",
            express,
            format!("cors({{ origin: {origin} }}));"),
            format!("cors({{ exposedHeaders: [\"Mcp-Session-Id\"], origin: {origin} }}));"),
        ),
        ("a.js", express, "cors());".to_owned(), "cors({ exposedHeaders: [\"Mcp-Session-Id\"] }));".to_owned()),
        (
            "a.js",
            express,
            format!("cors({{\n    origin: {origin},\n}}));"),
            format!("cors({{\n    exposedHeaders: [\"Mcp-Session-Id\"],\n    origin: {origin},\n}}));"),
        ),
        (
            "a.js",
            express,
            format!("cors({{ origin: {origin}, exposedHeaders: [\"Link\"] }}));"),
            format!("cors({{ origin: {origin}, exposedHeaders: [\"Mcp-Session-Id\", \"Link\"] }}));"),
        ),
        (
            "a.py",
            python,
            format!("allow_origins=[{origin}])"),
            format!("allow_origins=[{origin}], expose_headers=[\"Mcp-Session-Id\"])"),
        ),
        (
            "a.py",
            python,
            format!("\n    allow_origins=[{origin}],\n)"),
            format!("\n    allow_origins=[{origin}],\n    expose_headers=[\"Mcp-Session-Id\"],\n)"),
        ),
    ] {
        assert_eq!(fixed(name, &format!("{head}{before}")), Some(format!("{head}{after}")), "{before}");
    }
}
