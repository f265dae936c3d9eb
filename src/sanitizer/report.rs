//! The account of what was removed.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;

use super::text::TextCode;
use crate::error::shorten;
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

macro_rules! codes {
    ($($(#[doc = $doc:expr])+ $name:ident = $code:literal $severity:ident,)+) => {
        /// Why something was removed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $name,)+
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// How bad it would have been.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// A script of any type, with its content.
    ElementScript = "element-script" Critical,
    /// A style sheet, with its content: it restyles the host and loads what it names.
    ElementStyle = "element-style" High,
    /// A frame or plugin, with its content.
    ElementEmbedding = "element-embedding" High,
    /// `base`, `meta`, `link`, `title`: they speak for the whole page.
    ElementMetadata = "element-metadata" High,
    /// A template, with its content.
    ElementTemplate = "element-template" Medium,
    /// What a page with script never shows (`noscript`, `noframes`), with its content.
    ElementUnrendered = "element-unrendered" Low,
    /// SMIL, with its content: it sets a URL or an event handler once the output is shown.
    ElementAnimation = "element-animation" High,
    /// SVG or MathML outside the rich profile, or out of its place; its text stays.
    ElementForeign = "element-foreign" Medium,
    /// An element that nobody listed; its content stays.
    ElementNotAllowed = "element-not-allowed" Low,
    /// Markup that would not mean the same when parsed again: only its text stays.
    ElementUnstable = "element-unstable" High,
    /// An `on…` attribute.
    AttributeEventHandler = "attribute-event-handler" Critical,
    /// An inline style.
    AttributeStyle = "attribute-style" Medium,
    /// An attribute that nobody listed.
    AttributeNotAllowed = "attribute-not-allowed" Info,
    /// A URL that does not parse, or only looks relative.
    UrlInvalid = "url-invalid" Medium,
    /// A URL whose scheme the policy does not list.
    UrlScheme = "url-scheme" High,
    /// A URL that carries a user name or password, as a lure does.
    UrlCredentials = "url-credentials" Medium,
    /// A link to an origin that the policy does not list.
    UrlOrigin = "url-origin" Medium,
    /// A URL that the caller's `rewriteUrl` dropped.
    UrlRewritten = "url-rewritten" Info,
    /// A link whose text is the address of another host. It stays.
    UrlTextMismatch = "url-text-mismatch" Medium,
    /// A subresource whose origin the policy does not list.
    ResourceBlocked = "resource-blocked" High,
    /// A comment.
    Comment = "comment" Info,
    /// A processing instruction, which Chromium acts on.
    ProcessingInstruction = "processing-instruction" Medium,
    /// Terminal escape sequences.
    TextAnsiEscape = "text-ansi-escape" Medium,
    /// Bidirectional overrides, embeddings and isolates.
    TextBidiControl = "text-bidi-control" High,
    /// Direction marks where nothing runs from right to left.
    TextBidiMark = "text-bidi-mark" Low,
    /// Control characters.
    TextControl = "text-control" Low,
    /// Runs of private-use characters.
    TextPrivateUse = "text-private-use" Low,
    /// The opening of a template (`{{`), under [`Templates::Break`](super::Templates::Break). Its text stays.
    TextTemplate = "text-template" Medium,
    /// Unicode tag characters: ASCII that nobody sees.
    TextTagCharacters = "text-tag-characters" High,
    /// Variation selectors that select nothing: bytes that nobody sees.
    TextVariationSelectors = "text-variation-selectors" High,
    /// Runs of characters without width.
    TextZeroWidth = "text-zero-width" Medium,
}

impl From<TextCode> for Code {
    fn from(code: TextCode) -> Self {
        match code {
            TextCode::AnsiEscape => Self::TextAnsiEscape,
            TextCode::BidiControl => Self::TextBidiControl,
            TextCode::BidiMark => Self::TextBidiMark,
            TextCode::Control => Self::TextControl,
            TextCode::PrivateUse => Self::TextPrivateUse,
            TextCode::TagCharacters => Self::TextTagCharacters,
            TextCode::VariationSelectors => Self::TextVariationSelectors,
            TextCode::ZeroWidth => Self::TextZeroWidth,
        }
    }
}

/// Distinct removals that are listed one by one. Past this they are counted under their code alone, so that a
/// hostile input cannot make the report larger than itself.
const MOST_LISTED: usize = 5_000;
const LONGEST_VALUE: usize = 200;
pub(super) const LONGEST_NAME: usize = 40;

/// Collects removals; the same one again is counted.
#[derive(Debug, Default)]
pub(crate) struct Report {
    removals: Vec<Removal>,
    /// By code, name and value.
    seen: HashMap<String, usize>,
    key: String,
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
        self.set_key(code, Some(&name), value.as_deref());
        let full = self.seen.len() >= MOST_LISTED;
        if full && !self.seen.contains_key(&self.key) {
            self.set_key(code, None, None);
        }
        if let Some(at) = self.seen.get(&self.key) {
            let removal = &mut self.removals[*at];
            removal.count = removal.count.saturating_add(count);
            // Worst first: one stray character and a message spelt in the same characters may share an entry.
            removal.severity = removal.severity.min(severity);
            return;
        }
        self.seen.insert(self.key.clone(), self.removals.len());
        let (name, value) = if full { ("…".into(), None) } else { (name, value) };
        let (Place { path, line }, reason) = describe();
        let (name, value) = (name.into_owned(), value.map(Cow::into_owned));
        let reason = shorten(&reason, LONGEST_VALUE);
        self.removals.push(Removal { code, severity, what, name, value, path, line, reason, count });
    }

    fn set_key(&mut self, code: Code, name: Option<&str>, value: Option<&str>) {
        self.key.clear();
        self.key.push_str(code.as_str());
        for (sign, part) in [('\0', name), ('\u{1}', value)] {
            if let Some(part) = part {
                self.key.push(sign);
                self.key.push_str(part);
            }
        }
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
