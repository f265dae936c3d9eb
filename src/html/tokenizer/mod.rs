//! The tokenizer: HTML Standard § 13.2.5, over a whole input.
//!
//! The standard goes character by character, since a network brings them so. Here the whole input is there, so a token is a
//! place in it: text up to the next `<`, `&` or NUL, a name, a value up to its quote. What the standard's states would do
//! with each character on the way is in the few rules below.
//!
//! The input has no CR: [`normalize`] comes first (§ 13.2.3.5). Parse errors are not told.

mod placeholder;
mod raw_text;
mod tags;

use std::borrow::Cow;

use super::names;
use super::references::{self, Characters};
use super::scan;
use placeholder::Unmatched;
#[cfg(feature = "markdown")]
pub(crate) use placeholder::starts_with_placeholder;

/// A part of the input, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// A name as it is written, and its bytes in lower case as a key, by which short names are told apart.
#[derive(Debug, Clone, Copy, Default)]
pub struct Name {
    pub span: Span,
    pub(crate) key: (u64, u64),
}

/// Bytes of a name that its key holds.
const KEY_LENGTH: usize = 16;

impl Name {
    /// The name as the parser has it: in lower case, NUL replaced.
    pub fn of<'i>(&self, text: &'i str) -> Cow<'i, str> {
        parsed_name(self.span.of(text))
    }

    /// Whether both are one name. A NUL and the U+FFFD that replaces it are not seen to be the same.
    pub(crate) fn is_same(&self, other: &Self, text: &str) -> bool {
        let bytes = |name: &Self| &text.as_bytes()[name.span.start..name.span.end];
        self.key == other.key && (self.is_short() || bytes(self).eq_ignore_ascii_case(bytes(other)))
    }

    /// For tables of names.
    pub(crate) fn hash(&self) -> usize {
        names::hash(self.key)
    }

    /// Whether another name of this key is the same name.
    pub(crate) fn is_short(&self) -> bool {
        self.span.end - self.span.start <= KEY_LENGTH
    }
}

/// A name as the parser has it: in lower case, NUL replaced.
pub(crate) fn parsed_name(written: &str) -> Cow<'_, str> {
    if written.bytes().any(|byte| byte.is_ascii_uppercase() || byte == 0) {
        written.to_ascii_lowercase().replace('\0', "\u{FFFD}").into()
    } else {
        written.into()
    }
}

/// An attribute of the last start tag, as it is written; [`references::decode_value`] makes its value of that.
#[derive(Debug, Clone, Copy)]
pub struct RawAttribute {
    pub name: Name,
    pub value: Span,
    /// What is written is the value, and would be written so again.
    pub(crate) is_plain: bool,
}

/// Closed: it is for the project's own tests alone.
#[derive(Debug, Clone, Copy)]
pub enum Token {
    /// Characters as they stand. Plain, if none of them is escaped or may be invisible.
    Text {
        span: Span,
        plain: bool,
    },
    /// What a reference stands for, or what replaces a NUL.
    Characters(Characters),
    Nul,
    StartTag {
        name: Name,
        self_closing: bool,
    },
    EndTag {
        name: Name,
    },
    /// Its text, of which [`Tokenizer::comment_text`] makes what the parser has.
    Comment(Span),
    /// What stands between `<!doctype` and its `>`, of which [`Doctype::read`](super::Doctype::read) makes what the parser has.
    Doctype {
        span: Span,
        is_whole: bool,
    },
    /// `<![CDATA[`, from which on [`Tokenizer::cdata`] is text in foreign content, and [`Tokenizer::bogus`] is a comment.
    CdataStart,
}

/// What the text of an element is, once its start tag was read.
///
/// Closed: it is for the project's own tests alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawText {
    /// `title`, `textarea`: references count.
    Rcdata,
    /// `style`, `iframe` and others.
    Rawtext,
    /// As `Rawtext`, and what looks like a comment can hold an end tag.
    ScriptData,
}

/// Text in which no markup is looked for.
#[derive(Debug, Clone, Copy)]
struct Section {
    /// Where it ends, and where what ends it does.
    end: usize,
    after: usize,
    has_references: bool,
    /// In a CDATA section a NUL is the tree construction's.
    replaces_nul: bool,
}

