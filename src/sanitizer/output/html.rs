//! The tree as a string: HTML Standard § 13.3, stricter in what it escapes.

use std::ops::Range;

use super::{Attribute, Name, Output, Tag};
use crate::html::names::{ATTRIBUTES, AttributeName, Bits, END_TAGS, Padded, START_TAGS};
use crate::html::scan;
use crate::sanitizer::allowlist::html::{LINK_CLASS, VOID};

/// Writes markup. Beyond the standard it escapes `<` and `>` in attributes, so that no later parser in a wrong state can
/// see a tag there.
///
/// What is to be written often stands in the input, right behind what was written last. Then nothing is copied yet: the run
/// of the input that is to be copied grows by it.
#[derive(Debug, Default)]
pub(crate) struct Markup<'i> {
    html: Vec<u8>,
    input: &'i str,
    /// Of the input, what is written behind `html`.
    run: Range<usize>,
}

static VOID_ELEMENTS: Bits = Bits::of(&[(1, VOID)]);

/// What most links are given, behind their own attributes.
pub(crate) const USUAL_LINK: [(AttributeName, &str); 3] = [
    (AttributeName::named("target"), "_blank"),
    (AttributeName::named("rel"), "noopener noreferrer"),
    (AttributeName::named("class"), LINK_CLASS),
];
/// The same as it is written.
pub(super) const USUAL_LINK_TEXT: &str = r#" target="_blank" rel="noopener noreferrer" class="mcp-cordon-link""#;

static NAMES: [Padded; ATTRIBUTES.len()] = Padded::around(" ", ATTRIBUTES, "=\"");

impl<'i> Markup<'i> {
    /// With room for what most inputs become.
    pub(crate) fn for_input(input: &'i str) -> Self {
        Self::with_room(input, 0)
    }

    /// As [`Markup::for_input`], with room for `more` bytes besides.
    pub(crate) fn with_room(input: &'i str, more: usize) -> Self {
        Self { html: Vec::with_capacity(input.len() + input.len() / 8 + 64 + more), input, run: 0..0 }
    }

    /// What was written. All of it was text, so it is text.
    pub(crate) fn into_html(mut self) -> String {
        self.end_run();
        String::from_utf8(self.html).unwrap_or_default()
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.html.extend_from_slice(self.input.as_bytes().get(run).unwrap_or_default());
    }

    /// Writes a few characters.
    #[inline(always)]
    fn push(&mut self, text: &str) {
        self.end_run();
        self.html.extend_from_slice(text.as_bytes());
    }

    #[inline(always)]
    fn push_padded(&mut self, padded: &Padded) {
        if !self.run.is_empty() && padded.stands_at(self.input.as_bytes(), self.run.end) {
            self.run.end += padded.length();
            return;
        }
        self.end_run();
        let end = self.html.len() + padded.length();
        self.html.extend_from_slice(&padded.bytes);
        self.html.truncate(end);
    }

    #[inline(always)]
    fn push_byte(&mut self, byte: u8) {
        if !self.run.is_empty() && self.input.as_bytes().get(self.run.end) == Some(&byte) {
            self.run.end += 1;
            return;
        }
        self.end_run();
        self.html.push(byte);
    }

    /// Writes text as it stands.
    #[inline(always)]
    fn copy(&mut self, text: &str) {
        // Wherever it was cut from the input, it is those bytes of it.
        let start = (text.as_ptr() as usize).wrapping_sub(self.input.as_ptr() as usize);
        let end = start.wrapping_add(text.len());
        if start == self.run.end && end <= self.input.len() && !self.run.is_empty() {
            self.run.end = end;
        } else {
            self.end_run();
            if start < end && end <= self.input.len() {
                self.run = start..end;
            } else {
                self.html.extend_from_slice(text.as_bytes());
            }
        }
    }

    /// Writes the text, with what `skip` stops at escaped where it is markup.
    #[inline]
    fn escape(&mut self, text: &str, skip: impl Fn(&[u8], usize) -> usize) {
        let bytes = text.as_bytes();
        let mut written = 0;
        let mut at = skip(bytes, 0);
        while let Some(byte) = bytes.get(at) {
            if let Some(reference) = reference(*byte) {
                self.copy(&text[written..at]);
                self.push(reference);
                written = at + 1;
            }
            at = skip(bytes, at + 1);
        }
        self.copy(&text[written..]);
    }
}

