//! A formula on one line, where MathML goes.
//!
//! A fraction of 1 and 2 is no 12, and the square of x no x2. *Rule:* what the layout says is written: `(1)/(2)`, `x^(2)`,
//! `x_(1)`, `√(x)`, `(x)^(1/(3))`, `[a, b; c, d]`. Where the formula brings its source in TeX (MathML § 6.2), that is the form.
//! What a formula leaves room for (`mphantom`) is not shown by a browser either.

use std::borrow::Cow;
use std::ops::Range;

use super::apart::Apart;
use super::element::value_of;
use super::{Fate, Walker};
use crate::html::events::StartTag;
use crate::sanitizer::report::{Code, What};

/// An element of MathML that is open.
#[derive(Debug)]
pub(super) struct Level {
    kind: Kind,
    /// How many elements were in it until now.
    children: u32,
    /// Written at its end.
    after: String,
    /// Of `semantics`: what had been written when it began.
    begun: Option<Begun>,
    /// Of an annotation in TeX: what it stands for, if it says anything.
    replaces: Option<Range<usize>>,
}

#[derive(Debug, Clone, Copy)]
struct Begun {
    flushes: u32,
    pending: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Its text is shown.
    Token,
    Row,
    Fraction,
    Superscript,
    Subscript,
    Both,
    Root,
    Scripts,
    Table,
    TableRow,
    /// Separated by this.
    Fenced(char),
    Semantics,
}

fn kind(tag: &StartTag<'_, '_>) -> Kind {
    match &*tag.local {
        "mi" | "mn" | "mo" | "mtext" | "ms" | "annotation" => Kind::Token,
        "mfrac" => Kind::Fraction,
        "msup" | "mover" => Kind::Superscript,
        "msub" | "munder" => Kind::Subscript,
        "msubsup" | "munderover" => Kind::Both,
        "mroot" => Kind::Root,
        "mmultiscripts" => Kind::Scripts,
        "mtable" => Kind::Table,
        "mtr" | "mlabeledtr" => Kind::TableRow,
        "mfenced" => {
            Kind::Fenced(value_of(tag.attributes, "separators").map_or(',', |all| all.chars().next().unwrap_or(' ')))
        }
        "semantics" => Kind::Semantics,
        _ => Kind::Row,
    }
}

/// What stands around the child of that number.
fn around(parent: Kind, number: u32, child: Kind, name: &str) -> (Cow<'static, str>, &'static str) {
    let is_nothing = matches!(name, "none" | "mprescripts");
    let (before, after) = match (parent, number) {
        (Kind::Fraction | Kind::Root, 0) => ("(", ")"),
        (Kind::Fraction, 1) => ("/(", ")"),
        (Kind::Root, 1) => ("^(1/(", "))"),
        // What is raised, or has an index, is one thing.
        (Kind::Superscript | Kind::Subscript | Kind::Both | Kind::Scripts, 0)
            if !matches!(child, Kind::Token | Kind::Fenced(_) | Kind::Table) && name != "msqrt" =>
        {
            ("(", ")")
        }
        (Kind::Superscript, 1) | (Kind::Both, 2) => ("^(", ")"),
        (Kind::Subscript | Kind::Both, 1) => ("_(", ")"),
        (Kind::Scripts, 1..) if is_nothing => ("", ""),
        (Kind::Scripts, number @ 1..) => (if number % 2 == 1 { "_(" } else { "^(" }, ")"),
        (Kind::Table, 1..) => ("; ", ""),
        (Kind::TableRow, 1..) => (", ", ""),
        (Kind::Fenced(separator), 1..) => return (format!("{separator} ").into(), ""),
        _ => ("", ""),
    };
    (before.into(), after)
}

