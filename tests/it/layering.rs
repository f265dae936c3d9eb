//! Who may import whom. The rules are those of ARCHITECTURE.md.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A module of the crate and those it may import. What is not listed may be imported by nobody.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("finding", &[]),
    ("source", &["error", "finding"]),
    ("policy", &["error", "finding", "source"]),
    ("limits", &[]),
    ("html", &["error", "limits"]),
    ("markdown", &["html"]),
    ("sanitizer", &["error", "finding", "source", "policy", "limits", "html", "markdown"]),
    ("csp", &["error", "finding", "source", "policy"]),
    ("speculation", &["error", "finding", "source", "policy"]),
    ("fetch_metadata", &["error", "finding", "source", "policy"]),
    ("cors", &["error", "finding", "source", "policy"]),
    ("guard", &["error", "finding", "source", "policy", "csp", "sanitizer"]),
    ("endpoint", &["error", "fetch_metadata", "cors"]),
    ("tower", &["error", "fetch_metadata", "cors", "endpoint"]),
    (
        "audit",
        &[
            "error",
            "finding",
            "source",
            "policy",
            "csp",
            "speculation",
            "fetch_metadata",
            "cors",
            "sanitizer",
            "guard",
            "limits",
            "html",
        ],
    ),
    (
        "browser",
        &[
            "error",
            "finding",
            "source",
            "policy",
            "csp",
            "speculation",
            "fetch_metadata",
            "cors",
            "html",
            "markdown",
            "sanitizer",
            "guard",
            "endpoint",
            "audit",
        ],
    ),
];

/// A module of the sanitizer and those of the sanitizer that it may import. Those stand above it in the list, so
/// that there is no circle.
const SANITIZER_MAY_IMPORT: &[(&str, &[&str])] = &[
    ("allowlist", &[]),
    ("report", &[]),
    ("text", &[]),
    ("options", &["allowlist", "text"]),
    ("output", &["allowlist"]),
    ("url", &["allowlist", "options", "report"]),
    ("walk", &["allowlist", "options", "output", "report", "text", "url"]),
    ("fixpoint", &["options", "output", "report", "walk"]),
    // The products.
    ("tool_output", &["fixpoint", "options", "output", "report"]),
    ("markdown", &["options", "tool_output"]),
    ("stream", &["allowlist", "options", "output", "report", "text", "tool_output"]),
    ("sandbox", &["options", "output", "tool_output"]),
    ("check_url", &["options", "report", "url"]),
    ("tool_result", &["allowlist", "check_url", "markdown", "options", "output", "report", "text", "tool_output"]),
];

/// A surface of the guard, a script file each, may import these and no other surface: the platform's functions, the frame,
/// HTML's words, the shadow trees that they declare, what a sandbox says, a user's activation, and the realms, which surfaces that make one hand it to.
const SURFACE_MAY_IMPORT: &[&str] =
    &["../natives.js", "./wrap.js", "./html.js", "./declared.js", "./sandbox.js", "./activation.js", "./realm.js"];
/// `page.js` names them all.
const GUARD_FRAME: &[&str] = &["page.js"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(below: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(below).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The code of a file without its comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("the file can be read");
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// What stands between the commas of a group, up to the brace that ends it; a group within it belongs to its item.
fn in_group(group: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' | ',' if depth == 0 => {
                items.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        if c == '}' && start == at + 1 {
            break;
        }
    }
    items
}

/// The first path segment after each `prefix`, groups in braces included.
fn named_after(code: &str, prefix: &str) -> BTreeSet<String> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let boundary = code[..at].chars().next_back().is_none_or(|c| !is_name(c) && c != ':');
        let rest = &code[at + prefix.len()..];
        if !boundary {
            continue;
        }
        let items = match rest.strip_prefix('{') {
            Some(group) => in_group(group),
            None => vec![rest],
        };
        for item in items {
            names.extend(
                item.trim().split(|c: char| !is_name(c)).next().filter(|name| !name.is_empty()).map(str::to_owned),
            );
        }
    }
    names
}

