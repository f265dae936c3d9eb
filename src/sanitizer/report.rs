//! The account of what was removed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

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
/// Removals of the same digest that are looked through. Only who computes such an input has more: they are left out.
const MOST_ALIKE: usize = 8;

/// Collects removals; the same one again is counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    removals: Vec<Removal>,
    /// By the digest of code, name and value; where another has the digest, the next number is this one's.
    seen: HashMap<u64, usize, BuildHasherDefault<Digested>>,
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
        let mut full = self.seen.len() >= MOST_LISTED;
        let found = match self.find(code, &name, value.as_deref()) {
            Find::Held(at) => Find::Held(at),
            Find::Free(digest) if !full => Find::Free(digest),
            Find::Free(_) | Find::Crowded => {
                full = true;
                self.find(code, LEFT_OUT, None)
            }
        };
        match found {
            Find::Held(at) => {
                let removal = &mut self.removals[at];
                removal.count = removal.count.saturating_add(count);
                // Worst first: one stray character and a message spelt in the same characters may share an entry.
                removal.severity = removal.severity.min(severity);
                return;
            }
            Find::Free(digest) => {
                self.seen.insert(digest, self.removals.len());
            }
            // Its count is lost, and nothing else.
            Find::Crowded => return,
        }
        let (name, value) = if full { (LEFT_OUT.into(), None) } else { (name, value) };
        let (Place { path, line }, reason) = describe();
        let (name, value) = (name.into_owned(), value.map(Cow::into_owned));
        let reason = if reason.len() <= LONGEST_VALUE { reason } else { shorten(&reason, LONGEST_VALUE) };
        self.removals.push(Removal { code, severity, what, name, value, path, line, reason, count });
    }

    /// Where the same removal is, or the number under which it is to be found.
    fn find(&self, code: Code, name: &str, value: Option<&str>) -> Find {
        let mut digest = digest(digest(code as u64, name), value.unwrap_or("\0"));
        for _ in 0..MOST_ALIKE {
            let Some(at) = self.seen.get(&digest) else { return Find::Free(digest) };
            let held = &self.removals[*at];
            if held.code == code && held.name == name && held.value.as_deref() == value {
                return Find::Held(*at);
            }
            digest = digest.wrapping_add(1);
        }
        Find::Crowded
    }

    pub(crate) fn into_removals(self) -> Vec<Removal> {
        self.removals
    }
}

/// Where a removal is.
enum Find {
    Held(usize),
    /// Nowhere yet; this is the number that it gets.
    Free(u64),
    Crowded,
}

/// A number for a text: few have the same, but for those that are made to.
pub(super) fn digest(before: u64, text: &str) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |digest: u64, word: u64| {
        let mixed = (digest ^ word).wrapping_mul(ODD);
        mixed ^ mixed >> 29
    };
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let digest = words.iter().fold(before, |digest, word| mix(digest, u64::from_le_bytes(*word)));
    let rest = rest.iter().fold(text.len() as u64, |word, byte| word << 8 | u64::from(*byte));
    mix(digest, rest)
}

/// Finds a digest by itself. Digests that share a place in the map cost little: there are [`MOST_LISTED`].
#[derive(Debug, Clone, Default)]
struct Digested(u64);

impl Hasher for Digested {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |sum, byte| sum << 8 | u64::from(*byte));
    }

    fn write_u64(&mut self, digest: u64) {
        self.0 = digest;
    }
}

/// As [`shorten`], without a copy of what is short.
fn cut(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most { text.into() } else { shorten(text, most).into() }
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

    /// Texts of one digest: the second word undoes the first.
    fn alike() -> impl Iterator<Item = String> {
        const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
        let before = digest(digest(Code::Comment as u64, "#comment"), "");
        let end = u64::from_le_bytes(*b"the same");
        (0..).filter_map(move |number: u64| {
            let first = format!("{number:08}");
            let word = u64::from_le_bytes(*first.as_bytes().first_chunk()?);
            let mixed = (digest(Code::Comment as u64, "#comment") ^ word).wrapping_mul(ODD);
            let second = (mixed ^ mixed >> 29) ^ end ^ before;
            let text = [first.as_bytes(), &second.to_le_bytes()].concat();
            String::from_utf8(text).ok()
        })
    }

    #[test]
    fn what_is_made_to_look_alike_is_counted_together() {
        let mut report = Report::new(true);
        let alike: Vec<String> = alike().take(3 * MOST_ALIKE).collect();
        let of = |text: &String| digest(digest(Code::Comment as u64, "#comment"), text);
        assert!(alike.iter().all(|text| of(text) == of(&alike[0])));
        for text in alike.iter().chain(&alike) {
            let describe = || (Place { path: "p".into(), line: 1 }, String::new());
            report.add(Code::Comment, What::Comment, "#comment", Some(text), describe);
        }
        let removals = report.into_removals();
        assert_eq!(removals.len(), MOST_ALIKE + 1);
        assert_eq!(removals.iter().map(|one| one.count as usize).sum::<usize>(), 6 * MOST_ALIKE);
        assert_eq!(removals.last().map(|one| &*one.name), Some(LEFT_OUT));
    }
}
