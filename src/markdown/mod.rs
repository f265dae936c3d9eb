//! CommonMark and GFM as HTML, raw HTML included. Nothing is judged here: what comes out is as hostile as what went in.
//!
//! pulldown-cmark reads it. It makes no links of bare addresses ([`autolink`]), no ids of headings and no label of an alert
//! ([`events`]), and finds formulas by dollars alone ([`formulas`]).

#[cfg(feature = "markdown")]
mod autolink;
#[cfg(feature = "markdown")]
mod events;
#[cfg(feature = "markdown")]
mod formulas;
#[cfg(feature = "markdown")]
pub(crate) mod stream;

use serde::Deserialize;

/// What is Markdown, where that is open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    pub(crate) math: bool,
    pub(crate) html: RawHtml,
}

/// As a number, in which it crosses from one module of the package to the other.
#[cfg(target_arch = "wasm32")]
impl Dialect {
    const MATH: u32 = 1;
    const TEXT: u32 = 2;
    const REMOVE: u32 = 4;

    #[cfg(feature = "html")]
    pub(crate) fn number(self) -> u32 {
        let html = match self.html {
            RawHtml::Render => 0,
            RawHtml::Text => Self::TEXT,
            RawHtml::Remove => Self::REMOVE,
        };
        html | if self.math { Self::MATH } else { 0 }
    }

    #[cfg(feature = "markdown")]
    pub(crate) fn of(number: u32) -> Self {
        let html = match number & (Self::TEXT | Self::REMOVE) {
            0 => RawHtml::Render,
            Self::REMOVE => RawHtml::Remove,
            _ => RawHtml::Text,
        };
        Self { math: number & Self::MATH != 0, html }
    }
}

/// What becomes of raw HTML in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
#[cfg_attr(not(feature = "html"), expect(unreachable_pub, reason = "the sanitizer's options have it"))]
pub enum RawHtml {
    /// It is markup, held to the same policy as all other.
    #[default]
    Render,
    /// It is text, every character.
    Text,
    /// Its tags go, and a block of it goes whole. Names in angle brackets that are no element are text.
    Remove,
}

/// The markup that Markdown stands for.
#[cfg(feature = "markdown")]
pub(crate) fn to_html(markdown: &str, dialect: Dialect) -> String {
    to_html_after(markdown, dialect, &mut Before::default())
}

/// What a part of a text takes over from the parts before it.
#[cfg(feature = "markdown")]
#[derive(Debug, Default)]
pub(crate) struct Before {
    ids: events::Ids,
    /// Definitions of links, by their labels.
    references: std::collections::HashMap<String, (String, String)>,
}

#[cfg(feature = "markdown")]
fn extensions() -> pulldown_cmark::Options {
    use pulldown_cmark::Options;

    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
}

/// Definitions that stand in another part of a text. Whoever has none asks with the same type all the same: a parser of another
/// would be compiled once more.
#[cfg(feature = "markdown")]
struct Known<'r>(Option<&'r std::collections::HashMap<String, (String, String)>>);

#[cfg(feature = "markdown")]
impl<'i> pulldown_cmark::BrokenLinkCallback<'i> for Known<'_> {
    fn handle_broken_link(
        &mut self,
        link: pulldown_cmark::BrokenLink<'i>,
    ) -> Option<(pulldown_cmark::CowStr<'i>, pulldown_cmark::CowStr<'i>)> {
        let (url, title) = self.0?.get(&stream::label(&link.reference))?;
        Some((url.clone().into(), title.clone().into()))
    }
}

#[cfg(feature = "markdown")]
fn parser<'i, 'r>(markdown: &'i str, known: Known<'r>) -> pulldown_cmark::Parser<'i, Known<'r>> {
    pulldown_cmark::Parser::new_with_broken_link_callback(markdown, extensions(), Some(known))
}

#[cfg(feature = "markdown")]
fn to_html_after(markdown: &str, dialect: Dialect, before: &mut Before) -> String {
    use std::borrow::Cow;

    use pulldown_cmark::{TextMergeStream, html};

    let formulas = formulas::Formulas::of(markdown, dialect.math);
    let mut rendered = String::with_capacity(markdown.len() + markdown.len() / 2);
    let Before { ids, references } = before;
    let parsed = parser(&formulas.markdown, Known(Some(references)));
    html::push_html(&mut rendered, events::Events::new(TextMergeStream::new(parsed), &formulas, dialect, ids));
    // A formula that is in none of the texts: in an attribute, in code that only now is code.
    match formulas.restored(&rendered) {
        Cow::Borrowed(_) => rendered,
        Cow::Owned(_) => formulas.restored_in_markup(&rendered),
    }
}
