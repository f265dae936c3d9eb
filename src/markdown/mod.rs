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
    use std::borrow::Cow;

    use pulldown_cmark::{Options, Parser, TextMergeStream, html};

    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let formulas = formulas::Formulas::of(markdown, extensions, dialect.math);
    let mut rendered = String::with_capacity(markdown.len() + markdown.len() / 2);
    let parsed = TextMergeStream::new(Parser::new_ext(&formulas.markdown, extensions));
    html::push_html(&mut rendered, events::Events::new(parsed, &formulas, dialect));
    // A formula that is in none of the texts: in an attribute, in code that only now is code.
    match formulas.restored(&rendered) {
        Cow::Borrowed(_) => rendered,
        Cow::Owned(_) => formulas.restored_in_markup(&rendered),
    }
}
