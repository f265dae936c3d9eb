//! Texts that are put together, and what each part can be in the whole.

use oxc_span::Span;

use super::{Lower, Value, What};
use crate::graph::{Kind, mask};
use crate::models;

/// Bytes before a part of a text that decide what it can be.
const MAX_BEFORE: usize = 300;

impl Lower<'_> {
    /// A text of parts. What stands before a part decides which part of a URL it can be.
    pub(crate) fn text_of(&mut self, parts: &[Value], span: Span) -> Value {
        let is_fixed = parts.iter().all(|part| part.is_fixed);
        if parts.iter().all(|part| part.node == 0) {
            let mut text = String::new();
            let is_whole = parts.iter().all(|part| part.text.as_deref().map(|part| text.push_str(part)).is_some());
            return Value { text: is_whole.then(|| text.into()), is_fixed, ..Value::default() };
        }
        let node = self.node(span.start);
        let mut before = String::new();
        let mut is_settled = true;
        let mut is_base_fixed = false;
        for part in parts {
            let mut keep = models::keep_behind(&before);
            // `show(${JSON.stringify(value)})` and `const value = ${JSON.stringify(value)}` are data of a script.
            if part.what == What::Json && (before.ends_with('(') || before.ends_with("= ")) {
                keep &= !mask::CODE;
            }
            // What the address of a document holds is decoded into markup.
            let encoded = match part.what {
                What::Encoded(node) if models::is_document(&before) => Some(node),
                _ => None,
            };
            if is_base_fixed {
                keep &= !(mask::SCHEME | mask::DEST);
            }
            self.keep(encoded.unwrap_or(part.node), node, Kind::Text, keep);
            is_settled &= part.is_settled() || keep & mask::DEST == 0;
            match &part.text {
                Some(_) if before.len() > MAX_BEFORE => {}
                Some(text) => before.push_str(text),
                None if part.is_fixed && before.is_empty() => {
                    is_base_fixed = true;
                    before.push('\u{1}');
                }
                // A part that nobody knows: what follows is in no better place than it.
                None if before.len() > MAX_BEFORE => {}
                None => before.push('\u{1}'),
            }
        }
        let of = parts.iter().flat_map(|part| part.of.iter().copied()).collect();
        let what = if models::is_document(&before) { What::Document } else { What::Unknown };
        Value { node, is_fixed, is_checked: is_settled && !is_fixed, of, what, ..Value::default() }
    }
}
