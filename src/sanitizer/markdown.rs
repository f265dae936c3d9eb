//! Markdown, by way of HTML: it is turned into markup, raw HTML included, and the markup meets the same policy as any
//! other. Nothing is judged on the Markdown itself, where an image has five spellings.

use super::options::SanitizeOptions;
use super::tool_output::sanitize_tool_output;
#[cfg(feature = "markdown")]
use super::tool_output::{SanitizeReport, inspect_tool_output};
use crate::error::Error;
use crate::markdown::Dialect;

/// Makes Markdown into HTML that nobody has judged.
pub(crate) type ToHtml<'a> = dyn Fn(&str, Dialect) -> Result<String, Error> + 'a;

/// Makes Markdown into safe HTML.
///
/// # Errors
/// As [`sanitize_tool_output`].
#[cfg(feature = "markdown")]
pub fn sanitize_markdown(markdown: &str, options: &SanitizeOptions<'_>) -> Result<String, Error> {
    sanitize_markdown_by(markdown, options, &to_html)
}

/// As [`sanitize_markdown`], with the report. Lines are those of the HTML.
///
/// # Errors
/// As [`sanitize_markdown`].
#[cfg(feature = "markdown")]
pub fn inspect_markdown(markdown: &str, options: &SanitizeOptions<'_>) -> Result<SanitizeReport, Error> {
    options.check_length(markdown)?;
    inspect_tool_output(&to_html(markdown, options.dialect())?, options)
}

/// As [`sanitize_markdown`], with Markdown read by `to_html`.
pub(crate) fn sanitize_markdown_by(
    markdown: &str,
    options: &SanitizeOptions<'_>,
    to_html: &ToHtml<'_>,
) -> Result<String, Error> {
    options.check_length(markdown)?;
    sanitize_tool_output(&to_html(markdown, options.dialect())?, options)
}

#[cfg(feature = "markdown")]
#[expect(clippy::unnecessary_wraps, reason = "another module's Markdown can fail to come")]
pub(super) fn to_html(markdown: &str, dialect: Dialect) -> Result<String, Error> {
    Ok(crate::markdown::to_html(markdown, dialect))
}
