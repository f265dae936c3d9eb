//! What is called with what, and which functions there are.

use std::borrow::Cow;

use super::tokens::{Kind, Line, Token, Tokens};
use super::values::Names;

/// A file of Python.
#[derive(Debug)]
pub(super) struct Module<'a> {
    /// Its text, and behind it those of modules that its names lead into.
    pub(super) text: &'a str,
    pub(super) own: &'a str,
    /// Its own text, in lower case as far as it is ASCII.
    pub(super) lower: String,
    pub(super) tokens: Tokens,
    /// How many tokens and lines are its own.
    pub(super) ends: (usize, usize),
    pub(super) names: Names<'a>,
}

/// A call: `app.add_middleware(CORSMiddleware, allow_origins=["*"])`.
#[derive(Debug)]
pub(super) struct Call<'a> {
    /// As it is written: `app.add_middleware`.
    pub(super) name: &'a str,
    pub(super) args: Vec<Arg<'a>>,
    pub(super) span: (usize, usize),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Arg<'a> {
    /// `allow_origins`; none, if the place alone says which it is.
    pub(super) name: Option<&'a str>,
    /// What is written for it.
    pub(super) written: &'a str,
    pub(super) span: (usize, usize),
    /// Its tokens, the name left out.
    pub(super) tokens: (usize, usize),
}

/// A function, with what decorates it.
#[derive(Debug)]
pub(super) struct Function<'a> {
    pub(super) name: &'a str,
    pub(super) decorators: Vec<Call<'a>>,
    /// Everything below its first line.
    pub(super) body: &'a str,
    /// Its first line's tokens, and those of its body.
    pub(super) tokens: (usize, usize),
    pub(super) span: (usize, usize),
}

impl<'a> Call<'a> {
    /// Its last part: `add_middleware`.
    pub(super) fn method(&self) -> &'a str {
        self.name.rsplit('.').next().unwrap_or_default()
    }

    pub(super) fn named(&self, name: &str) -> Option<&Arg<'a>> {
        self.args.iter().find(|arg| arg.name == Some(name))
    }

    pub(super) fn at(&self, at: usize) -> Option<&Arg<'a>> {
        self.args.iter().filter(|arg| arg.name.is_none()).nth(at)
    }
}

impl<'a> Module<'a> {
    pub(super) fn own_lines(&self) -> &[Line] {
        self.tokens.lines.get(..self.ends.1).unwrap_or_default()
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.tokens.get(at)
    }

    pub(super) fn sign(&self, at: usize) -> u8 {
        match self.token(at).map(|token| token.kind) {
            Some(Kind::Sign(sign)) => sign,
            _ => 0,
        }
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        match self.token(at) {
            Some(Token { kind: Kind::Word, start, end, .. }) => self.slice(*start, *end),
            _ => "",
        }
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// What tokens say, as it is written.
    pub(super) fn written(&self, first: usize, last: usize) -> (&'a str, (usize, usize)) {
        let start = self.token(first).map_or(0, |token| token.start);
        let end = last.checked_sub(1).and_then(|at| self.token(at)).map_or(start, |token| token.end).max(start);
        (self.slice(start, end), (start, end))
    }

    /// The call whose bracket this is, if one of these names is called: its last part.
    pub(super) fn call(&self, open: usize, wanted: impl Fn(&str) -> bool) -> Option<Call<'a>> {
        if self.sign(open) != b'(' {
            return None;
        }
        let mut first = open.checked_sub(1)?;
        if !wanted(self.word(first)) || matches!(self.word(first.wrapping_sub(1)), "def" | "class") {
            return None;
        }
        while first >= 2 && self.sign(first - 1) == b'.' && !self.word(first - 2).is_empty() {
            first -= 2;
        }
        let close = self.token(open)?.other;
        let close = if close > open { close } else { self.tokens.tokens.len() };
        let (name, (start, _)) = self.written(first, open);
        let (_, (_, end)) = self.written(open, close + 1);
        Some(Call { name, args: self.args(open + 1, close), span: (start, end) })
    }

