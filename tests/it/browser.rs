//! What JavaScript and Rust each write down for themselves is the same on both sides.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use mcp_cordon::cors::Asked;
use mcp_cordon::endpoint::{FIELDS, GRANTS};
use mcp_cordon::fetch_metadata::Facts;
use mcp_cordon::guard::Api;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands between `before` and `after`.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{before:?} stands in the file"));
    rest.split_once(after).unwrap_or_else(|| panic!("{after:?} follows {before:?}")).0
}

/// The strings of a list, in order.
fn strings(list: &str) -> Vec<&str> {
    list.split('"').skip(1).step_by(2).collect()
}

#[test]
fn header_fields() {
    let adapters = read("pkg-template/entry/adapters.js");
    assert_eq!(strings(between(&adapters, "const FIELDS = [", "]")), FIELDS);
    assert_eq!(strings(between(&adapters, "const GRANTS = [", "]")), GRANTS);
    // The two that isolation and CORS both ask for.
    assert_eq!(Facts::FIELDS[6..], Asked::FIELDS[..2]);
    assert!(FIELDS.iter().chain(&GRANTS).all(|name| *name == name.to_ascii_lowercase()), "Node has no other names");
}

/// Functions of the guard's scripts whose first argument is an API's name.
const ASKING: &[&str] = &["allows(", "judged(", "wrapUrlConstructor(", "loader("];

/// Every name that a surface asks by, with the file that does. `api` is a parameter: whoever calls with it is in `ASKING`.
fn asked_for() -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/browser/guard");
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let file = entry.expect("the entry can be read").file_name().to_string_lossy().into_owned();
        if !file.ends_with(".js") {
            continue;
        }
        let text = read(&format!("src/browser/guard/{file}"));
        for asking in ASKING {
            for (at, _) in text.match_indices(asking) {
                let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
                if text[..at].ends_with(is_word) {
                    continue;
                }
                let argument = text[at + asking.len()..].split([',', ')']).next().unwrap_or_default().trim();
                let name = match argument {
                    "api" => continue,
                    "API" => between(&text, "const API = \"", "\""),
                    literal => {
                        let inner = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
                        inner.unwrap_or_else(|| panic!("{file}: {asking}{literal}: is no name that can be read here"))
                    }
                };
                names.insert(name.to_owned(), file.clone());
            }
        }
    }
    names
}

/// A name that Rust does not know is refused without a report; one that no surface asks by is dead.
#[test]
fn names_of_apis() {
    let asked = asked_for();
    for (name, file) in &asked {
        assert!(Api::named(name).is_some(), "{file} asks by {name:?}, which guard.rs does not know");
    }
    let asked: BTreeSet<&str> = asked.keys().map(String::as_str).collect();
    assert_eq!(Api::all().map(Api::name).collect::<BTreeSet<_>>(), asked);
}

/// HTML's words are split, stripped and compared by HTML's rules (`html.js`): JavaScript's take other characters for white space
/// and for letters.
#[test]
fn words_are_read_as_html_reads_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/browser/guard");
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let file = entry.expect("the entry can be read").file_name().to_string_lossy().into_owned();
        let text = read(&format!("src/browser/guard/{file}"));
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code.filter(|_| file.ends_with(".js")) {
            for word in
                ["\\s", "\\w", "\\b", "trim", "toLowerCase", "toUpperCase", "toLocale", "\"split\"", "normalize"]
            {
                assert!(!line.contains(word), "{file}: {word} in {line:?}");
            }
        }
    }
}

/// The numbers of an instruction, and what an element's is counted from.
#[test]
fn instructions_for_nodes() {
    let script = read("src/browser/natives.js");
    let writer = read("src/browser/nodes.rs");
    for name in ["TEXT", "CLOSE", "OPEN"] {
        let reads = between(&script, &format!("const {name} = "), ";");
        assert_eq!(between(&writer, &format!("const {name}: u32 = "), ";"), reads, "{name}");
    }
    let events = read("src/html/events.rs");
    let spaces = between(&events, "enum Namespace {", "}").split(',').filter_map(|variant| variant.lines().last());
    let namespace = |space: &str| between(&events, &format!("Self::{space} => \"http"), "\"").to_owned();
    let spaces: Vec<String> = spaces.map(str::trim).filter(|space| !space.is_empty()).map(namespace).collect();
    let built = strings(between(&script, "const NAMESPACES = [", "]"));
    assert_eq!(built.iter().map(|uri| uri.trim_start_matches("http")).collect::<Vec<_>>(), spaces);
}
