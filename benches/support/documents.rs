//! The documents that `cargo xtask bench` gathers.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A document that `cargo xtask bench` gathered.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) html: String,
    /// A part of a page, as tools return it.
    pub(crate) fragment: bool,
}

/// # Errors
/// A message that says how to get the documents.
pub(crate) fn documents() -> Result<Vec<Document>, String> {
    let folder = target().join("bench/documents");
    let read = |path: PathBuf| {
        fs::read_to_string(&path).map_err(|error| {
            format!("{}: {error}; `cargo xtask bench --native` gathers the documents and runs this", path.display())
        })
    };
    let index: Vec<Value> =
        serde_json::from_str(&read(folder.join("index.json"))?).map_err(|error| error.to_string())?;
    let document = |row: &Value| {
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let html = read(folder.join(field("file")))?;
        Ok(Document { name: field("name"), html, fragment: row["fragment"] == true })
    };
    index.iter().map(document).collect()
}

/// Cargo's target directory, wherever it is.
fn target() -> PathBuf {
    let below = Path::new(env!("CARGO_TARGET_TMPDIR"));
    below.parent().unwrap_or(below).to_owned()
}
