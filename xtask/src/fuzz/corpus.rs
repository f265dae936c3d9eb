//! The seeds of a target: the rows of the tests' data, and `fuzz/seeds/<target>.txt` for what no row says.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace::Workspace;

type Take = fn(&Value) -> Option<String>;

/// Where a target's seeds come from.
struct Source {
    target: &'static str,
    /// A file of `tests/data`, and how one of its rows becomes an input.
    rows: &'static [(&'static str, Take)],
    /// What chooses the options: see `fuzz/src/choice.rs`. Each seed is written once for each.
    headers: &'static [&'static str],
}

const SOURCES: &[Source] = &[
    // Markup; rich; text; a policy that lists resources.
    Source {
        target: "sanitize",
        rows: &[("sanitizer.json", input), ("text.json", input)],
        headers: &["000", "160", "200", "031"],
    },
    Source { target: "markdown", rows: &[("sanitizer.json", input)], headers: &["000", "130"] },
    Source { target: "result", rows: &[("result.json", json_input), ("text.json", input)], headers: &["0000", "0302"] },
    Source { target: "text", rows: &[("text.json", input)], headers: &["000", "060"] },
    Source { target: "policy", rows: &[("csp_match.json", csp)], headers: &["000"] },
    Source { target: "audit", rows: &[("csp_audit.json", headers)], headers: &["000", "030"] },
    Source { target: "agree", rows: &[("sanitizer.json", input)], headers: &["000", "160"] },
    // Markdown at each character; HTML that waits, in longer parts; plain text.
    Source {
        target: "stream",
        rows: &[("markdown.json", input), ("sanitizer.json", input)],
        headers: &["00000", "00013", "16043", "16014", "00020"],
    },
    Source { target: "scan", rows: &[("scan.json", code)], headers: &[""] },
];

/// A vulnerable file with its name, and those beside it, as one input.
fn code(row: &Value) -> Option<String> {
    let (name, file) = (row["name"].as_str()?, row["file"].as_str()?);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/scan").join(name);
    let mut names: Vec<String> =
        fs::read_dir(&folder).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.retain(|name| name != file && !name.starts_with("fixed."));
    names.sort();
    names.insert(0, file.to_owned());
    let one = |name: &String| Some(format!("{name}\n{}", fs::read_to_string(folder.join(name)).ok()?));
    Some(names.iter().map(one).collect::<Option<Vec<_>>>()?.join("\n====\n"))
}

fn input(row: &Value) -> Option<String> {
    row["input"].as_str().map(str::to_owned)
}

fn json_input(row: &Value) -> Option<String> {
    row.get("input").map(Value::to_string)
}

fn csp(row: &Value) -> Option<String> {
    let headers = row["headers"].as_array()?.iter().chain(row["meta"].as_array()?).filter_map(Value::as_str);
    Some(headers.chain(row["url"].as_str()).collect::<Vec<_>>().join("\n"))
}

fn headers(row: &Value) -> Option<String> {
    let line = |(name, value): (&String, &Value)| {
        let values = value.as_array().map_or_else(|| vec![value], |values| values.iter().collect());
        values.into_iter().filter_map(Value::as_str).map(|value| format!("{name}: {value}")).collect::<Vec<_>>()
    };
    Some(row["headers"].as_object()?.iter().flat_map(line).collect::<Vec<_>>().join("\n"))
}

/// Ends an entry of a file of seeds.
const END: &str = "\n%%\n";

/// Writes the seeds of `target` to `folder`, one a file, and says how many there are.
pub(super) fn write(workspace: &Workspace, target: &str, folder: &Path) -> Result<usize> {
    let source = SOURCES.iter().find(|source| source.target == target);
    let source = source.with_context(|| format!("no seeds are named for {target}"))?;
    let mut seeds = Vec::new();
    for (file, take) in source.rows {
        let path = workspace.root.join("tests/data").join(file);
        let rows: Vec<Value> =
            serde_json::from_str(&read(&path)?).with_context(|| format!("{file} is no list of rows"))?;
        seeds.extend(rows.iter().filter_map(take));
    }
    let own = read(&workspace.root.join("fuzz/seeds").join(format!("{target}.txt")))?;
    seeds.extend(own.trim_end_matches('\n').split(END).map(str::to_owned));
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (index, seed) in seeds.iter().enumerate() {
        for header in source.headers {
            let path = folder.join(format!("{index:04}-{header}"));
            fs::write(&path, format!("{header}{seed}")).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(seeds.len() * source.headers.len())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
