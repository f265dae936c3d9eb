//! Text in which no markup is looked for: what is in a `title`, a `style`, a script; CDATA; plaintext.

use super::{RawText, Section, Span, Token, Tokenizer, is_space};
use crate::html::references;
use crate::html::scan;

impl Tokenizer<'_> {
    /// From here on: the text of the element whose start tag was read last, to the end tag of that `name`.
    pub fn raw_text(&mut self, kind: RawText, name: &str) {
        let end = match kind {
            RawText::ScriptData => self.end_of_script(name),
            RawText::Rcdata | RawText::Rawtext => {
                self.each(self.at, b'<').find(|at| self.is_end_tag(*at, name)).unwrap_or(self.bytes.len())
            }
        };
        self.section = Some(Section { end, after: end, has_references: kind == RawText::Rcdata, replaces_nul: true });
    }

    /// As [`Tokenizer::raw_text`], and passes over the text and its end tag: the text as it is written.
    pub(crate) fn skip_raw_text(&mut self, kind: RawText, name: &str) -> Span {
        self.raw_text(kind, name);
        let start = self.at;
        if let Some(section) = self.section.take() {
            self.at = section.end;
        }
        let end = self.at;
        if end < self.bytes.len() {
            self.end_tag();
        }
        Span { start, end }
    }

    /// From here on: text to the end of the input (§ 13.2.5.5).
    pub fn plaintext(&mut self) {
        let end = self.bytes.len();
        self.section = Some(Section { end, after: end, has_references: false, replaces_nul: true });
    }

    /// Where a byte stands, from `from` on.
    fn each(&self, from: usize, wanted: u8) -> impl Iterator<Item = usize> {
        let bytes = self.bytes;
        let mut from = from;
        std::iter::from_fn(move || {
            let found = scan::byte(bytes, from, wanted)?;
            from = found + 1;
            Some(found)
        })
    }

    /// Whether this begins at `at`, and what may end a tag's name behind it.
    fn is_tag(&self, at: usize, prefix: &str, name: &str) -> bool {
        let rest = self.rest(at);
        let Some(rest) = rest.strip_prefix(prefix.as_bytes()) else { return false };
        rest.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
            && rest.get(name.len()).is_some_and(|byte| is_space(*byte) || matches!(byte, b'/' | b'>'))
    }

    fn is_end_tag(&self, at: usize, name: &str) -> bool {
        self.is_tag(at, "</", name)
    }

    /// § 13.2.5.15 and on: behind a `<!--` a `<script>` hides one end tag; a `-->` ends both.
    fn end_of_script(&self, name: &str) -> usize {
        #[derive(PartialEq)]
        enum State {
            Script,
            Escaped,
            DoubleEscaped,
        }
        let mut state = State::Script;
        let mut at = self.at;
        loop {
            let next = if state == State::Script {
                scan::byte(self.bytes, at, b'<')
            } else {
                self.rest(at).iter().position(|byte| matches!(byte, b'<' | b'-')).map(|length| at + length)
            };
            let Some(found) = next else { return self.bytes.len() };
            at = found + 1;
            if self.rest(found).starts_with(b"-->") {
                state = State::Script;
            } else if self.rest(found).starts_with(b"</") {
                if state == State::DoubleEscaped && self.is_end_tag(found, "script") {
                    state = State::Escaped;
                } else if state != State::DoubleEscaped && self.is_end_tag(found, name) {
                    return found;
                }
            } else if state == State::Script && self.rest(found).starts_with(b"<!--") {
                state = State::Escaped;
                // Its dashes count as those of an end: `<!-->` is whole.
                at = found + 2;
            } else if state == State::Escaped && self.is_tag(found, "<", "script") {
                state = State::DoubleEscaped;
            }
        }
    }

    pub(super) fn in_section(&mut self) -> Option<Token> {
        let section = self.section?;
        let start = self.at;
        if start >= section.end {
            self.at = section.after;
            self.section = None;
            return None;
        }
        let bytes = &self.bytes[..section.end];
        let stop = bytes[start..].iter().position(|byte| *byte == 0 || section.has_references && *byte == b'&');
        match stop {
            None => Some(self.as_text(section.end)),
            Some(length) if length > 0 => Some(self.as_text(start + length)),
            Some(_) if bytes[start] == 0 => {
                self.at += 1;
                Some(if section.replaces_nul { Token::Characters(['\u{FFFD}', '\0']) } else { Token::Nul })
            }
            Some(_) => Some(match references::decode(&bytes[start + 1..], false) {
                None => self.as_text(start + 1),
                Some((length, characters)) => {
                    self.at += 1 + length;
                    Token::Characters(characters)
                }
            }),
        }
    }
}
