//! What a line says about the characters that stand alone on it.

use super::class::{self, Kind, kind};
use super::lex::{Found, escape, find};

/// The line that is being read.
#[derive(Debug, Default)]
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    /// In the whole text; 0 ahead of the first line.
    pub(super) end: usize,
    /// What stands alone on it is a payload.
    pub(super) is_encoded: bool,
    /// That payload has been reported.
    pub(super) is_told: bool,
    is_right_to_left: Option<bool>,
}

fn ends_line(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

impl<'t> Line<'t> {
    pub(super) fn around(text: &'t str, at: usize) -> Self {
        let (before, after) = text.split_at_checked(at).unwrap_or_default();
        let start = before.bytes().rposition(ends_line).map_or(0, |end| end + 1);
        let end = after.bytes().position(ends_line).map_or(text.len(), |end| at + end);
        let text = text.get(start..end).unwrap_or_default();
        Self { text, end, is_encoded: is_encoded(text), is_told: false, is_right_to_left: None }
    }

    /// Whether a right-to-left letter shows on the line.
    pub(super) fn is_right_to_left(&mut self) -> bool {
        *self.is_right_to_left.get_or_insert_with(|| {
            parts(self.text).any(|part| match part {
                Part::Visible(text) => text.chars().any(class::is_right_to_left),
                Part::Judged(_) => false,
            })
        })
    }

    /// The doubtful characters that may stand alone.
    pub(super) fn letters(&self) -> impl Iterator<Item = char> {
        doubtful(self.text).filter_map(|part| match part {
            Part::Judged(Found { at, c, .. }) => {
                let (before, after) = self.text.split_at_checked(at)?;
                let follows = before.chars().next_back().and_then(kind).is_some_and(Kind::is_doubtful);
                let leads = after.chars().nth(1).and_then(kind).is_some();
                (!follows && !leads).then_some(c)
            }
            Part::Visible(_) => None,
        })
    }
}

/// Changes from one doubtful character to another that a line may have, and the visible characters for each.
const FEWEST_CHANGES: usize = 8;
const VISIBLE_FOR_A_CHANGE: usize = 8;
/// Typographic characters in a row with at most one visible character between them.
const LONGEST_CHAIN: usize = 3;

/// Payload: "a<ZWSP>b<WJ>c<ZWSP>d": a bit behind each letter; or "i<ZWSP>g<ZWSP>n<ZWSP>o<ZWSP>r<ZWSP>e", which no filter
/// for words finds. A reader sees the letters. Each of the characters alone is good typography, so the rule is about the
/// line: bits alternate as no text does (8 changes, at least one for each 8 visible characters), and no one lets a word
/// break after every letter (4 in a row).
///
/// Both measures count over what is left out as well, and both can only fall when characters go: a line that passed with
/// them passes without them.
fn is_encoded(line: &str) -> bool {
    let (mut visible, mut since, mut changes, mut chain) = (0, usize::MAX, 0, 1);
    let mut last = None;
    for part in doubtful(line) {
        match part {
            Part::Visible(text) => {
                let characters = text.chars().count();
                visible += characters;
                since = since.saturating_add(characters);
            }
            Part::Judged(Found { c, kind, .. }) => {
                changes += usize::from(last.is_some_and(|last| last != c));
                last = Some(c);
                if kind == Kind::Typographic {
                    chain = if since <= 1 { chain + 1 } else { 1 };
                    since = 0;
                    if chain > LONGEST_CHAIN {
                        return true;
                    }
                }
            }
        }
    }
    changes >= FEWEST_CHANGES && changes * VISIBLE_FOR_A_CHANGE >= visible
}

enum Part<'t> {
    Visible(&'t str),
    Judged(Found),
}

/// The visible and the doubtful parts of a line; not the joiners of emoji, which come in any number.
fn doubtful(line: &str) -> impl Iterator<Item = Part<'_>> {
    parts(line).filter(|part| match part {
        Part::Visible(_) => true,
        Part::Judged(Found { c: class::ZWJ, at, .. }) => {
            !line.get(..*at).and_then(|before| before.chars().next_back()).is_some_and(class::joins_emoji)
        }
        Part::Judged(found) => found.kind.is_doubtful(),
    })
}

/// The parts of a line, escape sequences left out.
fn parts(line: &str) -> impl Iterator<Item = Part<'_>> {
    let mut at = 0;
    let mut judged = None;
    std::iter::from_fn(move || {
        loop {
            if let Some(found) = judged.take() {
                return Some(Part::Judged(found));
            }
            let rest = line.get(at..).filter(|rest| !rest.is_empty())?;
            let visible = match find(line, at) {
                Some(found) => {
                    let sequence = line.get(found.at..).filter(|_| found.kind == Kind::Introducer).and_then(escape);
                    let visible = line.get(at..found.at)?;
                    match sequence {
                        Some(sequence) => at = found.at + sequence.length,
                        None => {
                            at = found.end();
                            judged = Some(found);
                        }
                    }
                    visible
                }
                None => {
                    at = line.len();
                    rest
                }
            };
            if !visible.is_empty() {
                return Some(Part::Visible(visible));
            }
        }
    })
}
