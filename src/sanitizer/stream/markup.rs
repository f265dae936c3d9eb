//! HTML that arrives. At a tag where only plain elements are open, what came before is settled: nothing that comes later can
//! move it. What comes next is read behind the start tags of those elements.

use std::borrow::Cow;

use crate::html::balance::{RAW, VOID, is_known};
use crate::html::pace::Pace;
use crate::html::pieces::{Back, Piece, Source, Step};
use crate::html::tokenizer::{Token, Tokenizer};

/// Elements that a parser neither moves nor opens again.
const PLAIN: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "code",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Of these, the ones that a `<p>` does not end at.
const IN_PARAGRAPHS: &[&str] = &["code"];
/// Of these, the ones in which text is not shown.
const WITHOUT_TEXT: &[&str] = &["dl", "ol", "table", "tbody", "thead", "tr", "ul"];
/// Elements whose end tag may be left out.
const IMPLIED: &[&str] = &["dd", "dt", "li", "p", "tbody", "td", "th", "thead", "tr"];
/// Tags that change nothing here.
const NOTHING: &[&str] = &["body", "head", "html"];
/// What is settled in one go: less is not worth it.
const LEAST: usize = 128;
/// Text that is settled before its end has come.
const LONG_TEXT: usize = 1 << 10;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    name: String,
    /// The start tag, as it is written.
    tag: String,
}

/// Markup, as far as it came.
#[derive(Debug, Default)]
pub(crate) struct MarkupSource {
    text: String,
    /// Up to here it is settled.
    at: usize,
    /// The elements that are open there.
    open: Vec<Open>,
    /// Markup that is not finished waits.
    holds: bool,
    pace: Pace,
    /// Nothing is settled any more.
    is_tangled: bool,
}

/// What a look at the open part found.
struct Found {
    /// Where it can be settled, and what is open there.
    mark: Option<(usize, Vec<Open>)>,
    /// Where the last whole token ends.
    whole: usize,
    /// Where the outermost inline element begins that is open.
    inline: Option<usize>,
}

impl MarkupSource {
    pub(crate) fn new(holds: bool) -> Self {
        Self { holds, ..Self::default() }
    }

    fn step(&mut self) -> Step {
        let found = self.look();
        let settled = found.mark.filter(|_| !self.is_tangled).map(|(mark, open)| {
            let piece = self.piece(mark);
            self.at = mark;
            self.open = open;
            piece
        });
        let end = match (self.holds, found.inline) {
            (true, Some(inline)) => found.whole.min(inline.max(self.at)),
            _ => found.whole,
        };
        Step { back: Back::No, settled, open: self.piece(end.max(self.at)), bytes: self.text.len() }
    }

    fn piece(&self, end: usize) -> Piece {
        let prefix: String = self.open.iter().map(|open| &*open.tag).collect();
        let html = format!("{prefix}{}", self.text.get(self.at..end).unwrap_or_default());
        Piece { prefix, depth: None, html }
    }

