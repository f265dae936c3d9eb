//! The tree as a string: HTML Standard § 13.3, stricter in what it escapes.

use super::{Attribute, Output};
use crate::html::events::Namespace;
use crate::html::scan;
use crate::sanitizer::allowlist::html::VOID;

/// Writes markup. Beyond the standard it escapes `<` and `>` in attributes, so that no later parser in a wrong state can
/// see a tag there.
#[derive(Debug, Default)]
pub(crate) struct Markup(String);

impl Markup {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// With room for what most inputs become.
    pub(crate) fn for_input(html: &str) -> Self {
        Self::with_capacity(html.len() + html.len() / 8 + 64)
    }

    pub(crate) fn into_html(self) -> String {
        self.0
    }

    /// Writes the text, what `skip` stops at escaped where it is markup.
    fn escape(&mut self, text: &str, skip: fn(&[u8], usize) -> usize, quote: bool) {
        let mut written = 0;
        let mut at = skip(text.as_bytes(), 0);
        while let Some(byte) = text.as_bytes().get(at) {
            if let Some(reference) = reference(*byte, quote) {
                self.0.push_str(&text[written..at]);
                self.0.push_str(reference);
                written = at + 1;
            }
            at = skip(text.as_bytes(), at + 1);
        }
        self.0.push_str(&text[written..]);
    }
}

fn reference(byte: u8, quote: bool) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' if quote => Some("&quot;"),
        _ => None,
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
            self.escape(value, scan::plain_value, true);
            self.0.push('"');
        }
        self.0.push('>');
    }

    fn text(&mut self, text: &str, plain: bool) {
        if plain {
            self.0.push_str(text);
        } else {
            self.escape(text, scan::plain_text, false);
        }
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
    markup.text(text, false);
    markup.into_html()
}