#[test]
fn modules_import_downwards_only() {
    let source = root().join("src");
    let mut seen = BTreeSet::new();
    let mut breaches = Vec::new();
    for file in rust_files(&source) {
        let relative = file.strip_prefix(&source).expect("the file is below src");
        let module = relative.iter().next().expect("the path is not empty").to_string_lossy().replace(".rs", "");
        // The command line is a crate of its own.
        if module == "lib" || module == "bin" {
            continue;
        }
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            breaches.push(format!("{} is in no rule", relative.display()));
            continue;
        };
        seen.insert(module.clone());
        for import in named_after(&code(&file), "crate::") {
            if import != module && !allowed.contains(&import.as_str()) {
                breaches.push(format!("{} imports {import}", relative.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    let listed: BTreeSet<_> = MAY_IMPORT.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(seen, listed, "every rule is about a module that exists");
}

/// Tables, options, URLs, the walk, the loop around it, products: nothing asks what is made of it.
#[test]
fn the_sanitizer_is_built_from_below() {
    for (at, (module, allowed)) in SANITIZER_MAY_IMPORT.iter().enumerate() {
        let above = &SANITIZER_MAY_IMPORT[..at];
        let stands_above = |import: &&str| above.iter().any(|(name, _)| name == import);
        assert!(allowed.iter().all(stands_above), "{module} may import only what stands above it");
    }
    let folder = root().join("src/sanitizer");
    let mut seen = BTreeSet::new();
    let mut breaches = Vec::new();
    for file in rust_files(&folder) {
        let relative = file.strip_prefix(&folder).expect("the file is in the folder");
        let path = relative.with_extension("");
        let path = if path.ends_with("mod") { path.parent().unwrap_or(&path) } else { &path };
        let code = code(&file);
        let Some(module) = path.iter().next().map(|module| module.to_string_lossy().into_owned()) else {
            let is_logic = ["fn ", "struct ", "enum ", "impl "].iter().any(|word| code.contains(word));
            assert!(!is_logic, "mod.rs has the argument and the exports alone");
            continue;
        };
        let Some((_, allowed)) = SANITIZER_MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            breaches.push(format!("{} is in no rule", relative.display()));
            continue;
        };
        let ahead_of_tests = code.split("#[cfg(test)]").next().unwrap_or_default();
        for prefix in ["super::".repeat(path.iter().count()), "crate::sanitizer::".to_owned()] {
            for import in named_after(&code, &prefix) {
                // An export of mod.rs is no module, so none can be reached by way of it.
                if import != module && !allowed.contains(&import.as_str()) {
                    breaches.push(format!("{} imports {import}", relative.display()));
                }
            }
            if ahead_of_tests.contains(&format!(" {prefix}*")) {
                breaches.push(format!("{} imports all there is", relative.display()));
            }
        }
        seen.insert(module);
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    let listed: BTreeSet<_> = SANITIZER_MAY_IMPORT.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(seen, listed, "every rule is about a module that exists");
}

#[test]
fn surfaces_of_the_guard_do_not_know_each_other() {
    let folder = root().join("src/browser/guard");
    let page = fs::read_to_string(folder.join("page.rs")).expect("the file can be read");
    let mut surfaces = 0;
    for entry in fs::read_dir(&folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        let name = path.file_name().expect("the file has a name").to_string_lossy().into_owned();
        if !name.ends_with(".js") || GUARD_FRAME.contains(&name.as_str()) {
            continue;
        }
        surfaces += 1;
        let text = fs::read_to_string(&path).expect("the file can be read");
        for line in text.lines().filter(|line| line.contains("import ") || line.contains(" from ")) {
            let Some(from) = line.split('"').nth(1).filter(|from| from.ends_with(".js")) else { continue };
            assert!(SURFACE_MAY_IMPORT.contains(&from), "{name} imports {from}");
        }
        // What a script can put in the way of: iteration by an array's own iterator.
        let code: Vec<_> = text.lines().map(|line| line.split("// ").next().unwrap_or_default()).collect();
        for taboo in ["for (const [", "(const one of", " of list", "...args)", "const ["] {
            assert!(!code.iter().any(|line| line.contains(taboo)), "{name} has {taboo:?}");
        }
        assert!(
            name == "pinned_csp.js" || page.contains(&format!("guard/{name}\"")),
            "page.rs does not bring {name} along"
        );
    }
    assert!(surfaces >= 15, "the surfaces were found");
}

/// The command line reaches the library as any other program does; its subcommands do not know each other.
#[test]
fn the_command_line_uses_the_library_alone() {
    let folder = root().join("src/bin/cordon");
    let mut files = 0;
    for file in rust_files(&folder) {
        files += 1;
        let imports = named_after(&code(&file), "crate::");
        for import in &imports {
            assert!(
                ["failure", "input", "output", "report"].contains(&import.as_str()),
                "{} imports {import}",
                file.display()
            );
        }
    }
    assert!(files >= 8, "the files were found");
}

#[test]
fn only_the_browser_knows_webassembly() {
    for file in rust_files(&root().join("src")) {
        if file.starts_with(root().join("src/browser")) {
            continue;
        }
        let code = code(&file);
        for name in ["wasm_bindgen", "js_sys", "web_sys", "serde_wasm_bindgen"] {
            assert!(!code.contains(name), "{} names {name}", file.display());
        }
    }
}

#[test]
fn a_file_is_read_in_one_sitting() {
    const MOST_LINES: usize = 500;
    let files = ["src", "scan/src"].iter().flat_map(|part| rust_files(&root().join(part)));
    let lines = |path: &Path| fs::read_to_string(path).expect("a source file is read").lines().count();
    let long: Vec<PathBuf> = files.filter(|path| lines(path) > MOST_LINES).collect();
    assert_eq!(long, Vec::<PathBuf>::new(), "over {MOST_LINES} lines");
}

/// A variant that is added later breaks whoever matches on an enum of ours, unless the enum says that there will be more, or
/// its docs say why there will be none.
#[test]
fn enums_are_open_or_say_why_not() {
    let mut seen = 0;
    for file in rust_files(&root().join("src")) {
        if ["src/bin", "src/browser"].iter().any(|folder| file.starts_with(root().join(folder))) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("the file can be read");
        let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("pub enum ")) {
            seen += 1;
            let mut about =
                lines[..at].iter().rev().take_while(|line| line.starts_with("#[") || line.starts_with("///"));
            let is_said = about.any(|line| *line == "#[non_exhaustive]" || line.starts_with("/// Closed"));
            assert!(is_said, "{}: {line}", file.display());
        }
    }
    assert!(seen >= 40, "the enums were found");
}

/// What a native build of the library depends on, with these features.
fn tree(features: &[&str]) -> Vec<String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--edges", "normal", "--target", "x86_64-unknown-linux-gnu", "--prefix", "none"])
        .args(["--package", "mcp-cordon", "--features", &features.join(",")])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let tree = String::from_utf8_lossy(&tree.stdout);
    assert!(tree.contains("html5ever"), "the tree was printed: {tree}");
    tree.lines().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_native_build_has_no_wasm_crate() {
    let tree = tree(&[]);
    for name in ["wasm-bindgen", "js-sys", "web-sys"] {
        assert!(!tree.iter().any(|held| held.starts_with(name)), "{name} is in the tree");
    }
}

#[test]
fn a_library_has_nothing_of_its_features() {
    let library = tree(&[]);
    for (feature, names) in [
        ("cli", &["clap", "clap_complete", "ureq", "rustls"][..]),
        ("tower", &["http", "tower-layer", "tower-service", "tracing"]),
    ] {
        let with = tree(&[feature]);
        for name in names {
            assert!(with.iter().any(|held| held == name), "{name} is not in the tree of {feature}");
            assert!(!library.iter().any(|held| held == name), "{name} is in the library's tree");
        }
    }
}

/// The page, the package's entry and the examples reach the crate through what it exports, never into its files.
#[test]
fn the_page_uses_the_package_alone() {
    let mut files = 0;
    for folder in ["www/src", "pkg-template/entry", "examples/express-mcp-server", "examples/react-chat/src"] {
        for entry in fs::read_dir(root().join(folder)).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            let text = fs::read_to_string(&path).unwrap_or_default();
            files += 1;
            for reach in ["/src/browser", "../../src/", "../../pkg", "_bg.wasm"] {
                assert!(!text.contains(reach), "{} reaches for {reach}", path.display());
            }
        }
    }
    assert!(files >= 3, "the files were found");
}
