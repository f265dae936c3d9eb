//! HTML: settled, inert, parsed back to what it was written from, and bounded.

use mcp_cordon::error::Error;
use mcp_cordon::sanitizer::{
    Code, InvisibleText, Profile, Removal, SanitizeReport, inspect_tool_output, sanitize_tool_output,
};

use super::choice::{self, Choice};
use super::{dom, judge};

/// The target.
pub fn run(data: &[u8]) {
    let Some((choice, html)) = choice::split(data) else { return };
    let html = String::from_utf8_lossy(html);
    let inspected = inspect_tool_output(&html, &choice.options);
    let sanitized = sanitize_tool_output(&html, &choice.options);
    match (inspected, sanitized) {
        (Ok(SanitizeReport { html: output, removed, changed }), Ok(sanitized)) => {
            assert_eq!(output, sanitized, "with a report the output is another");
            assert_eq!(changed, output != html, "`changed` is wrong");
            accounted(&html, &output, &removed);
            holds(&output, most_output(html.len()), &choice);
        }
        (Err(inspected), Err(sanitized)) => {
            assert_eq!(inspected, sanitized, "with a report the refusal is another");
            refused(&inspected);
        }
        (inspected, sanitized) => panic!("with a report {inspected:?}, without one {sanitized:?}"),
    }
}

/// Options are valid here, so that only a limit can be the reason.
pub fn refused(error: &Error) {
    assert!(error.code().starts_with("limit-"), "{}: {error}", error.code());
}

/// What is true of any output, whatever it was made from.
pub fn holds(output: &str, most: usize, choice: &Choice) {
    assert!(output.len() <= most, "the output has {} bytes, at most {most} were expected", output.len());
    settled(output, choice);
    let nodes = dom::fragment(output, "div");
    judge::judge(&nodes, choice);
    assert_eq!(dom::write(&nodes), output, "parsed again it is another tree");
    // One other context for each output: a parse costs as much as everything else here, and a run has many outputs.
    let (context, nodes) = match output.len() % (dom::CONTEXTS.len() + 2) {
        0 => ("a document", dom::document(output, false)),
        1 => ("a document in quirks mode", dom::document(output, true)),
        other => (dom::CONTEXTS[other - 2], dom::fragment(output, dom::CONTEXTS[other - 2])),
    };
    assert_eq!(dom::write(&nodes), output, "in {context} it is another tree");
}

/// A link of 11 bytes gets its classes and `rel`, a blocked image its placeholder: some 90 bytes for each ten. A parser
/// copies formatting elements, within what `limits.nodes` allows.
pub fn most_output(input: usize) -> usize {
    64 * input + 65_536
}

/// Sanitizing it again changes nothing and finds nothing, but what stays and is reported all the same.
fn settled(output: &str, choice: &Choice) {
    match inspect_tool_output(output, &choice.options) {
        Ok(again) => {
            assert_eq!(again.html, output, "sanitized again it is another string");
            assert!(!again.changed, "`changed` is wrong of the output");
            let keeps = choice.options.invisible_text == InvisibleText::Keep;
            let stays = |removal: &Removal| {
                removal.code == Code::UrlTextMismatch || keeps && removal.code.as_str().starts_with("text-")
            };
            let found: Vec<_> = again.removed.iter().filter(|removal| !stays(removal)).collect();
            assert!(found.is_empty(), "in the output there was still {found:?}");
        }
        // Markers and attributes of ours make it longer, so that it can be over a limit that its input kept to.
        Err(error) if choice.small_limits => refused(&error),
        Err(error) => panic!("the output is refused: {error}"),
    }
    if choice.options.profile == Profile::Text {
        assert!(!output.contains(['<', '>']), "the text profile has a tag");
    }
}

/// The list stays short, and each part of it.
fn accounted(input: &str, output: &str, removed: &[Removal]) {
    assert!(removed.len() <= 5_100, "{} removals are listed", removed.len());
    for removal in removed {
        let lengths = [removal.name.len(), removal.value.as_deref().map_or(0, str::len), removal.reason.len()];
        assert!(lengths.iter().all(|length| *length <= 1_000), "a removal goes on and on: {removal:?}");
        assert!(removal.path.len() <= 4_000, "a path goes on and on: {removal:?}");
        assert!(removal.count > 0, "nothing is counted: {removal:?}");
    }
    // What has neither markup, nor what is written otherwise, nor anything invisible is text, and stays to the letter.
    if input.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ') {
        assert_eq!(input, output, "plain text was changed");
        assert!(removed.is_empty(), "plain text was found to hold {removed:?}");
    }
}