#[derive(Debug)]
pub struct Tokenizer<'i> {
    text: &'i str,
    bytes: &'i [u8],
    at: usize,
    section: Option<Section>,
    attributes: Vec<RawAttribute>,
    /// Attributes that a tag may have.
    most_attributes: usize,
    has_too_many: bool,
    /// Where names in angle brackets may be text: what is known of them, once it was asked for.
    placeholders: Option<Option<Unmatched<'i>>>,
    /// Line ends up to there.
    counted: usize,
    line: u32,
}

/// § 13.2.3.5: each CR, and the LF behind it, is an LF.
pub fn normalize(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let Some(mut at) = scan::far_byte(bytes, 0, b'\r') else { return text.into() };
    let mut normal = String::with_capacity(text.len());
    let mut from = 0;
    loop {
        normal.push_str(&text[from..at]);
        if bytes.get(at + 1) != Some(&b'\n') {
            normal.push('\n');
        }
        from = at + 1;
        match scan::far_byte(bytes, from, b'\r') {
            Some(next) => at = next,
            None => break,
        }
    }
    normal.push_str(&text[from..]);
    normal.into()
}

/// What a byte of a name is in its key; 0 where it ends a name. A `=` ends some.
static IN_KEY: [u8; 256] = {
    let mut in_key = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        in_key[byte] = match byte as u8 {
            // No text has this byte, and no key a NUL but behind its name.
            0 => 0xFF,
            b'/' | b'>' | b'=' => 0,
            other if is_space(other) => 0,
            other => other.to_ascii_lowercase(),
        };
        byte += 1;
    }
    in_key
};

/// § 4.2 of the Infra Standard, ASCII white space; a normalized input has no CR.
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | 0x0C)
}