    fn look(&self) -> Found {
        let text = self.text.get(self.at..).unwrap_or_default();
        let mut open = self.open.clone();
        let mut inline: Vec<(usize, usize)> = Vec::new();
        let mut found = Found { mark: None, whole: self.at, inline: None };
        // What ends in a CR may go on with its LF.
        let text = text.strip_suffix('\r').unwrap_or(text);
        let mut tokenizer = Tokenizer::new(text, usize::MAX);
        let mut last = 0;
        loop {
            let start = tokenizer.position();
            let Some(token) = tokenizer.token() else { break };
            match token {
                Token::StartTag { name, self_closing } => {
                    let name = name.of(text).into_owned();
                    let end = tokenizer.position();
                    let is_nothing = !is_known(&name) || NOTHING.contains(&&*name) || in_foreign(&open) && self_closing;
                    if is_nothing {
                        // Text, or nothing is open behind it.
                    } else if let Some((name, kind)) = RAW.iter().find(|(raw, _)| *raw == name && !in_foreign(&open)) {
                        tokenizer.skip_raw_text(*kind, name);
                        if tokenizer.position() == text.len() && !text.ends_with('>') {
                            found.whole = self.at + end;
                            found.inline = inline.first().map(|(_, start)| *start);
                            return found;
                        }
                    } else if !VOID.contains(&&*name) {
                        imply(&mut open, &name);
                        self.settle(start, &open, text, &mut found);
                        if name == "tr" && open.last().is_some_and(|open| open.name == "table") {
                            open.push(Open { name: "tbody".into(), tag: "<tbody>".into() });
                        }
                        if !PLAIN.contains(&&*name) {
                            inline.push((open.len(), self.at + start));
                        }
                        open.push(Open { name, tag: text.get(start..end).unwrap_or_default().to_owned() });
                    }
                }
                Token::EndTag { name } => {
                    let name = name.of(text).into_owned();
                    if is_known(&name) && !NOTHING.contains(&&*name) {
                        while open.last().is_some_and(|open| open.name != name && IMPLIED.contains(&&*open.name)) {
                            open.pop();
                        }
                        if open.last().is_some_and(|open| open.name == name) {
                            open.pop();
                            inline.retain(|(depth, _)| *depth < open.len());
                            self.settle(tokenizer.position(), &open, text, &mut found);
                        } else {
                            // A parser repairs this; from here on nothing is certain.
                            open.push(Open { name: "#repaired".into(), tag: String::new() });
                        }
                    }
                }
                Token::Text { span, .. } if span.end - span.start > LONG_TEXT => {
                    let shows = open.last().is_none_or(|open| !WITHOUT_TEXT.contains(&&*open.name));
                    let cut = span.of(text).rfind([' ', '\n']);
                    if let Some(cut) = cut.filter(|_| shows) {
                        self.settle(span.start + cut + 1, &open, text, &mut found);
                    }
                }
                Token::CdataStart if in_foreign(&open) => tokenizer.cdata(),
                Token::CdataStart => drop(tokenizer.bogus()),
                _ => {}
            }
            last = tokenizer.position();
            found.whole = self.at + last;
        }
        if last > 0 && last == text.len() {
            found.whole = self.at + whole_text(text);
        }
        found.inline = inline.first().map(|(_, start)| *start);
        found
    }

    fn settle(&self, at: usize, open: &[Open], text: &str, found: &mut Found) {
        let is_plain = open.iter().all(|open| PLAIN.contains(&&*open.name));
        // A newline right behind `<pre>` would be none.
        let begins_line = text.as_bytes().get(at) == Some(&b'\n') && open.last().is_some_and(|open| open.name == "pre");
        let before = found.mark.as_ref().map_or(0, |(mark, _)| mark - self.at);
        if is_plain && !begins_line && at >= before + LEAST {
            found.mark = Some((self.at + at, open.to_vec()));
        }
    }
}

impl Source for MarkupSource {
    fn add(&mut self, chunk: &str) {
        self.text.push_str(chunk);
    }

    fn take(&mut self, chunk: &str) -> Option<Step> {
        self.add(chunk);
        self.pace.is_due(self.text.len() - self.at, self.text.len()).then(|| self.step())
    }

    fn start_over(&mut self) -> Step {
        self.is_tangled = true;
        self.at = 0;
        self.open.clear();
        Step { back: Back::All, ..self.step() }
    }

    fn whole(&self) -> Cow<'_, str> {
        (&*self.text).into()
    }
}

fn in_foreign(open: &[Open]) -> bool {
    open.iter().any(|open| matches!(&*open.name, "svg" | "math"))
}

/// What ends where this begins.
fn imply(open: &mut Vec<Open>, name: &str) {
    let ends: &[&str] = match name {
        "li" => &["p", "li"],
        "td" | "th" => &["p", "td", "th"],
        "tr" => &["p", "td", "th", "tr"],
        "tbody" | "thead" => &["p", "td", "th", "tr", "tbody", "thead"],
        "dd" | "dt" => &["p", "dd", "dt"],
        name if PLAIN.contains(&name) && !IN_PARAGRAPHS.contains(&name) => &["p"],
        _ => &[],
    };
    while open.last().is_some_and(|open| ends.contains(&&*open.name)) {
        open.pop();
    }
}

/// How far text goes that nothing can change which comes behind it: not to what may be a tag or a reference.
fn whole_text(text: &str) -> usize {
    for tag in ["<", "</"] {
        if text.ends_with(tag) {
            return text.len() - tag.len();
        }
    }
    let tail = text.char_indices().rev().nth(LONGEST_REFERENCE).map_or(0, |(at, _)| at);
    let found = text.get(tail..).and_then(|rest| rest.rfind('&')).map(|at| tail + at);
    found
        .filter(|at| {
            text.get(at + 1..).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#'))
        })
        .unwrap_or(text.len())
}

/// `CounterClockwiseContourIntegral;` and its ampersand.
const LONGEST_REFERENCE: usize = 33;
