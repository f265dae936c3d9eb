//! The tree as a string: HTML Standard § 13.3, stricter in what it escapes.

use super::tables::VOID;
use super::walk::{Attribute, Output};

/// Writes markup. Beyond the standard it escapes `<` and `>` in attributes, so that no later parser in a wrong state can
/// see a tag there, and CR, which a parser would turn into LF.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    html: String,
    /// The last thing written was the start tag of a `<pre>`, after which a parser swallows one newline.
    newline_is_swallowed: bool,
}

impl Markup {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { html: String::with_capacity(bytes), newline_is_swallowed: false }
    }

    pub(crate) fn into_html(self) -> String {
        self.html
    }

    fn escape(&mut self, text: &str, escaped: impl Fn(u8) -> Option<&'static str>) {
        let mut written = 0;
        for (at, byte) in text.bytes().enumerate() {
            if let Some(reference) = escaped(byte) {
                self.html.push_str(&text[written..at]);
                self.html.push_str(reference);
                written = at + 1;
            }
        }
        self.html.push_str(&text[written..]);
    }
}

fn in_text(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#13;"),
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
    fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.html.push('<');
        self.html.push_str(name);
        for (attribute, value) in attributes {
            self.html.push(' ');
            self.html.push_str(attribute);
            self.html.push_str("=\"");
            self.escape(value, in_attribute);
            self.html.push('"');
        }
        self.html.push('>');
        self.newline_is_swallowed = name == "pre";
    }

    fn text(&mut self, text: &str) {
        if self.newline_is_swallowed && text.starts_with('\n') {
            self.html.push('\n');
        }
        self.newline_is_swallowed = false;
        self.escape(text, in_text);
    }

    fn close(&mut self, name: &'static str) {
        self.newline_is_swallowed = false;
        if VOID.binary_search(&name).is_err() {
            self.html.push_str("</");
            self.html.push_str(name);
            self.html.push('>');
        }
    }
}

/// Text alone, escaped, for the profile without markup.
pub(crate) fn escape_text(text: &str) -> String {
    let mut markup = Markup::with_capacity(text.len());
    markup.text(text);
    markup.into_html()
}