impl<'i> Tokenizer<'i> {
    pub fn new(text: &'i str, most_attributes: usize) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            section: None,
            attributes: Vec::new(),
            most_attributes,
            has_too_many: false,
            placeholders: None,
            counted: 0,
            line: 1,
        }
    }

    /// The attributes of the start tag that was read last, in their order, the same name more than once too.
    pub fn attributes(&self) -> &[RawAttribute] {
        &self.attributes
    }

    /// A tag had more attributes than it may: nothing was read from there on.
    pub fn has_too_many_attributes(&self) -> bool {
        self.has_too_many
    }

    /// The line that the tokenizer is in, from 1.
    pub fn line(&mut self) -> u32 {
        let ends = self.bytes[self.counted..self.at].iter().fold(0_u32, |ends, byte| ends + u32::from(*byte == b'\n'));
        self.counted = self.at;
        self.line = self.line.saturating_add(ends);
        self.line
    }

    /// How far the input was read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Reads no further.
    pub fn stop(&mut self) {
        self.at = self.bytes.len();
        self.section = None;
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    fn rest(&self, from: usize) -> &'i [u8] {
        self.bytes.get(from..).unwrap_or_default()
    }

    /// The next token; none at the end.
    #[inline]
    pub fn token(&mut self) -> Option<Token> {
        if self.section.is_some()
            && let Some(token) = self.in_section()
        {
            return Some(token);
        }
        while self.at < self.bytes.len() {
            let start = self.at;
            let plain_end = scan::plain_text(self.bytes, start);
            let end = match self.bytes.get(plain_end) {
                None | Some(b'<' | b'&' | 0) => plain_end,
                _ => scan::text(self.bytes, plain_end),
            };
            if end > start {
                self.at = end;
                return Some(Token::Text { span: Span { start, end }, plain: end == plain_end });
            }
            let token = match self.bytes[start] {
                b'&' => Some(self.reference()),
                b'<' => self.markup(),
                _ => {
                    self.at += 1;
                    Some(Token::Nul)
                }
            };
            if token.is_some() {
                return token;
            }
        }
        None
    }

    /// What stands here, to `end`, as text.
    fn as_text(&mut self, end: usize) -> Token {
        let span = Span { start: self.at, end };
        self.at = end;
        Token::Text { span, plain: false }
    }

    fn reference(&mut self) -> Token {
        match references::decode(self.rest(self.at + 1), false) {
            None => self.as_text(self.at + 1),
            Some((length, characters)) => {
                self.at += 1 + length;
                Token::Characters(characters)
            }
        }
    }

    /// Behind a `<` (§ 13.2.5.6 and on). Nothing, where what begins here is no token.
    #[inline]
    fn markup(&mut self) -> Option<Token> {
        let from = self.at;
        match self.bytes.get(from + 1) {
            Some(first) if first.is_ascii_alphabetic() => self.start_tag(),
            Some(b'/') => match self.bytes.get(from + 2) {
                Some(first) if first.is_ascii_alphabetic() => self.end_tag(),
                Some(b'>') => {
                    self.at = from + 3;
                    None
                }
                Some(_) => Some(self.comment_from(from + 2)),
                None => Some(self.as_text(from + 2)),
            },
            Some(b'!') => Some(self.declaration()),
            Some(b'?') => Some(self.comment_from(from + 1)),
            _ => Some(self.as_text(from + 1)),
        }
    }

    /// § 13.2.5.42: a comment, a doctype, a CDATA section, or what is taken for a comment.
    #[cold]
    fn declaration(&mut self) -> Token {
        const DOCTYPE: &[u8] = b"doctype";
        let from = self.at + 2;
        let rest = self.rest(from);
        if rest.starts_with(b"--") {
            self.comment(from + 2)
        } else if rest.get(..DOCTYPE.len()).is_some_and(|word| word.eq_ignore_ascii_case(DOCTYPE)) {
            let span = self.skip_past_greater_than(from + DOCTYPE.len());
            let is_whole = self.bytes[span.end..].first() == Some(&b'>');
            Token::Doctype { span, is_whole }
        } else if rest.starts_with(b"[CDATA[") {
            self.at = from;
            Token::CdataStart
        } else {
            self.comment_from(from)
        }
    }

    /// Up to the next `>`, and behind it.
    fn skip_past_greater_than(&mut self, start: usize) -> Span {
        let found = scan::byte(self.bytes, start, b'>');
        let end = found.unwrap_or(self.bytes.len());
        self.at = found.map_or(end, |end| end + 1);
        Span { start, end }
    }

    /// § 13.2.5.41, "bogus comment".
    fn comment_from(&mut self, start: usize) -> Token {
        let span = self.skip_past_greater_than(start);
        Token::Comment(span)
    }

    /// What [`Token::CdataStart`] begins where CDATA is not allowed.
    pub fn bogus(&mut self) -> Token {
        self.comment_from(self.at)
    }

    /// What [`Token::CdataStart`] begins where CDATA is allowed.
    pub fn cdata(&mut self) {
        const END: &str = "]]>";
        let start = self.at + "[CDATA[".len();
        let found = self.text[start..].find(END).map(|length| start + length);
        let end = found.unwrap_or(self.bytes.len());
        self.at = start;
        self.section = Some(Section {
            end,
            after: found.map_or(end, |end| end + END.len()),
            has_references: false,
            replaces_nul: false,
        });
    }

    /// § 13.2.5.43 and on, behind the `<!--`.
    fn comment(&mut self, body: usize) -> Token {
        let rest = self.rest(body);
        let at_once = [&b">"[..], b"->"].into_iter().find(|end| rest.starts_with(end));
        if let Some(end) = at_once {
            self.at = body + end.len();
            return Token::Comment(Span { start: body, end: body });
        }
        let mut from = body;
        while let Some(dash) = scan::byte(self.bytes, from, b'-') {
            let found = [&b"-->"[..], b"--!>"].into_iter().find(|end| self.rest(dash).starts_with(end));
            if let Some(end) = found {
                self.at = dash + end.len();
                return Token::Comment(Span { start: body, end: dash });
            }
            from = dash + 1;
        }
        // What could have begun its end is not of it.
        let unfinished =
            ["--!", "--", "-"].into_iter().find(|end| self.text[body..].ends_with(end)).unwrap_or_default();
        let span = Span { start: body, end: self.bytes.len() - unfinished.len() };
        self.at = self.bytes.len();
        Token::Comment(span)
    }

    /// The text of a comment as the parser has it: NUL replaced.
    pub fn comment_text(&self, span: Span) -> Cow<'i, str> {
        let text = &self.text[span.start..span.end];
        if text.contains('\0') { text.replace('\0', "\u{FFFD}").into() } else { text.into() }
    }
}
