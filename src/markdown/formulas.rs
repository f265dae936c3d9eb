//! Formulas in Markdown: `\(…\)`, `\[…\]`, `$…$`, `$$…$$`.
//!
//! CommonMark knows none of them. It takes `\(` for an escape and `\\` for a backslash, reads `_` and `*` in them as emphasis,
//! and no renderer of formulas finds or reads what is left. So they are found first, and a word that is in no text stands for
//! each while Markdown is read.
//!
//! Dollars are also money and variables. As Pandoc has it, a `$` opens ahead of what is no white space, and closes behind
//! such and ahead of no letter and no digit; here nothing of a word may stand ahead of the one that opens, either.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

/// A formula, as it is written.
#[derive(Debug)]
pub(super) struct Formula {
    /// With its delimiters.
    pub(super) written: String,
    pub(super) is_display: bool,
    delimiter: usize,
}

impl Formula {
    /// Without its delimiters.
    pub(super) fn tex(&self) -> &str {
        let Self { written, delimiter, .. } = self;
        written.get(*delimiter..written.len() - delimiter).unwrap_or_default()
    }
}

/// A Markdown text with its formulas taken out.
#[derive(Debug)]
pub(super) struct Formulas<'m> {
    pub(super) markdown: Cow<'m, str>,
    pub(super) found: Vec<Formula>,
    /// Ahead of a formula's number, and behind it comes an `x`.
    word: String,
}

/// A part of a text.
#[derive(Debug)]
pub(super) enum Part<'t, 'f> {
    Text(&'t str),
    Formula(&'f Formula),
}

impl<'m> Formulas<'m> {
    /// Finds the formulas: all, or only those of which Markdown would eat something.
    pub(super) fn of(markdown: &'m str, all: bool) -> Self {
        let none = Self { markdown: markdown.into(), found: Vec::new(), word: String::new() };
        if !["\\(", "\\[", "$"].into_iter().any(|delimiter| markdown.contains(delimiter)) {
            return none;
        }
        let places = places(markdown, &mut code(markdown).into_iter(), all);
        if places.is_empty() {
            return none;
        }
        let mut word = "formulax".to_owned();
        while markdown.contains(&word) {
            word.push('x');
        }
        let mut without = String::with_capacity(markdown.len());
        let mut found = Vec::with_capacity(places.len());
        let mut written = 0;
        for Place { place, delimiter, is_display } in places {
            without.push_str(markdown.get(written..place.start).unwrap_or_default());
            without.push_str(&format!("{word}{}x", found.len()));
            written = place.end;
            let text = markdown.get(place.clone()).unwrap_or_default();
            let line = markdown.get(..place.start).unwrap_or_default();
            let is_quoted = line.rsplit('\n').next().unwrap_or_default().trim_start().starts_with('>');
            found.push(Formula { written: unquoted(text, is_quoted), is_display, delimiter });
        }
        without.push_str(markdown.get(written..).unwrap_or_default());
        Self { markdown: without.into(), found, word }
    }

    /// The text with its formulas apart.
    pub(super) fn parts<'t>(&self, text: &'t str) -> Vec<Part<'t, '_>> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, formula, after)) = self.next(rest) {
            if !before.is_empty() {
                parts.push(Part::Text(before));
            }
            parts.push(Part::Formula(formula));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest));
        }
        parts
    }

    /// The text with its formulas written as they were.
    pub(super) fn restored<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.found.is_empty() || !text.contains(&self.word) {
            return text.into();
        }
        let written = |part| match part {
            Part::Text(text) => text.to_owned(),
            Part::Formula(formula) => formula.written.clone(),
        };
        self.parts(text).into_iter().map(written).collect::<String>().into()
    }

    /// As [`Formulas::restored`], of markup: wherever they stand there, they are text or a part of a value.
    pub(super) fn restored_in_markup(&self, html: &str) -> String {
        let written = |part| match part {
            Part::Text(text) => text.to_owned(),
            Part::Formula(formula) => escaped(&formula.written),
        };
        self.parts(html).into_iter().map(written).collect()
    }

    fn next<'t>(&self, text: &'t str) -> Option<(&'t str, &Formula, &'t str)> {
        if self.found.is_empty() {
            return None;
        }
        let mut from = 0;
        loop {
            let at = from + text.get(from..)?.find(&self.word)?;
            let behind = text.get(at + self.word.len()..)?;
            let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
            let formula = behind.get(..digits)?.parse::<usize>().ok().and_then(|number| self.found.get(number));
            match (formula, behind.get(digits..)?.strip_prefix('x')) {
                (Some(formula), Some(after)) => return Some((text.get(..at)?, formula, after)),
                _ => from = at + self.word.len(),
            }
        }
    }
}