impl<'i> Walker<'_, 'i> {
    /// Begins an element of MathML that goes.
    pub(super) fn linear(&mut self, tag: &StartTag<'_, 'i>) -> Fate {
        self.note(Code::ElementForeign, What::Element, &tag.local, None, || "SVG or MathML".to_owned());
        self.note_handlers(tag.attributes);
        let kind = kind(tag);
        let name = &*tag.local;
        let (before, after) = match self.formula.last_mut() {
            Some(parent) => {
                let number = parent.children;
                // The scripts ahead of the base are counted anew.
                parent.children = if name == "mprescripts" { 1 } else { number.saturating_add(1) };
                // Of several ways to write a formula the first is shown.
                if parent.kind == Kind::Semantics && number > 0 && name != "annotation" {
                    return Fate::Over;
                }
                around(parent.kind, number, kind, name)
            }
            None => ("".into(), ""),
        };
        if name == "mphantom" {
            return Fate::Over;
        }
        let attribute =
            |name: &str, otherwise: &'static str| value_of(tag.attributes, name).unwrap_or(otherwise.into());
        let (open, close): (Cow<'_, str>, Cow<'_, str>) = match name {
            "msqrt" => ("√(".into(), ")".into()),
            "mtable" => ("[".into(), "]".into()),
            "ms" => ("\"".into(), "\"".into()),
            "mfenced" => (attribute("open", "("), attribute("close", ")")),
            "mspace" => (" ".into(), "".into()),
            _ => ("".into(), "".into()),
        };
        if self.formula.is_empty() || kind == Kind::Token {
            self.keep_apart(Apart::Words);
        }
        self.add_text(format!("{before}{open}").into(), false);
        let pending = self.pending.as_ref().map_or(0, |pending| pending.text.len());
        let begun = (kind == Kind::Semantics).then_some(Begun { flushes: self.flushes, pending });
        self.formula.push(Level { kind, children: 0, after: format!("{close}{after}"), begun, replaces: None });
        Fate::Into { closes: None }
    }

    /// An annotation that says the formula in TeX stands for what was written of it; any other goes.
    pub(super) fn annotation(&mut self, tag: &StartTag<'_, 'i>) -> Option<Fate> {
        let encoding = value_of(tag.attributes, "encoding")?.trim().to_ascii_lowercase();
        let is_tex =
            matches!(&*encoding, "application/x-tex" | "application/x-latex" | "tex" | "latex" | "text/x-latex");
        let parent = self.formula.last_mut()?;
        let begun = parent.begun.filter(|begun| is_tex && begun.flushes == self.flushes)?;
        parent.begun = None;
        let written = self.pending.as_ref().map_or(0, |pending| pending.text.len());
        let fate = self.linear(tag);
        if let Some(level) = self.formula.last_mut() {
            level.replaces = Some(begun.pending..written);
            level.begun = Some(begun);
        }
        Some(fate)
    }

    /// Takes out what an annotation stands for, once it has said something.
    fn replace(&mut self, written: Range<usize>) {
        let Some(pending) = &mut self.pending else { return };
        let is_text = pending.text.get(written.end..).is_some_and(|text| !text.trim().is_empty());
        let before = pending.text.get(..written.start).and_then(|text| text.bytes().next_back()).unwrap_or(self.last);
        if is_text && pending.text.is_char_boundary(written.start) {
            let glued = before != 0 && !before.is_ascii_whitespace() && before != b'(';
            pending.text.to_mut().replace_range(written, if glued { " " } else { "" });
        }
    }

    pub(super) fn end_linear(&mut self) {
        let Some(Level { kind, after, begun, replaces, .. }) = self.formula.pop() else { return };
        if let Some(written) = replaces.filter(|_| begun.is_some_and(|begun| begun.flushes == self.flushes)) {
            self.replace(written);
        }
        if !after.is_empty() {
            self.add_text(after.into(), false);
        }
        if self.formula.is_empty() || kind == Kind::Token {
            self.keep_apart(Apart::Words);
        }
    }

    /// Whether text here is none of the formula's: white space between its elements.
    pub(super) fn is_between_tokens(&self, text: &str) -> bool {
        self.formula.last().is_some_and(|level| level.kind != Kind::Token)
            && text.bytes().all(|byte| byte.is_ascii_whitespace())
    }
}
