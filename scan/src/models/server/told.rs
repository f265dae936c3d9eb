//! What a model is told of a tool.

use oxc_span::Span;

use super::super::Invoked;
use crate::lower::{Lower, Value, evidence};

/// Properties of a tool, a prompt, a resource or a server that a model reads.
const TOLD: &[&str] = &["description", "title", "instructions"];

/// Characters that nobody sees and a model reads.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}' | '\u{fe00}'..='\u{fe0e}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a text holds what nobody sees.
pub(crate) fn hides_text(text: &str) -> bool {
    text.chars().any(is_hidden)
}

/// Texts among a call's arguments. An object's properties are looked at where they are written.
pub(super) fn described(lower: &mut Lower<'_>, call: &Invoked<'_, '_>) {
    for at in 0..call.written.len() {
        lower.want(call.argument_span(at));
        if let Some(text) = call.arg(at).text {
            describe(lower, &text, call.argument_span(at));
        }
    }
}

/// `description: "…"`, in a file of a server's.
pub(super) fn property(lower: &mut Lower<'_>, name: &str, value: &Value, span: Span) {
    if !TOLD.contains(&name) {
        return;
    }
    let is_server = lower.out.evidence & (evidence::MCP_SERVER | evidence::TOOLS) != 0;
    if !is_server {
        return;
    }
    match &value.text {
        Some(text) => describe(lower, text, span),
        None => lower.want(span),
    }
}

/// What a model is told. Whoever knows which characters need one another decides later.
fn describe(lower: &mut Lower<'_>, text: &str, span: Span) {
    if hides_text(text) {
        let span = lower.span(span);
        lower.out.descriptions.push((text.to_owned(), span));
    }
}
