//! Markdown becomes HTML of which the same is true.

use mcp_cordon::sanitizer::sanitize_markdown;

use super::{choice, sanitize};

/// The target.
pub fn run(data: &[u8]) {
    let Some((choice, markdown)) = choice::split(data) else { return };
    let markdown = String::from_utf8_lossy(markdown);
    match sanitize_markdown(&markdown, &choice.options) {
        Ok(output) => sanitize::holds(&markdown, &output, &choice),
        Err(error) => sanitize::refused(&error),
    }
}
