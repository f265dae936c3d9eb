//! Markdown, by way of HTML: CommonMark and GFM are turned into markup, raw HTML included, and the markup meets the same
//! policy as any other. Nothing is judged on the Markdown itself, where an image has five spellings.

use pulldown_cmark::{Options, Parser, html};

use super::options::SanitizeOptions;
use super::{SanitizeReport, inspect_tool_output, sanitize_tool_output};
use crate::error::Error;

/// Makes Markdown into safe HTML.
///
/// # Errors
/// As [`sanitize_tool_output`](super::sanitize_tool_output).
pub fn sanitize_markdown(markdown: &str, options: &SanitizeOptions<'_>) -> Result<String, Error> {
    sanitize_tool_output(&to_html(markdown, options)?, options)
}

/// As [`sanitize_markdown`], with the report. Lines are those of the HTML.
pub(crate) fn inspect_markdown(markdown: &str, options: &SanitizeOptions<'_>) -> Result<SanitizeReport, Error> {
    inspect_tool_output(&to_html(markdown, options)?, options)
}

fn to_html(markdown: &str, options: &SanitizeOptions<'_>) -> Result<String, Error> {
    options.check_length(markdown)?;
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut rendered = String::with_capacity(markdown.len() + markdown.len() / 2);
    html::push_html(&mut rendered, Parser::new_ext(markdown, extensions));
    Ok(rendered)
}