    fn args(&self, first: usize, last: usize) -> Vec<Arg<'a>> {
        let mut args = Vec::new();
        for (from, to) in self.items(first, last) {
            let is_named = !self.word(from).is_empty() && self.sign(from + 1) == b'=' && self.sign(from + 2) != b'=';
            let (name, value) = if is_named { (Some(self.word(from)), from + 2) } else { (None, from) };
            let (written, _) = self.written(value, to);
            let (_, span) = self.written(from, to);
            if self.sign(from) == b'*' && self.sign(from + 1) == b'*' {
                args.extend(self.entries((from + 2, to), 0).into_iter().map(|(name, tokens)| {
                    let (written, _) = self.written(tokens.0, tokens.1);
                    Arg { name: Some(name), written, span, tokens }
                }));
                continue;
            }
            args.push(Arg { name, written, span, tokens: (value, to) });
        }
        args
    }

    /// What stands between the commas.
    pub(super) fn items(&self, first: usize, last: usize) -> Vec<(usize, usize)> {
        let (mut items, mut from, mut at) = (Vec::new(), first, first);
        while at < last {
            match self.sign(at) {
                b',' => {
                    items.push((from, at));
                    from = at + 1;
                }
                b'(' | b'[' | b'{' => at = self.token(at).map_or(at, |token| token.other.max(at)),
                _ => {}
            }
            at += 1;
        }
        items.push((from, last));
        items.retain(|(from, to)| from < to);
        items
    }

    /// A text, or several that stand side by side; with what its escapes mean.
    pub(super) fn text_of(&self, (first, last): (usize, usize)) -> Option<Cow<'a, str>> {
        let mut whole = Cow::Borrowed("");
        for at in first..last {
            match self.token(at)?.kind {
                Kind::Text { from, to, is_raw, .. } => {
                    let part = self.slice(from, to);
                    let part =
                        if is_raw || !part.contains('\\') { Cow::Borrowed(part) } else { Cow::Owned(unescaped(part)) };
                    if whole.is_empty() { whole = part } else { whole.to_mut().push_str(&part) }
                }
                // Around texts of several lines.
                Kind::Sign(b'(' | b')') => {}
                _ => return None,
            }
        }
        (first < last).then_some(whole)
    }

    /// The texts of a list, of a tuple or of a set; a text alone is a list of one.
    pub(super) fn texts_of(&self, (first, last): (usize, usize)) -> Option<Vec<Cow<'a, str>>> {
        if !matches!(self.sign(first), b'[' | b'(' | b'{') {
            return self.text_of((first, last)).map(|text| vec![text]);
        }
        self.items(first + 1, last.saturating_sub(1)).into_iter().map(|item| self.text_of(item)).collect()
    }

    /// Functions, in order.
    pub(super) fn functions(&self) -> Vec<Function<'a>> {
        let mut found = Vec::new();
        let mut decorators = Vec::new();
        for (at, line) in self.own_lines().iter().enumerate() {
            if self.sign(line.first) == b'@' {
                decorators.push(self.decorator(line));
                continue;
            }
            let name = line.first + 1 + usize::from(self.word(line.first) == "async");
            if self.word(name - 1) != "def" {
                decorators.clear();
                continue;
            }
            let below = self.own_lines().get(at + 1..).unwrap_or_default();
            let end =
                below.iter().take_while(|other| other.indent > line.indent).last().map_or(line.last, |last| last.last);
            let (body, _) = self.written(line.last, end);
            let (_, span) = self.written(line.first, line.last);
            let decorators = std::mem::take(&mut decorators);
            found.push(Function { name: self.word(name), decorators, body, tokens: (line.last, end), span });
        }
        found
    }

    /// `@mcp.tool` is as good as `@mcp.tool()`.
    pub(super) fn decorator(&self, line: &Line) -> Call<'a> {
        let open = (line.first..line.last).find(|at| self.sign(*at) == b'(');
        open.and_then(|open| self.call(open, |_| true)).unwrap_or_else(|| {
            let (name, span) = self.written(line.first + 1, line.last);
            Call { name, args: Vec::new(), span }
        })
    }
}

/// What `\u200b`, `\U000e0041`, `\x1b` and `\n` mean. Others stay.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut chars = after.chars();
        let kind = chars.next();
        let digits = match kind {
            Some('u') => 4,
            Some('U') => 8,
            Some('x') => 2,
            _ => 0,
        };
        let named =
            after.get(1..=digits).filter(|_| digits > 0).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match (named.and_then(char::from_u32), kind) {
            (Some(c), _) => {
                out.push(c);
                rest = after.get(1 + digits..).unwrap_or_default();
            }
            (None, Some(kind)) => {
                out.extend(match kind {
                    'n' | '\n' => Some('\n'),
                    't' => Some('\t'),
                    kind => Some(kind),
                });
                rest = chars.as_str();
            }
            (None, None) => rest = "",
        }
    }
    out.push_str(rest);
    out
}
