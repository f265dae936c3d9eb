//! The account of what was removed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasher;

use serde::Serialize;

use crate::error::shorten;
pub use crate::finding::RemovalCode as Code;
use crate::finding::Severity;

/// What was removed or replaced, where and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Removal {
    /// Stable name.
    pub code: Code,
    /// How bad it would have been.
    pub severity: Severity,
    /// What kind of thing it was.
    pub what: What,
    /// The element's or the attribute's name.
    pub name: String,
    /// The value, shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The elements above it and its own: `ul > li > img`.
    pub path: String,
    /// The line of the input, from 1.
    pub line: u32,
    /// What it would have done.
    pub reason: String,
    /// How many of the same there were.
    pub count: u32,
}

/// What kind of thing was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum What {
    /// An element; with its content where the code says so.
    Element,
    /// An attribute.
    Attribute,
    /// A URL, and with it the attribute or the element that carried it.
    Url,
    /// A style.
    Style,
    /// Text.
    Text,
    /// A comment or a processing instruction.
    Comment,
}

/// Distinct removals that are listed one by one. Past this they are counted under their code alone, so that a
/// hostile input cannot make the report larger than itself.
const MOST_LISTED: usize = 5_000;
const LONGEST_VALUE: usize = 200;
/// What those are called that are not listed one by one.
const LEFT_OUT: &str = "…";
pub(super) const LONGEST_NAME: usize = 40;

/// Collects removals; the same one again is counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    removals: Vec<Removal>,
    /// By the hash of code, name and value; where another has the hash, the next number is this one's.
    seen: HashMap<u64, usize>,
    /// Off where the caller wants no report: then nothing is built.
    pub(crate) enabled: bool,
}

impl Report {
    pub(crate) fn new(enabled: bool) -> Self {
        Self { enabled, ..Self::default() }
    }

    /// `describe` says where and why; it is asked for the first of its kind alone.
    pub(crate) fn add(
        &mut self,
        code: Code,
        what: What,
        name: &str,
        value: Option<&str>,
        describe: impl FnOnce() -> (Place, String),
    ) {
        self.add_many(code, what, name, value, (code.severity(), 1), describe);
    }

    /// As [`Report::add`], for what was found `count` times at once, or is as bad as `severity` says here.
    pub(crate) fn add_many(
        &mut self,
        code: Code,
        what: What,
        name: &str,
        value: Option<&str>,
        (severity, count): (Severity, u32),
        describe: impl FnOnce() -> (Place, String),
    ) {
        let (name, value) = (cut(name, LONGEST_NAME), value.map(|value| cut(value, LONGEST_VALUE)));
        let full = self.seen.len() >= MOST_LISTED;
        let found = match self.find(code, &name, value.as_deref()) {
            Err(_) if full => self.find(code, LEFT_OUT, None),
            found => found,
        };
        let hash = match found {
            Ok(at) => {
                let removal = &mut self.removals[at];
                removal.count = removal.count.saturating_add(count);
                // Worst first: one stray character and a message spelt in the same characters may share an entry.
                removal.severity = removal.severity.min(severity);
                return;
            }
            Err(hash) => hash,
        };
        self.seen.insert(hash, self.removals.len());
        let (name, value) = if full { (LEFT_OUT.into(), None) } else { (name, value) };
        let (Place { path, line }, reason) = describe();
        let (name, value) = (name.into_owned(), value.map(Cow::into_owned));
        let reason = shorten(&reason, LONGEST_VALUE);
        self.removals.push(Removal { code, severity, what, name, value, path, line, reason, count });
    }

    /// Where the same removal is, or the number under which it is to be found.
    fn find(&self, code: Code, name: &str, value: Option<&str>) -> Result<usize, u64> {
        let mut hash = self.seen.hasher().hash_one((code.as_str(), name, value));
        while let Some(at) = self.seen.get(&hash) {
            let held = &self.removals[*at];
            if held.code == code && held.name == name && held.value.as_deref() == value {
                return Ok(*at);
            }
            hash = hash.wrapping_add(1);
        }
        Err(hash)
    }

    pub(crate) fn into_removals(self) -> Vec<Removal> {
        self.removals
    }
}

/// As [`shorten`], without a copy of what is short and has nothing in it that a report must not hold.
fn cut(text: &str, most: usize) -> Cow<'_, str> {
    let is_plain = text.len() <= most && text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if is_plain { text.into() } else { shorten(text, most).into() }
}

/// Where in the input something stood.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) line: u32,
}

impl Place {
    /// The input as a whole.
    pub(crate) fn whole() -> Self {
        Self { path: String::new(), line: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_again_is_counted_and_is_as_bad_as_its_worst() {
        let mut report = Report::new(true);
        for (value, severity, count) in [
            ("a", Severity::Low, 1),
            ("a", Severity::Medium, 3),
            ("a", Severity::Low, u32::MAX),
            ("b", Severity::Low, 2),
        ] {
            let describe = || (Place { path: "p".into(), line: 1 }, String::new());
            let weight = (severity, count);
            report.add_many(Code::TextZeroWidth, What::Text, "#text", Some(value), weight, describe);
        }
        let counted: Vec<_> =
            report.into_removals().into_iter().map(|one| (one.value, one.severity, one.count)).collect();
        let expected = [(Some("a".to_owned()), Severity::Medium, u32::MAX), (Some("b".to_owned()), Severity::Low, 2)];
        assert_eq!(counted, expected);
    }
}
