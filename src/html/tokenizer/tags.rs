//! Tags: HTML Standard § 13.2.5.6 to § 13.2.5.8 and § 13.2.5.32 to § 13.2.5.40.

use super::{IN_KEY, KEY_LENGTH, Name, RawAttribute, Span, Token, Tokenizer, is_space};
use crate::html::names::ElementName;
use crate::html::scan;

impl Tokenizer<'_> {
    /// Text up to the next markup or reference, if it is plain.
    #[inline(always)]
    pub(crate) fn plain_text(&mut self) -> Option<Span> {
        let start = self.at;
        if self.byte(start) == b'<' {
            return None;
        }
        let end = scan::plain_text(self.bytes, start);
        let is_whole = end > start && matches!(self.byte(end), b'<' | b'&');
        if is_whole {
            self.at = end;
        }
        is_whole.then_some(Span { start, end })
    }

    /// Whether an end tag stands here for an element that is known, written with nothing but its name in lower case; then it
    /// is read.
    #[inline(always)]
    pub(crate) fn end_tag_of(&mut self, name: ElementName) -> bool {
        let Some(length) = name.end_tag_at(self.bytes, self.at) else { return false };
        self.at += length;
        true
    }

    /// Whether the start tag of that name was written in lower case and without attributes.
    #[inline(always)]
    pub(crate) fn was_bare(&self, name: ElementName, written: &Name) -> bool {
        name.has_start_tag_at(self.bytes, written.span.start - 1)
    }

    /// The start tag that stands here, if it is that of a known element, and whether it closes itself. If it is not, nothing
    /// was read.
    #[inline(always)]
    pub(crate) fn usual_start_tag(&mut self) -> Option<(ElementName, Name, bool)> {
        let start = self.at + 1;
        // In a section it is text.
        if self.byte(self.at) != b'<' || self.section.is_some() {
            return None;
        }
        let (length, key) = scan::short_name(self.bytes, start)?;
        let end = start + length;
        let name = Name { span: Span { start, end }, key: (key, 0) };
        let known = ElementName::of(&name);
        if known == ElementName::OTHER {
            return None;
        }
        match self.byte(end) {
            b'>' => {
                self.attributes.clear();
                self.at = end + 1;
                Some((known, name, false))
            }
            b' ' => {
                self.attributes.clear();
                self.at = end;
                let read = self.read_attributes(true);
                // A tag that the input does not finish is read once more, as any token is.
                if read.is_none() && !self.has_too_many {
                    self.at = start - 1;
                }
                Some((known, name, read?))
            }
            _ => None,
        }
    }

    /// A name that begins at `start`; it ends at white space, `/` or `>`, and an attribute's at a `=` behind its first byte.
    #[inline(always)]
    pub(super) fn name(&mut self, start: usize, is_attribute: bool) -> Name {
        // Most are short, and all of such a name is in one word.
        if let Some((length, key)) = scan::short_name(self.bytes, start)
            && IN_KEY[usize::from(self.byte(start + length))] == 0
            && (is_attribute || self.byte(start + length) != b'=')
        {
            self.at = start + length;
            return Name { span: Span { start, end: self.at }, key: (key, 0) };
        }
        self.long_name(start, is_attribute)
    }

    #[inline(never)]
    fn long_name(&mut self, start: usize, is_attribute: bool) -> Name {
        let (mut low, mut high) = (0_u64, 0_u64);
        let mut at = start;
        while let Some(&byte) = self.bytes.get(at) {
            let mut in_key = IN_KEY[usize::from(byte)];
            if in_key == 0 {
                if byte != b'=' || is_attribute && at > start {
                    break;
                }
                in_key = byte;
            }
            match at - start {
                place @ 0..8 => low |= u64::from(in_key) << (place * 8),
                place @ 8..KEY_LENGTH => high |= u64::from(in_key) << (place * 8 - 64),
                _ => {}
            }
            at += 1;
        }
        self.at = at;
        // A longer name is none of the known: no name has this byte.
        let key = if at - start > KEY_LENGTH { (u64::MAX, u64::MAX) } else { (low, high) };
        Name { span: Span { start, end: at }, key }
    }

    #[inline]
    pub(super) fn start_tag(&mut self) -> Option<Token> {
        let name = self.name(self.at + 1, false);
        self.attributes.clear();
        let self_closing = if self.byte(self.at) == b'>' {
            self.at += 1;
            false
        } else {
            let Some(self_closing) = self.read_attributes(true) else { return self.unfinished(name) };
            self_closing
        };
        Some(Token::StartTag { name, self_closing })
    }

    #[inline]
    pub(super) fn end_tag(&mut self) -> Option<Token> {
        let name = self.name(self.at + 2, false);
        if self.byte(self.at) == b'>' {
            self.at += 1;
        } else {
            self.read_attributes(false)?;
        }
        Some(Token::EndTag { name })
    }

    fn skip_space(&mut self) -> u8 {
        while is_space(self.byte(self.at)) {
            self.at += 1;
        }
        self.byte(self.at)
    }

    /// § 13.2.5.32 and on, to the end of the tag: whether it closes itself. None where the input ends first: then there was
    /// no tag.
    fn read_attributes(&mut self, kept: bool) -> Option<bool> {
        loop {
            match self.skip_space() {
                b'>' => {
                    self.at += 1;
                    return Some(false);
                }
                b'/' => {
                    self.at += 1;
                    if self.byte(self.at) == b'>' {
                        self.at += 1;
                        return Some(true);
                    }
                    continue;
                }
                _ if self.at >= self.bytes.len() => return None,
                _ => {}
            }
            // A name may begin with a `=`.
            let start = self.at;
            let name = self.name(start, true);
            let (value, is_plain) = if self.byte(self.at) == b'=' || self.skip_space() == b'=' {
                self.at += 1;
                self.value()?
            } else {
                (Span { start: name.span.end, end: name.span.end }, true)
            };
            if kept {
                if self.attributes.len() >= self.most_attributes {
                    self.has_too_many = true;
                    self.stop();
                    return None;
                }
                self.attributes.push(RawAttribute { name, value, is_plain });
            }
        }
    }

    /// A value, and whether it is plain. None where the input ends in it.
    #[inline]
    fn value(&mut self) -> Option<(Span, bool)> {
        let mut quote = self.byte(self.at);
        if quote != b'"' {
            quote = self.skip_space();
        }
        if matches!(quote, b'"' | b'\'') {
            let start = self.at + 1;
            // What is plain has none of the usual quotes in it.
            let plain_end = if quote == b'"' { scan::plain_value(self.bytes, start) } else { start };
            let Some(end) = scan::byte(self.bytes, plain_end, quote) else {
                self.stop();
                return None;
            };
            self.at = end + 1;
            let is_plain = match quote {
                b'"' => plain_end == end,
                _ => scan::plain_value(&self.bytes[..end], start) == end,
            };
            return Some((Span { start, end }, is_plain));
        }
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| !is_space(*byte) && *byte != b'>') {
            self.at += 1;
        }
        Some((Span { start, end: self.at }, false))
    }
}