/// For markup, values included.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Without the marks of a block quote ahead of its lines.
fn unquoted(text: &str, is_quoted: bool) -> String {
    if !is_quoted || !text.contains('\n') {
        return text.to_owned();
    }
    let bare = |line: &str| line.trim_start_matches(' ').trim_start_matches(['>', ' ']).to_owned();
    let lines = text.split('\n').enumerate().map(|(at, line)| if at == 0 { line.to_owned() } else { bare(line) });
    lines.collect::<Vec<_>>().join("\n")
}

/// Where no formula is: in code, in markup, in the address of a link.
fn code(markdown: &str) -> Vec<Range<usize>> {
    let parser = super::parser(markdown, super::Known(None));
    let mut code: Vec<_> =
        parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone()).collect();
    // Where the text of the innermost links ends.
    let mut links: Vec<usize> = Vec::new();
    for (event, place) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                if matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    code.push(place.clone());
                }
                links.push(place.start);
                continue;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(end) = links.pop() {
                    code.push(end..place.end);
                }
            }
            Event::Code(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => code.push(place.clone()),
            _ => {}
        }
        if let Some(end) = links.last_mut() {
            *end = (*end).max(place.end);
        }
    }
    code.sort_unstable_by_key(|place| (place.start, place.end));
    code
}

#[derive(Debug)]
struct Place {
    place: Range<usize>,
    delimiter: usize,
    is_display: bool,
}

/// A delimiter, or what no formula goes across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open(Kind),
    Close(Kind),
    Dollars { opens: bool, closes: bool },
    TwoDollars,
    BlankLine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Parenthesis,
    Bracket,
}

/// The delimiters in order, found in one pass; an escape is none.
fn marks(markdown: &str) -> Vec<(usize, Mark)> {
    let bytes = markdown.as_bytes();
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let next = bytes.get(at + 1);
        let (mark, length) = match (byte, next) {
            (b'\\', Some(b'(')) => (Some(Mark::Open(Kind::Parenthesis)), 2),
            (b'\\', Some(b'[')) => (Some(Mark::Open(Kind::Bracket)), 2),
            (b'\\', Some(b')')) => (Some(Mark::Close(Kind::Parenthesis)), 2),
            (b'\\', Some(b']')) => (Some(Mark::Close(Kind::Bracket)), 2),
            (b'\\', Some(b'\n')) => (None, 1),
            (b'\\', Some(_)) => (None, 2),
            (b'$', Some(b'$')) => (Some(Mark::TwoDollars), 2),
            (b'$', _) => {
                let before = at.checked_sub(1).and_then(|before| bytes.get(before));
                let is_of_word = |b: &&u8| b.is_ascii_alphanumeric() || !b.is_ascii();
                let opens = before.filter(is_of_word).is_none() && next.is_some_and(|b| !b.is_ascii_whitespace());
                let closes = before.is_some_and(|b| !b.is_ascii_whitespace()) && next.filter(is_of_word).is_none();
                (Some(Mark::Dollars { opens, closes }), 1)
            }
            (b'\n', _) => {
                let rest = bytes.get(at + 1..).unwrap_or_default();
                let is_blank = rest.iter().find(|b| !matches!(b, b' ' | b'\t' | b'>')).is_none_or(|b| *b == b'\n');
                (is_blank.then_some(Mark::BlankLine), 1)
            }
            _ => (None, 1),
        };
        marks.extend(mark.map(|mark| (at, mark)));
        at += length;
    }
    marks
}

/// What closes each mark, if it opens a formula: the next of its kind, in the same paragraph.
fn closers(marks: &[(usize, Mark)]) -> Vec<Option<usize>> {
    let (mut parenthesis, mut bracket, mut dollar, mut dollars) = (None, None, None, None);
    let mut closers = vec![None; marks.len()];
    for (at, (_, mark)) in marks.iter().enumerate().rev() {
        closers[at] = match mark {
            Mark::Open(Kind::Parenthesis) => parenthesis,
            Mark::Open(Kind::Bracket) => bracket,
            Mark::Dollars { opens: true, .. } => dollar,
            Mark::TwoDollars => dollars,
            Mark::Dollars { .. } | Mark::Close(_) | Mark::BlankLine => None,
        };
        match mark {
            Mark::Close(Kind::Parenthesis) => parenthesis = Some(at),
            Mark::Close(Kind::Bracket) => bracket = Some(at),
            Mark::Dollars { closes: true, .. } => dollar = Some(at),
            Mark::TwoDollars => dollars = Some(at),
            Mark::BlankLine => (parenthesis, bracket, dollar, dollars) = (None, None, None, None),
            Mark::Open(_) | Mark::Dollars { .. } => {}
        }
    }
    closers
}

