//! tests/README.md names what there is, and all of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../../README.md");
const BROWSER: &str = include_str!("../../browser/main.rs");
/// Programs of their own.
const PROGRAMS: &[&str] = &["bounded", "memory"];
/// What only a page can answer.
const ONLY_IN_PAGES: &[&str] = &["nodes"];

type Names = BTreeSet<String>;

struct Row {
    of: Vec<&'static str>,
    in_pages: Names,
    natively: Names,
    data: Names,
    package: Names,
    suites: Names,
    fuzz: Names,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The rows of the table below a heading.
fn rows(heading: &str) -> Vec<Row> {
    let (_, section) = PAGE.split_once(&format!("\n## {heading}\n")).expect("the page has the section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let lines = section.lines().filter(|line| line.starts_with("| ") && !line.contains("| natively |"));
    lines.map(row).collect()
}

fn row(line: &'static str) -> Row {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [_, of, in_pages, natively, data, package, suites, fuzz, _] = cells.as_slice() else {
        panic!("not a row: {line}");
    };
    let names = |cell: &str| cell.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Row {
        of: of.split(", ").collect(),
        in_pages: names(in_pages),
        natively: names(natively),
        data: names(data),
        package: names(package),
        suites: names(suites),
        fuzz: names(fuzz),
    }
}

fn both() -> Vec<Row> {
    rows("The modules of `src/`").into_iter().chain(rows("The rest")).collect()
}

fn named(column: impl Fn(&Row) -> &Names) -> Names {
    both().iter().flat_map(|row| column(row).clone()).collect()
}

fn names(of: impl IntoIterator<Item = impl Into<String>>) -> Names {
    of.into_iter().map(Into::into).collect()
}

fn compare(named: &Names, there: &Names) {
    let gone: Vec<_> = named.difference(there).collect();
    let missing: Vec<_> = there.difference(named).collect();
    assert!(gone.is_empty() && missing.is_empty(), "named and not there: {gone:?}; there and not named: {missing:?}");
}

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What stands in a folder of the repository under names with this ending, without it.
fn listed(folder: &str, ending: &str) -> Names {
    let entries = fs::read_dir(root().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let names = entries.map(|entry| entry.expect("the entry can be read").file_name().to_string_lossy().into_owned());
    names.filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect()
}

/// The modules of tests/it that hold tests, and whether these run in pages too.
fn modules() -> Vec<(String, bool)> {
    let folder = root().join("tests/it");
    let mut modules = Vec::new();
    for path in files(&folder) {
        let text = fs::read_to_string(&path).expect("the file can be read");
        let everywhere = text.contains("\ncommon::test! {");
        let natively = ["\n#[test]", "\n#[tokio::test", "\nproptest! {"].iter().any(|mark| text.contains(mark));
        let name = path.strip_prefix(&folder).expect("it is below").with_extension("");
        let name = name.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("::");
        if name != "main" && (everywhere || natively) {
            assert!(!(everywhere && natively), "{name}: what runs in pages is apart from what does not");
            modules.push((name, everywhere));
        }
    }
    modules
}

#[test]
fn every_module_of_src_has_a_row() {
    let rows = rows("The modules of `src/`");
    let of: BTreeSet<&str> = rows.iter().flat_map(|row| row.of.iter().copied()).collect();
    assert_eq!(of.len(), rows.iter().map(|row| row.of.len()).sum::<usize>(), "a module has one row");
    for module in &of {
        assert!(root().join("src").join(module).exists(), "src/{module} is no more");
    }
    let mut first: Names = listed("src", "");
    first.retain(|name| name != "lib.rs" && name != "bin");
    first.extend(listed("src/bin", "").into_iter().map(|name| format!("bin/{name}")));
    let missing: Vec<_> = first.iter().filter(|name| !of.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
    for row in self::rows("The rest") {
        for path in row.of {
            assert!(root().join(path).exists(), "{path} is no more");
        }
    }
}

#[test]
fn unit_tests_are_where_a_row_says_so() {
    let rows = rows("The modules of `src/`");
    let source = root().join("src");
    // The row of a file is the longest that fits.
    let row_of = |path: &Path| {
        let fits = |row: &&Row| row.of.iter().filter(|of| path.starts_with(of)).map(|of| of.len()).max();
        rows.iter().filter(|row| fits(row).is_some()).max_by_key(fits).map(|row| row.of.clone())
    };
    let mut with_tests = Names::new();
    for path in files(&source) {
        if fs::read_to_string(&path).is_ok_and(|text| text.contains("#[cfg(test)]")) {
            with_tests.extend(row_of(path.strip_prefix(&source).expect("it is below")).map(|of| of.join(", ")));
        }
    }
    let said = rows.iter().filter(|row| row.natively.contains("unit")).map(|row| row.of.join(", "));
    compare(&names(said), &with_tests);
}

#[test]
fn every_native_module_is_in_a_row() {
    let modules = modules();
    let in_pages = modules.iter().filter(|(_, everywhere)| *everywhere).map(|(name, _)| name.as_str());
    compare(&named(|row| &row.in_pages), &names(in_pages.chain(ONLY_IN_PAGES.iter().copied())));
    let natively = modules.iter().filter(|(_, everywhere)| !everywhere).map(|(name, _)| name.as_str());
    compare(&named(|row| &row.natively), &names(natively.chain(PROGRAMS.iter().copied()).chain(["unit"])));
    for program in PROGRAMS {
        assert!(root().join(format!("tests/{program}.rs")).exists(), "{program} is no more");
    }
}

/// tests/browser/main.rs lists each module whose tests are written for both.
#[test]
fn what_runs_in_pages_is_listed() {
    let mut listed = Names::new();
    let mut within: Vec<&str> = Vec::new();
    for line in BROWSER.lines().map(str::trim) {
        if line == "}" {
            within.pop();
        } else if let Some(name) = line.strip_prefix("mod ") {
            match (name.strip_suffix(" {"), name.strip_suffix(';')) {
                (Some(folder), _) => within.push(folder),
                (_, Some(name)) if name != "common" => {
                    listed.insert(within.iter().copied().chain([name]).collect::<Vec<_>>().join("::"));
                }
                _ => {}
            }
        }
    }
    let everywhere = modules().into_iter().filter(|(_, everywhere)| *everywhere).map(|(name, _)| name);
    compare(&listed, &names(everywhere.chain(ONLY_IN_PAGES.iter().map(|name| (*name).to_owned()))));
}

#[test]
fn every_file_suite_and_target_is_in_a_row() {
    compare(&named(|row| &row.data), &listed("tests/data", ""));
    compare(&named(|row| &row.package), &listed("tests/package", ".test.mjs"));
    compare(&named(|row| &row.suites), &suites());
    compare(&named(|row| &row.fuzz), &listed("fuzz/fuzz_targets", ".rs"));
    compare(&listed("fuzz/fuzz_targets", ".rs"), &names(crate::fuzz::TARGETS.iter().map(|(name, _)| *name)));
}

/// The keys of the table in tests/e2e/suites.mjs: what begins a line of it.
fn suites() -> Names {
    let text = text("tests/e2e/suites.mjs");
    let (_, table) = text.split_once("export const SUITES = {\n").expect("the suites are a table");
    let table = table.split("\n};").next().unwrap_or_default();
    let entries = table.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let names = entries.filter_map(|entry| entry.split_once(':'));
    names.map(|(name, _)| name.trim_matches('"').to_owned()).collect()
}
