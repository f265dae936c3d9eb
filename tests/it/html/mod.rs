//! HTML as a parser sees it, against other parsers and the standard's own suite.

mod agree;
pub(crate) mod tokenizer;
mod tree;

use std::ops::Range;
use std::sync::LazyLock;

use serde_json::Value;

use crate::common::markup::{Random, fragment, mutated, pile};

/// The seeds of a test's inputs. `CORDON_FRAGMENTS` names another number, `CORDON_FIRST` another beginning.
fn seeds(usual: u64) -> Range<u64> {
    let asked = |name, usual| std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(usual);
    let first = asked("CORDON_FIRST", 0);
    first..first + asked("CORDON_FRAGMENTS", usual)
}

/// Every input of the rows, one after the other: what somebody thought of is what is worth changing.
static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let rows: Value = serde_json::from_str(include_str!("../../data/sanitizer.json")).expect("the rows are JSON");
    let rows = rows.as_array().or_else(|| rows["rows"].as_array()).expect("the rows are a list").clone();
    rows.iter().filter_map(|row| row["input"].as_str()).collect::<Vec<_>>().join("\n")
});

/// Tags that belong together, rows that were changed, or a pile of pieces.
fn made(seed: u64, random: &mut Random) -> String {
    match random.below(8) {
        0..=3 => fragment(random),
        4..=6 => mutated(random, &DOCUMENT),
        _ => pile(seed),
    }
}