fn places(markdown: &str, code: &mut dyn Iterator<Item = Range<usize>>, all: bool) -> Vec<Place> {
    let marks = marks(markdown);
    let closers = closers(&marks);
    let mut places = Vec::new();
    let mut code = code.peekable();
    let mut after = 0;
    // Where the code ends that began ahead of here.
    let mut code_end = 0;
    for ((start, mark), closer) in marks.iter().zip(closers) {
        let Some((end, _)) = closer.and_then(|closer| marks.get(closer)) else { continue };
        let delimiter = if matches!(mark, Mark::Dollars { .. }) { 1 } else { 2 };
        let place = *start..end + delimiter;
        while let Some(begun) = code.next_if(|code| code.start <= place.start) {
            code_end = code_end.max(begun.end);
        }
        if place.start < after
            || place.start < code_end
            || code.peek().is_some_and(|code| code.start < *end && code.end > *end)
        {
            continue;
        }
        let tex = markdown.get(place.start + delimiter..*end).unwrap_or_default();
        let behind = markdown.as_bytes().get(place.end);
        let is_formula = match mark {
            _ if tex.trim().is_empty() => false,
            // `\[text\](…)` and `\[x\]` are how one writes brackets.
            Mark::Open(Kind::Bracket) => {
                !matches!(behind, Some(b'(' | b'[' | b':')) && (all || tex.contains(is_of_formulas))
            }
            Mark::Open(Kind::Parenthesis) => true,
            _ => all || tex.contains('\\'),
        };
        if is_formula {
            let is_display = matches!(mark, Mark::TwoDollars | Mark::Open(Kind::Bracket));
            after = place.end;
            places.push(Place { place, delimiter, is_display });
        }
    }
    places
}

/// What is hardly in brackets that are not a formula's.
fn is_of_formulas(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '\\' | '^' | '_' | '=' | '{' | '}' | '+' | '*' | '/' | '<' | '>' | '|' | '~')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(markdown: &str, all: bool) -> Vec<String> {
        Formulas::of(markdown, all).found.into_iter().map(|formula| formula.written).collect()
    }

    #[test]
    fn formulas() {
        for (markdown, all, few) in [
            (r"\(a\) \[b_1\] $$c$$ $d$", &[r"\(a\)", r"\[b_1\]", "$$c$$", "$d$"][..], &[r"\(a\)", r"\[b_1\]"][..]),
            (
                r"$$\begin{m}1\\2\end{m}$$ and $\{x\}$",
                &[r"$$\begin{m}1\\2\end{m}$$", r"$\{x\}$"],
                &[r"$$\begin{m}1\\2\end{m}$$", r"$\{x\}$"],
            ),
            ("$$\na\n= \\b\n$$", &["$$\na\n= \\b\n$$"], &["$$\na\n= \\b\n$$"]),
            ("> $$\n> a \\\\\n> b\n> $$", &["$$\na \\\\\nb\n$$"], &["$$\na \\\\\nb\n$$"]),
            // Money, variables, brackets.
            ("$5 and $10, **$5** and **$6**, US$5-US$6", &[], &[]),
            (r"\[text\](https://a.test/) \[a\]: b", &[], &[]),
            (r"\[x\] \[to do\]", &[r"\[x\]", r"\[to do\]"], &[]),
            (r"\\(a\\) \$a$ \( \) $$ $$", &[], &[]),
            ("\\(a\n\nb\\) $a\n\nb$", &[], &[]),
            // Code, markup, addresses.
            (r"`\(a\)` <b title='\(a\)'> [a](b$c$d) <https://a.test/$c$>", &[], &[]),
            ("```\n\\(a\\)\n```\n\n    $\\a$\n\n[a]: b$c$", &[], &[]),
            (r"\(a `\)`", &[], &[]),
            (r"\(a<b>c\) [\(a\)](b)", &[r"\(a<b>c\)", r"\(a\)"], &[r"\(a<b>c\)", r"\(a\)"]),
        ] {
            assert_eq!(found(markdown, true), all, "{markdown}");
            assert_eq!(found(markdown, false), few, "{markdown}, few");
        }
    }

    #[test]
    fn a_word_of_the_text_is_no_formula() {
        let formulas = Formulas::of(r"formulax0x formulaxx1x \(a\)", true);
        assert_eq!(formulas.restored(&formulas.markdown), r"formulax0x formulaxx1x \(a\)");
    }
}
