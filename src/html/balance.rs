//! Whether markup closes what it opens.

use super::names::ElementName;
use super::tokenizer::RawText;
#[cfg(feature = "markdown")]
use super::tokenizer::{Token, Tokenizer};

pub(crate) const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements with nothing in them but text.
pub(crate) const RAW: &[(&str, RawText)] = &[
    ("iframe", RawText::Rawtext),
    ("noembed", RawText::Rawtext),
    ("noframes", RawText::Rawtext),
    ("noscript", RawText::Rawtext),
    ("script", RawText::ScriptData),
    ("style", RawText::Rawtext),
    ("textarea", RawText::Rcdata),
    ("title", RawText::Rcdata),
    ("xmp", RawText::Rawtext),
];

/// Names that are no element of HTML's open nothing that a parser would repair.
pub(crate) fn is_known(name: &str) -> bool {
    ElementName::of_text(name).name().is_some() || VOID.contains(&name) || RAW.iter().any(|(raw, _)| *raw == name)
}

/// Whether each element that begins ends, in order and by its own end tag.
#[cfg(feature = "markdown")]
pub(crate) fn is_balanced(html: &str) -> bool {
    let mut tokenizer = Tokenizer::new(html, usize::MAX);
    let mut open: Vec<String> = Vec::new();
    while let Some(token) = tokenizer.token() {
        match token {
            Token::StartTag { name, .. } => {
                let name = name.of(html).into_owned();
                if let Some((raw, kind)) = RAW.iter().find(|(raw, _)| *raw == name) {
                    if tokenizer.skip_raw_text(*kind, raw).end == html.len() {
                        return false;
                    }
                } else if is_known(&name) && !VOID.contains(&&*name) {
                    open.push(name);
                }
            }
            Token::EndTag { name } => {
                let name = name.of(html);
                if is_known(&name) && open.pop().is_none_or(|open| open != name) {
                    return false;
                }
            }
            Token::CdataStart => drop(tokenizer.bogus()),
            _ => {}
        }
    }
    // An end of a tag that has not come.
    open.is_empty() && html.rfind('<').is_none_or(|at| html.get(at..).is_some_and(|tag| tag.contains('>')))
}
