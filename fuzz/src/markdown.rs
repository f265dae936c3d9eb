//! Markdown becomes HTML of which the same is true.

use mcp_cordon::sanitizer::sanitize_markdown;

use super::{choice, sanitize};

/// The target.
pub fn run(data: &[u8]) {
    let Some((choice, markdown)) = choice::split(data) else { return };
    let markdown = String::from_utf8_lossy(markdown);
    match sanitize_markdown(&markdown, &choice.options) {
        Ok(output) => sanitize::holds(&output, most_output(markdown.len()), &choice),
        Err(error) => sanitize::refused(&error),
    }
}

/// pulldown-cmark writes references out up to 100,000 bytes, or as many as the input has; percent-encoding makes nine of
/// three, and an ampersand takes five.
pub fn most_output(input: usize) -> usize {
    sanitize::most_output(input) + 6 * input.max(100_000)
}
