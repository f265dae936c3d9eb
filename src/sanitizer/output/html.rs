//! The tree as a string: HTML Standard § 13.3, stricter in what it escapes.

use super::{Attribute, Name, Output, Tag};
use crate::html::names::{ATTRIBUTES, Bits, ELEMENTS};
use crate::html::scan;
use crate::sanitizer::allowlist::html::VOID;

/// Writes markup. Beyond the standard it escapes `<` and `>` in attributes, so that no later parser in a wrong state can
/// see a tag there.
#[derive(Debug, Default)]
pub(crate) struct Markup(Vec<u8>);

static VOID_ELEMENTS: Bits = Bits::of(&[(1, VOID)]);

/// Markup around a name, padded: a copy of a length that the compiler knows is a few instructions, any other is a call.
#[derive(Clone, Copy)]
struct Padded {
    bytes: [u8; 24],
    length: usize,
}

impl Padded {
    const fn of(before: &str, name: &str, after: &str) -> Self {
        let mut padded = Self { bytes: [0; 24], length: 0 };
        let parts = [before.as_bytes(), name.as_bytes(), after.as_bytes()];
        let mut part = 0;
        while part < parts.len() {
            let mut at = 0;
            while at < parts[part].len() {
                padded.bytes[padded.length] = parts[part][at];
                padded.length += 1;
                at += 1;
            }
            part += 1;
        }
        padded
    }

    const fn around<const N: usize>(before: &str, names: &[&str], after: &str) -> [Self; N] {
        let mut all = [Self { bytes: [0; 24], length: 0 }; N];
        let mut at = 0;
        while at < N {
            all[at] = Self::of(before, names[at], after);
            at += 1;
        }
        all
    }
}

static STARTS: [Padded; ELEMENTS.len()] = Padded::around("<", ELEMENTS, "");
static ENDS: [Padded; ELEMENTS.len()] = Padded::around("</", ELEMENTS, ">");
static NAMES: [Padded; ATTRIBUTES.len()] = Padded::around(" ", ATTRIBUTES, "=\"");

impl Markup {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// With room for what most inputs become.
    pub(crate) fn for_input(html: &str) -> Self {
        Self::with_capacity(html.len() + html.len() / 8 + 64)
    }

    /// What was written. All of it was text, so it is text.
    pub(crate) fn into_html(self) -> String {
        String::from_utf8(self.0).unwrap_or_default()
    }

    #[inline(always)]
    fn push(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    #[inline(always)]
    fn push_padded(&mut self, padded: &Padded) {
        let end = self.0.len() + padded.length;
        self.0.extend_from_slice(&padded.bytes);
        self.0.truncate(end);
    }

    /// Writes the text, with what `skip` stops at escaped where it is markup.
    #[inline]
    fn escape(&mut self, text: &str, skip: impl Fn(&[u8], usize) -> usize, quote: bool) {
        let bytes = text.as_bytes();
        let mut written = 0;
        let mut at = skip(bytes, 0);
        while let Some(byte) = bytes.get(at) {
            if let Some(reference) = reference(*byte, quote) {
                self.0.extend_from_slice(&bytes[written..at]);
                self.push(reference);
                written = at + 1;
            }
            at = skip(bytes, at + 1);
        }
        self.0.extend_from_slice(&bytes[written..]);
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
    fn open(&mut self, tag: Tag, attributes: &[Attribute<'_>]) {
        match STARTS.get(tag.name.index()) {
            Some(start) => self.push_padded(start),
            None => {
                self.push("<");
                self.push(tag.local);
            }
        }
        for (name, value) in attributes {
            match name {
                Name::Known(name) => {
                    if let Some(padded) = NAMES.get(name.index()) {
                        self.push_padded(padded);
                    }
                }
                Name::Other(name) => {
                    self.push(" ");
                    self.push(name);
                    self.push("=\"");
                }
            }
            self.escape(value, scan::plain_value, true);
            self.push("\"");
        }
        self.push(">");
    }

    fn text(&mut self, text: &str, plain: bool) {
        if plain {
            self.push(text);
        } else {
            self.escape(text, scan::plain_text, false);
        }
    }

    fn raw_text(&mut self, text: &str) {
        self.push(text);
    }

    fn close(&mut self, tag: Tag) {
        match ENDS.get(tag.name.index()) {
            Some(_) if tag.name.bits(&VOID_ELEMENTS) != 0 => {}
            Some(end) => self.push_padded(end),
            None => {
                self.push("</");
                self.push(tag.local);
                self.push(">");
            }
        }
    }
}

/// Text alone, escaped, for the profile without markup.
pub(crate) fn escape_text(text: &str) -> String {
    let mut markup = Markup::with_capacity(text.len());
    markup.text(text, false);
    markup.into_html()
}
