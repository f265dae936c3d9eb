//! The tree as a string: HTML Standard § 13.3, stricter in what it escapes.

use super::{Attribute, Output};
use crate::sanitizer::allowlist::Namespace;
use crate::sanitizer::allowlist::html::VOID;

/// Writes markup. Beyond the standard it escapes `<` and `>` in attributes, so that no later parser in a wrong state can
/// see a tag there.
#[derive(Debug, Default)]
pub(crate) struct Markup(String);

impl Markup {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    pub(crate) fn into_html(self) -> String {
        self.0
    }

    fn escape(&mut self, text: &str, escaped: impl Fn(u8) -> Option<&'static str>) {
        let mut written = 0;
        for (at, byte) in text.bytes().enumerate() {
            if let Some(reference) = escaped(byte) {
                self.0.push_str(&text[written..at]);
                self.0.push_str(reference);
                written = at + 1;
            }
        }
        self.0.push_str(&text[written..]);
    }
}

fn in_text(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    }
}

fn in_attribute(byte: u8) -> Option<&'static str> {
    match byte {
        b'"' => Some("&quot;"),
        other => in_text(other),
    }
}

impl Output for Markup {
    fn open(&mut self, _: Namespace, name: &'static str, attributes: &[Attribute<'_>]) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            self.escape(value, in_attribute);
            self.0.push('"');
        }
        self.0.push('>');
    }

    fn text(&mut self, text: &str) {
        self.escape(text, in_text);
    }

    fn raw_text(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn close(&mut self, name: &'static str) {
        if VOID.binary_search(&name).is_err() {
            self.0.push_str("</");
            self.0.push_str(name);
            self.0.push('>');
        }
    }
}

/// Text alone, escaped, for the profile without markup.
pub(crate) fn escape_text(text: &str) -> String {
    let mut markup = Markup::with_capacity(text.len());
    markup.text(text);
    markup.into_html()
}
