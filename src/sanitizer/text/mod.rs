//! Text that a reader does not see but a terminal, a model or the next program does.
//!
//! 1. **Find** ([`lex`]): one pass over the bytes stops at the few characters that can hide something. Text without any
//!    costs that pass alone.
//! 2. **Judge** ([`judge`], [`line`]): the same characters hold emoji, Persian, Mongolian and mathematics together. Each
//!    stays where its neighbors need it.
//! 3. **Decode** ([`decode`]): what does not stay is read as what it says.
//! 4. **Write** ([`account`]): [`InvisibleText`] says whether it is shown, dropped or left; it is reported in every case.
//!
//! White space takes room or breaks the line, so a reader sees that it is there: spaces of any width, U+2028, U+2029 and
//! the braille blank U+2800 are text. So is a character that no font has: it shows as a box.
//!
//! # Accepted
//!
//! A doubtful character that stands alone stays, so a text can carry hidden bits: by one kind of character that is there or
//! not, up to one for each visible character; by kinds that alternate, far fewer ([`line`] has the bounds). One soft hyphen
//! can break a word that a filter looks for. Text is judged string by string: what is spread over many elements, one
//! character in each, is not seen as one.
//!
//! # Deployment caveat
//!
//! [`InvisibleText::Reveal`] makes hidden text visible, not harmless: a decoded `![](https://…)` is markup for whoever
//! reads the result as Markdown. Clean first, then parse and sanitize.

mod account;
mod class;
mod decode;
mod judge;
mod lex;
mod line;

use serde::{Deserialize, Serialize};

use crate::finding::{Evidence, Finding, RemovalCode, Severity};
use judge::Judge;

/// What becomes of invisible text. It is reported in every case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum InvisibleText {
    /// A marker stands in its place: `⟦U+202E⟧` for characters, `⟦hidden: …⟧` for text that they spell.
    #[default]
    Reveal,
    /// Nothing stands in its place.
    Remove,
    /// It stays.
    Keep,
}

/// What [`clean_text`] returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CleanText {
    /// The text, nothing invisible in it unless it was to be kept.
    pub text: String,
    /// What was found, in order; the same thing again is counted.
    pub findings: Vec<Finding>,
}

/// Finds what `text` hides: ANSI escapes, bidi controls, tag characters and other invisible runs.
///
/// ```
/// use mcp_cordon::sanitizer::{InvisibleText, clean_text};
///
/// let clean = clean_text("exe.\u{202e}gpj", InvisibleText::Reveal);
/// assert_eq!(clean.text, "exe.⟦U+202E⟧gpj");
/// assert_eq!(clean.findings[0].code, "text-bidi-control");
/// ```
pub fn clean_text(text: &str, invisible: InvisibleText) -> CleanText {
    match Judge::new(text, invisible, true).run() {
        Some(Scanned { text, runs }) => CleanText { text, findings: runs.into_iter().map(finding).collect() },
        None => CleanText { text: text.to_owned(), findings: Vec::new() },
    }
}

/// As [`clean_text`], for a piece of a document: what stands at its edge may have its neighbor in the next piece. `None`
/// where nothing was found.
pub(crate) fn scan(text: &str, invisible: InvisibleText) -> Option<Scanned> {
    Judge::new(text, invisible, false).run()
}

/// A text in which something was found.
#[derive(Debug)]
pub(crate) struct Scanned {
    pub(crate) text: String,
    /// In order of appearance, at most [`MOST_RUNS`] and one more of each code.
    pub(crate) runs: Vec<Run>,
}

/// Distinct runs that are listed. Past this they are counted under their code alone.
pub(crate) const MOST_RUNS: usize = 64;

/// Something invisible.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: TextCode,
    pub(crate) severity: Severity,
    /// What it says, or its characters by number; never anything invisible itself. Bounded.
    pub(crate) decoded: String,
    /// How often it was found.
    pub(crate) count: u32,
    /// Its characters, all of them together.
    pub(crate) characters: u32,
}

/// What kind of thing was hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextCode {
    TagCharacters,
    VariationSelectors,
    ZeroWidth,
    PrivateUse,
    BidiControl,
    BidiMark,
    Control,
    AnsiEscape,
}

struct About {
    code: RemovalCode,
    title: &'static str,
    reason: &'static str,
    reference: &'static str,
}

impl TextCode {
    /// Every code, in order.
    pub(crate) const ALL: [Self; 8] = [
        Self::TagCharacters,
        Self::VariationSelectors,
        Self::ZeroWidth,
        Self::PrivateUse,
        Self::BidiControl,
        Self::BidiMark,
        Self::Control,
        Self::AnsiEscape,
    ];

    const fn about(self) -> About {
        match self {
            Self::AnsiEscape => About {
                code: RemovalCode::TextAnsiEscape,
                title: "Terminal escape sequences",
                reason: "a terminal hides, overwrites or links text with it where a page shows nothing",
                reference: "https://ecma-international.org/publications-and-standards/standards/ecma-48/",
            },
            Self::TagCharacters => About {
                code: RemovalCode::TextTagCharacters,
                title: "Unicode tag characters",
                reason: "spells ASCII that nobody sees and a model reads",
                reference: "https://www.unicode.org/reports/tr51/#Emoji_Tag_Sequences",
            },
            Self::VariationSelectors => About {
                code: RemovalCode::TextVariationSelectors,
                title: "Variation selectors that select nothing",
                reason: "carries bytes that nobody sees",
                reference: "https://www.unicode.org/reports/tr37/",
            },
            Self::BidiControl => About {
                code: RemovalCode::TextBidiControl,
                title: "Bidirectional controls",
                reason: "shows text in another order than it is read in",
                reference: "https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters",
            },
            Self::ZeroWidth => About {
                code: RemovalCode::TextZeroWidth,
                title: "Characters without width",
                reason: "carries bits, or splits words, that nobody sees",
                reference: "https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point",
            },
            Self::PrivateUse => About {
                code: RemovalCode::TextPrivateUse,
                title: "Private-use characters",
                reason: "means whatever sender and receiver agreed on",
                reference: "https://www.unicode.org/faq/private_use.html",
            },
            Self::BidiMark => About {
                code: RemovalCode::TextBidiMark,
                title: "Direction marks where nothing runs from right to left",
                reason: "splits words, or carries bits, that nobody sees",
                reference: "https://www.unicode.org/reports/tr9/#Implicit_Directional_Marks",
            },
            Self::Control => About {
                code: RemovalCode::TextControl,
                title: "Control characters",
                reason: "moves, erases or ends text for a program where a page shows nothing",
                reference: "https://www.unicode.org/versions/latest/core-spec/chapter-23/",
            },
        }
    }

    /// The code of what was removed.
    pub(crate) const fn removal(self) -> RemovalCode {
        self.about().code
    }

    /// How bad it would have been.
    pub(crate) const fn severity(self) -> Severity {
        self.removal().severity()
    }

    /// What it would have done.
    pub(crate) const fn reason(self) -> &'static str {
        self.about().reason
    }
}

fn finding(run: Run) -> Finding {
    let About { title, reference, .. } = run.code.about();
    let times = if run.count == 1 { String::new() } else { format!(", {} times", run.count) };
    let title = format!("{title}: {} in all{times}", run.characters);
    let evidence = Evidence { value: Some(run.decoded), ..Evidence::default() };
    let why = run.code.reason().to_owned();
    Finding { severity: run.severity, ..Finding::removed(run.code.removal(), title, why, reference, evidence) }
}
