//! Markdown, by way of HTML: CommonMark and GFM are turned into markup, raw HTML included, and the markup meets the same
//! policy as any other. Nothing is judged on the Markdown itself, where an image has five spellings.
//!
//! pulldown-cmark reads it. It makes no links of bare addresses ([`autolink`]), no ids of headings and no label of an alert
//! ([`events`]), and finds formulas by dollars alone ([`formulas`]).

mod autolink;
mod events;
mod formulas;

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser, TextMergeStream, html};

use super::options::SanitizeOptions;
use super::tool_output::{SanitizeReport, inspect_tool_output, sanitize_tool_output};
use crate::error::Error;
use events::Events;
use formulas::Formulas;

/// Makes Markdown into safe HTML.
///
/// # Errors
/// As [`sanitize_tool_output`].
pub fn sanitize_markdown(markdown: &str, options: &SanitizeOptions<'_>) -> Result<String, Error> {
    sanitize_tool_output(&to_html(markdown, options)?, options)
}

/// As [`sanitize_markdown`], with the report. Lines are those of the HTML.
///
/// # Errors
/// As [`sanitize_markdown`].
pub fn inspect_markdown(markdown: &str, options: &SanitizeOptions<'_>) -> Result<SanitizeReport, Error> {
    inspect_tool_output(&to_html(markdown, options)?, options)
}

fn to_html(markdown: &str, options: &SanitizeOptions<'_>) -> Result<String, Error> {
    options.check_length(markdown)?;
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let formulas = Formulas::of(markdown, extensions, options.math);
    let mut rendered = String::with_capacity(markdown.len() + markdown.len() / 2);
    let parsed = TextMergeStream::new(Parser::new_ext(&formulas.markdown, extensions));
    html::push_html(&mut rendered, Events::new(parsed, &formulas, options));
    // A formula that is in none of the texts: in an attribute, in code that only now is code.
    Ok(match formulas.restored(&rendered) {
        Cow::Borrowed(_) => rendered,
        Cow::Owned(_) => formulas.restored_in_markup(&rendered),
    })
}
