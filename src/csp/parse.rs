//! Parsing a serialized CSP list: CSP Level 3 § 2.2.2 and § 2.2.3.

use serde::Serialize;

use super::directives::KnownDirective;
use crate::finding::Evidence;
use crate::source::SourceList;

/// Whether a policy is enforced or only reports.
///
/// Closed by the standard: § 2.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Disposition {
    /// Enforced.
    Enforce,
    /// Only reported.
    Report,
}

/// How a policy reached the page.
///
/// Closed: no other place of a page carries a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A response header.
    Header,
    /// A `<meta>`, which carries fewer directives (HTML Standard § 4.2.5.3).
    Meta,
}

/// One policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Csp {
    /// The policy as written.
    pub text: String,
    /// How it reached the page.
    pub origin: Origin,
    /// Whether it is enforced.
    pub disposition: Disposition,
    directives: Vec<Directive>,
    /// What stands in the text and does not count.
    pub dropped: Vec<Dropped>,
}

/// A directive that does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Lower case.
    pub name: String,
    /// Where in the policy's text it stands: start and end, in bytes.
    pub span: (usize, usize),
    /// Why it does not count.
    pub why: Why,
}

/// Why a directive does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// It holds a character outside ASCII: § 2.2.1.
    NonAscii,
    /// An earlier one has its name.
    Duplicate,
    /// A `<meta>` does not carry it.
    Meta,
}

/// One directive of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Lower case.
    pub name: String,
    /// As written.
    pub value: String,
    /// Where in the policy's text it stands: start and end, in bytes.
    pub span: (usize, usize),
}

impl Csp {
    /// Parses a header's value: a comma separates policies, so that one header can hold several.
    pub fn parse_header(value: &str, disposition: Disposition) -> Vec<Self> {
        value
            .split(',')
            .map(|text| Self::parse(text.trim_ascii(), Origin::Header, disposition))
            .filter(|policy| !policy.directives.is_empty() || !policy.dropped.is_empty())
            .collect()
    }

    /// Parses one policy.
    pub fn parse(text: &str, origin: Origin, disposition: Disposition) -> Self {
        let mut directives: Vec<Directive> = Vec::new();
        let mut dropped = Vec::new();
        let mut at = 0;
        for token in text.split(';') {
            let start = at + (token.len() - token.trim_ascii_start().len());
            at += token.len() + 1;
            let token = token.trim_ascii();
            // § 2.2.1, step 2.2: a directive with a non-ASCII character is dropped whole, and so leaves its requests free.
            if token.is_empty() {
                continue;
            }
            let span = (start, start + token.len());
            let (name, value) = token.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((token, ""));
            let name = name.to_ascii_lowercase();
            let why = match () {
                () if !token.is_ascii() => Some(Why::NonAscii),
                () if origin == Origin::Meta && KnownDirective::named(&name).is_some_and(|known| !known.in_meta) => {
                    Some(Why::Meta)
                }
                // Step 2.5: the first of several wins.
                () if directives.iter().any(|held| held.name == name) => Some(Why::Duplicate),
                () => None,
            };
            match why {
                Some(why) => dropped.push(Dropped { name, span, why }),
                None => directives.push(Directive { name, value: value.trim_ascii().to_owned(), span }),
            }
        }
        Self { text: text.to_owned(), origin, disposition, directives, dropped }
    }

    /// What a finding about `span` of the text shows.
    pub fn evidence(&self, span: (usize, usize)) -> Evidence {
        let header = match (self.origin, self.disposition) {
            (Origin::Meta, _) => "meta",
            (_, Disposition::Enforce) => "Content-Security-Policy",
            (_, Disposition::Report) => "Content-Security-Policy-Report-Only",
        };
        Evidence {
            header: Some(header.into()),
            value: Some(self.text.clone()),
            span: Some(span),
            ..Evidence::default()
        }
    }

    /// What a finding about what the policy lacks shows.
    pub(crate) fn whole(&self) -> Evidence {
        Evidence { span: None, ..self.evidence((0, 0)) }
    }

    /// Every directive that counts, in order.
    pub fn directives(&self) -> impl Iterator<Item = &Directive> {
        self.directives.iter()
    }

    /// The directive of that name.
    pub fn directive(&self, name: &str) -> Option<&Directive> {
        self.directives.iter().find(|directive| directive.name == name)
    }
}

impl Directive {
    /// The value as sources.
    pub fn sources(&self) -> SourceList {
        SourceList::parse(&self.value)
    }
}