fn reference(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        // Of values alone: no text stops at it.
        b'"' => Some("&quot;"),
        _ => None,
    }
}

impl Output for Markup<'_> {
    #[inline]
    fn open(&mut self, tag: Tag, attributes: &[Attribute<'_>]) {
        if let Some(bare) = START_TAGS.get(tag.name.index()).filter(|_| attributes.is_empty()) {
            return self.push_padded(bare);
        }
        self.open_with(tag, attributes, "");
    }

    #[inline]
    fn text(&mut self, text: &str, plain: bool) {
        if plain {
            self.copy(text);
        } else {
            self.escape(text, scan::plain_text);
        }
    }

    #[inline]
    fn leaf(&mut self, _: Tag, _: &str, source: &str) {
        self.copy(source);
    }

    fn raw_text(&mut self, text: &str) {
        self.copy(text);
    }

    fn clear(&mut self) {
        self.html.clear();
        self.run = 0..0;
    }

    #[inline]
    fn close(&mut self, tag: Tag) {
        match END_TAGS.get(tag.name.index()) {
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

impl Markup<'_> {
    /// With more attributes, which are written already.
    pub(super) fn open_with(&mut self, tag: Tag, attributes: &[Attribute<'_>], more: &str) {
        match START_TAGS.get(tag.name.index()) {
            Some(start) => self.push_padded(&start.shorter()),
            None => {
                self.push("<");
                self.push(tag.local);
            }
        }
        for (name, value) in attributes {
            match name {
                Name::Known(name) | Name::Plain(name) => {
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
            match name {
                Name::Plain(_) => self.copy(value),
                Name::Known(_) | Name::Other(_) => self.escape(value, scan::plain_value),
            }
            self.push_byte(b'"');
        }
        if !more.is_empty() {
            self.push(more);
        }
        self.push_byte(b'>');
    }
}

/// Text alone, escaped, for the profile without markup.
pub(crate) fn escape_text(text: &str) -> String {
    let mut markup = Markup::for_input(text);
    markup.text(text, false);
    markup.into_html()
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: Tag = Tag::html("p");

    fn title(value: &str) -> Attribute<'_> {
        (Name::Plain(AttributeName::named("title")), value.into())
    }

    #[test]
    fn what_stands_in_the_input_is_one_run_of_it() {
        let input = "a<p title=\"b\">c</p><br>d, and what fills the last eight bytes";
        let mut markup = Markup::for_input(input);
        markup.text(&input[..1], true);
        markup.open(P, &[title(&input[11..12])]);
        markup.text(&input[14..15], false);
        markup.close(P);
        markup.open(Tag::html("br"), &[]);
        markup.text(&input[23..], true);
        assert_eq!((markup.html.len(), markup.run.clone()), (0, 0..input.len()));
        assert_eq!(markup.into_html(), input);
    }

    #[test]
    fn what_does_not_stand_there_is_written_behind_it() {
        let input = "a<b title=\"b\">c</b><br>d, and what fills the last eight bytes";
        let mut markup = Markup::for_input(input);
        markup.text(&input[..1], true);
        markup.open(P, &[title("B"), title(&input[11..12])]);
        markup.text(&input[14..15], false);
        markup.text("\"<&>", false);
        markup.text(&input[14..15], false);
        markup.close(P);
        assert_eq!(markup.into_html(), "a<p title=\"B\" title=\"b\">c\"&lt;&amp;&gt;c</p>");
    }

    #[test]
    fn what_was_written_is_forgotten() {
        let mut markup = Markup::for_input("ab");
        markup.push("a");
        markup.text(markup.input, true);
        markup.clear();
        assert_eq!(markup.into_html(), "");
    }
    #[test]
    fn a_usual_link_is_one_with_those_attributes() {
        let link = Tag::html("a");
        let usual = USUAL_LINK.map(|(name, value)| (Name::Plain(name), value.into()));
        let mut written = [Markup::for_input(""), Markup::for_input("")];
        written[0].open(link, &[&[title("b")][..], &usual].concat());
        written[1].open_with(link, &[title("b")], USUAL_LINK_TEXT);
        let [apart, at_once] = written.map(Markup::into_html);
        assert_eq!(at_once, apart);
    }
}
