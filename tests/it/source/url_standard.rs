//! The URL standard's published test data, against the parser that decides natively.
//!
//! The data is read where the `url` crate's own sources carry it, so none of it is copied here. In a browser the browser's
//! parser decides, which is held to the same data elsewhere. What does not agree is listed in
//! `data/url_expected_failures.txt`; a row there that agrees, or that is in the data no more, is a failure too.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use mcp_cordon::source::Url;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Row {
    input: String,
    base: Option<String>,
    #[serde(default)]
    failure: bool,
    #[serde(default)]
    href: String,
    #[serde(default)]
    protocol: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    hostname: String,
    #[serde(default)]
    port: String,
    #[serde(default)]
    pathname: String,
    origin: Option<String>,
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("what it prints is UTF-8")
}

/// Where the `url` crate that this build uses has its test data.
fn data() -> PathBuf {
    let version = output("rustc", &["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let metadata = output(env!("CARGO"), &["metadata", "--format-version=1", "--locked", "--filter-platform", host]);
    let metadata: Value = serde_json::from_str(&metadata).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let manifests: Vec<_> = packages.iter().filter(|package| package["name"] == "url").collect();
    let [package] = manifests.as_slice() else { panic!("one version of the url crate, not {}", manifests.len()) };
    let manifest = PathBuf::from(package["manifest_path"].as_str().expect("a package has a manifest"));
    manifest.with_file_name("tests").join("urltestdata.json")
}

fn rows() -> Vec<Row> {
    let path = data();
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows: Vec<Value> = serde_json::from_str(&text).expect("the data is a list");
    // Strings between the rows are headings.
    let rows = rows.into_iter().filter(Value::is_object);
    rows.map(|row| serde_json::from_value(row).expect("a row has the fields")).collect()
}

/// What disagrees, in words.
fn disagreement(row: &Row) -> Option<String> {
    let base = match &row.base {
        None => None,
        Some(base) => match Url::parse(base, None) {
            Some(base) => Some(base),
            None => return (!row.failure).then(|| "the base does not parse".to_owned()),
        },
    };
    let url = match (Url::parse(&row.input, base.as_ref()), row.failure) {
        (None, true) => return None,
        (None, false) => return Some(format!("fails, expected {}", row.href)),
        (Some(url), true) => return Some(format!("parses as {}, expected failure", url.href())),
        (Some(url), false) => url,
    };
    let special = matches!(url.scheme(), "http" | "https" | "ws" | "wss");
    let port = match (row.port.as_str(), url.scheme()) {
        ("", "http" | "ws") => Some(80),
        ("", "https" | "wss") => Some(443),
        ("", "ftp") => Some(21),
        (port, _) => port.parse().ok(),
    };
    // Not every row states an origin. That of a `blob:` URL is opaque to us.
    let origin = match (&row.origin, special) {
        (None, _) => url.origin().to_string(),
        (Some(origin), true) => origin.clone(),
        (Some(_), false) => "null".to_owned(),
    };
    let got = format!(
        "{} | {}: | {} | {:?} | {} | {} | {}",
        url.href(),
        url.scheme(),
        url.host().unwrap_or_default(),
        url.port(),
        url.path(),
        url.has_credentials(),
        url.origin()
    );
    let credentials = !row.username.is_empty() || !row.password.is_empty();
    let expected = format!(
        "{} | {} | {} | {port:?} | {} | {credentials} | {origin}",
        row.href, row.protocol, row.hostname, row.pathname
    );
    (got != expected).then(|| format!("{got}\n  expected {expected}"))
}

/// A row's name: on one line, whatever its input.
fn name(row: &Row) -> String {
    match &row.base {
        Some(base) => format!("{:?} against {base:?}", row.input),
        None => format!("{:?}", row.input),
    }
}

#[test]
fn the_published_rows() {
    let listed: BTreeSet<_> = include_str!("../../data/url_expected_failures.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .map(str::to_owned)
        .collect();
    let rows = rows();
    assert!(rows.len() > 800, "the data is whole: {} rows", rows.len());
    let mut failed = BTreeSet::new();
    let mut unlisted = Vec::new();
    for row in &rows {
        if let Some(disagreement) = disagreement(row) {
            let name = name(row);
            if !listed.contains(&name) {
                unlisted.push(format!("{name}\n  {disagreement}"));
            }
            failed.insert(name);
        }
    }
    let stale: Vec<_> = listed.difference(&failed).cloned().collect();
    assert!(unlisted.is_empty(), "{} of {} rows disagree:\n{}", unlisted.len(), rows.len(), unlisted.join("\n"));
    assert!(stale.is_empty(), "listed, and agree or are gone:\n{}", stale.join("\n"));
}

/// Spellings that look like a serialized URL's, and are none.
#[test]
fn what_the_parser_writes_otherwise() {
    for (written, href) in [
        ("https://a.test:08/", "https://a.test:8/"),
        ("https://a.test:443/", "https://a.test/"),
        ("http://010.0.0.1/", "http://8.0.0.1/"),
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://12/", "http://0.0.0.12/"),
        ("https://a.test/..", "https://a.test/"),
        ("https://a.test/x/./y", "https://a.test/x/y"),
        ("https://A.test/", "https://a.test/"),
        ("https://a.test/é", "https://a.test/%C3%A9"),
    ] {
        assert_eq!(Url::parse(written, None).expect("the URL is valid").href(), href);
    }
}
