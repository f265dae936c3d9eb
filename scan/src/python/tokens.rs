//! Python as words, texts and brackets: enough to see what is called with what, and where a block ends.
//!
//! No parser of Python on crates.io both builds with our oldest Rust and is light, and the rules ask about calls alone.

/// Brackets within brackets that a file may have.
const MAX_NESTING: usize = 600;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// A text: what stands between its quotes.
    Text { from: usize, to: usize, is_raw: bool, is_format: bool },
    /// Anything else, a byte of ASCII.
    Sign(u8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Of a bracket: the token of its other half.
    pub(super) other: usize,
}

/// A line of the grammar, which goes on within brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) indent: usize,
    /// Its tokens.
    pub(super) first: usize,
    pub(super) last: usize,
}

#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) tokens: Vec<Token>,
    pub(super) lines: Vec<Line>,
}

pub(super) fn tokens(text: &str) -> Result<Tokens, String> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let mut out = Tokens::default();
    let mut open: Vec<usize> = Vec::new();
    let (mut at, mut line_start, mut first) = (0, 0, 0);
    while at < bytes.len() {
        let start = at;
        match byte(at) {
            b'\n' => {
                at += 1;
                if open.is_empty() {
                    out.end_line(text, line_start, &mut first);
                    line_start = at;
                }
                continue;
            }
            b'\\' if matches!(byte(at + 1), b'\n' | b'\r') => at += if byte(at + 1) == b'\r' { 3 } else { 2 },
            c if c.is_ascii_whitespace() || c == b'\\' => at += 1,
            b'#' => at += bytes.get(at..).unwrap_or_default().iter().take_while(|c| **c != b'\n').count(),
            b'"' | b'\'' => {
                let kind = quoted(bytes, &mut at, "");
                out.push(kind, start, at);
            }
            c if is_word(c) => {
                while is_word(byte(at)) {
                    at += 1;
                }
                let word = text.get(start..at).unwrap_or_default();
                let is_prefix = word.len() <= 2 && word.bytes().all(|c| b"rRbBuUfFtT".contains(&c));
                let kind = if is_prefix && matches!(byte(at), b'"' | b'\'') {
                    quoted(bytes, &mut at, word)
                } else {
                    Kind::Word
                };
                out.push(kind, start, at);
            }
            c => {
                at += 1;
                let here = out.tokens.len();
                out.push(Kind::Sign(c), start, at);
                match c {
                    b'(' | b'[' | b'{' => open.push(here),
                    b')' | b']' | b'}' => {
                        if let Some(before) = open.pop() {
                            for (one, other) in [(before, here), (here, before)] {
                                if let Some(token) = out.tokens.get_mut(one) {
                                    token.other = other;
                                }
                            }
                        }
                    }
                    _ => {}
                }
                if open.len() > MAX_NESTING {
                    return Err(format!("nests more than {MAX_NESTING} levels"));
                }
            }
        }
    }
    out.end_line(text, line_start, &mut first);
    Ok(out)
}

impl Tokens {
    /// Takes in another text's, which begins at a byte.
    pub(super) fn append(&mut self, more: Tokens, start: usize) {
        let (tokens, bytes) = (self.tokens.len(), start);
        self.tokens.extend(more.tokens.into_iter().map(|token| Token {
            kind: match token.kind {
                Kind::Text { from, to, is_raw, is_format } => {
                    Kind::Text { from: from + bytes, to: to + bytes, is_raw, is_format }
                }
                kind => kind,
            },
            start: token.start + bytes,
            end: token.end + bytes,
            other: token.other + tokens,
        }));
        self.lines.extend(more.lines.into_iter().map(|line| Line {
            first: line.first + tokens,
            last: line.last + tokens,
            ..line
        }));
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let other = self.tokens.len();
        self.tokens.push(Token { kind, start, end, other });
    }

    fn end_line(&mut self, text: &str, start: usize, first: &mut usize) {
        if *first < self.tokens.len() {
            let indent = self.tokens.get(*first).map_or(0, |token| token.start.saturating_sub(start));
            let before = text.get(start..start + indent).unwrap_or_default();
            let indent = before.chars().map(|c| if c == '\t' { 8 } else { 1 }).sum();
            self.lines.push(Line { indent, first: *first, last: self.tokens.len() });
        }
        *first = self.tokens.len();
    }
}

fn is_word(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80
}

/// A text, from its first quote. One of a line ends with the line at the latest.
fn quoted(bytes: &[u8], at: &mut usize, prefix: &str) -> Kind {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let quote = byte(*at);
    let is_long = byte(*at + 1) == quote && byte(*at + 2) == quote;
    let is_format = prefix.contains(['f', 'F', 't', 'T']);
    *at += if is_long { 3 } else { 1 };
    let from = *at;
    let mut holes = 0_usize;
    loop {
        let c = byte(*at);
        if *at >= bytes.len() || (c == b'\n' && !is_long) {
            return Kind::Text { from, to: *at, is_raw: prefix.contains(['r', 'R']), is_format };
        }
        let ends = c == quote && holes == 0 && (!is_long || (byte(*at + 1) == quote && byte(*at + 2) == quote));
        if ends {
            let to = *at;
            *at += if is_long { 3 } else { 1 };
            return Kind::Text { from, to, is_raw: prefix.contains(['r', 'R']), is_format };
        }
        match c {
            b'\\' => *at += 1,
            // Since Python 3.12 a hole may hold the quotes that are around it.
            b'{' if is_format && byte(*at + 1) == b'{' => *at += 1,
            b'{' if is_format => holes += 1,
            b'}' if is_format => holes = holes.saturating_sub(1),
            _ => {}
        }
        *at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};

    #[test]
    fn lines_texts_and_brackets() {
        let text = "def f(a,\n  b):  # '\n    x = r'\\d' f\"{d[\"k\"]}\" '''q\n''' \\\n  + 1\ny";
        let read = tokens(text).unwrap_or_default();
        assert_eq!(read.lines.iter().map(|line| line.indent).collect::<Vec<_>>(), [0, 4, 0]);
        let texts: Vec<_> = read
            .tokens
            .iter()
            .filter_map(|token| match token.kind {
                Kind::Text { from, to, .. } => text.get(from..to),
                _ => None,
            })
            .collect();
        assert_eq!(texts, ["\\d", "{d[\"k\"]}", "q\n"]);
        let open = read.tokens.iter().position(|token| token.kind == Kind::Sign(b'(')).unwrap_or_default();
        assert_eq!(read.tokens[read.tokens[open].other].kind, Kind::Sign(b')'));
        assert!(tokens(&"(".repeat(1_000)).is_err());
    }
}
