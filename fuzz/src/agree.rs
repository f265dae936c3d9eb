//! The two readers of markup: what the straight path takes, it reads as the full path does, to the last word of the report.

use mcp_cordon::sanitizer::{Readers, inspect_tool_output_by, why_not_straight};

use super::choice;

/// The target.
pub fn run(data: &[u8]) {
    let Some((choice, html)) = choice::split(data) else { return };
    let html = String::from_utf8_lossy(html);
    if why_not_straight(&html, &choice.options).is_some() {
        return;
    }
    let by = |readers| inspect_tool_output_by(readers, &html, &choice.options);
    assert_eq!(by(Readers::Both), by(Readers::Full), "the readers do not agree on {html:?}");
}
