//! Names in angle brackets that are no element: `Vec<String>`, `<your-api-key>`, `<nil>`.
//!
//! To a parser each is an element, and it vanishes from what is shown. People and models write them for text. *Rule:* a start
//! tag is text as it stands where all of this holds:
//!
//! 1. Its name is no element's of HTML, past ones included, nor, behind an `<svg>` or a `<math>`, of SVG or MathML.
//! 2. No end tag of that name comes later in the input: an element of XML, and a custom element with content, have one.
//! 3. No attribute has a value: `<map<k, v>>` and `<name of the file>` have none. `<T = string>` has none either, since no one
//!    writes a value with white space on both sides of its `=`; nor has an address, `<https://a.test/?b=c>`.
//! 4. If it closes itself, its name has no hyphen and no colon: `<my-icon/>` and `<o:p/>` are elements without content.
//! 5. It stands on one line.
//!
//! A name with a character that no element's name has is text whatever follows: `i<n;i++) x[i]=y->z`. So is a tag that the
//! input does not finish, `x<y`; of an element's name, where only words without a value come behind it: `if a<b else c`.
//!
//! An end tag is text where its name is no element's and no start tag of that name comes earlier. What comes earlier and
//! later is looked for in the input as it is written, in comments too, so that each reader decides the same.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Name, Section, Span, Token, Tokenizer, is_space, parsed_name};
use crate::html::names::ElementName;
use crate::html::scan;

/// Elements of HTML that no table of ours names.
const OTHERS: &[&str] = &[
    "blink",
    "canvas",
    "datalist",
    "fencedframe",
    "isindex",
    "legend",
    "menuitem",
    "meter",
    "multicol",
    "nextid",
    "picture",
    "progress",
    "rbc",
    "slot",
    "spacer",
];

/// Elements of SVG and MathML, in lower case. They are elements once one of those has begun: `git <command> <path>` is a text.
const FOREIGN: &[&str] = &[
    "abs",
    "and",
    "animate",
    "animatemotion",
    "animatetransform",
    "annotation",
    "annotation-xml",
    "apply",
    "arccos",
    "arcsin",
    "arctan",
    "bind",
    "bvar",
    "cerror",
    "ci",
    "circle",
    "clippath",
    "cn",
    "cos",
    "csymbol",
    "defs",
    "degree",
    "desc",
    "discard",
    "divide",
    "ellipse",
    "eq",
    "exp",
    "feblend",
    "fecolormatrix",
    "fecomponenttransfer",
    "fecomposite",
    "feconvolvematrix",
    "fediffuselighting",
    "fedisplacementmap",
    "fedistantlight",
    "fedropshadow",
    "feflood",
    "fefunca",
    "fefuncb",
    "fefuncg",
    "fefuncr",
    "fegaussianblur",
    "feimage",
    "femerge",
    "femergenode",
    "femorphology",
    "feoffset",
    "fepointlight",
    "fespecularlighting",
    "fespotlight",
    "fetile",
    "feturbulence",
    "filter",
    "foreignobject",
    "g",
    "line",
    "lineargradient",
    "maction",
    "maligngroup",
    "malignmark",
    "marker",
    "mask",
    "menclose",
    "merror",
    "metadata",
    "mfenced",
    "mfrac",
    "mglyph",
    "mi",
    "mlabeledtr",
    "mlongdiv",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mpath",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mscarries",
    "mscarry",
    "msgroup",
    "msline",
    "mspace",
    "msqrt",
    "msrow",
    "mstack",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "path",
    "pattern",
    "plus",
    "polygon",
    "polyline",
    "power",
    "radialgradient",
    "rect",
    "semantics",
    "set",
    "stop",
    "switch",
    "symbol",
    "text",
    "textpath",
    "times",
    "tspan",
    "use",
    "view",
];

const SVG: ElementName = ElementName::named("svg");
const MATH: ElementName = ElementName::named("math");

/// Where each name that is no element's is first opened and last closed.
#[derive(Debug, Default)]
pub(super) struct Unmatched<'i> {
    opened: HashMap<Cow<'i, str>, usize>,
    closed: HashMap<Cow<'i, str>, usize>,
    /// Where the first drawing or formula begins.
    foreign: Option<usize>,
}

impl<'i> Unmatched<'i> {
    fn of(text: &'i str) -> Self {
        let mut names = Tokenizer::new(text, 0);
        let mut found = Self::default();
        let mut from = 0;
        while let Some(at) = scan::byte(text.as_bytes(), from, b'<') {
            let is_end = text.as_bytes().get(at + 1) == Some(&b'/');
            let start = at + 1 + usize::from(is_end);
            from = start;
            if !text.as_bytes().get(start).is_some_and(u8::is_ascii_alphabetic) {
                continue;
            }
            let name = names.name(start, false);
            let known = ElementName::of(&name);
            if matches!(known, SVG | MATH) {
                found.foreign.get_or_insert(at);
            }
            if known != ElementName::OTHER {
                continue;
            }
            let name = name.of(text);
            if is_end {
                found.closed.insert(name, at);
            } else {
                found.opened.entry(name).or_insert(at);
            }
        }
        found
    }

    /// Whether a name that the tables do not have is an element's, where it stands.
    fn is_element(&self, name: &str, at: usize) -> bool {
        OTHERS.binary_search(&name).is_ok()
            || self.foreign.is_some_and(|foreign| foreign < at) && FOREIGN.binary_search(&name).is_ok()
    }
}

/// Whether markup begins with a name in angle brackets that is no element.
#[cfg(feature = "markdown")]
pub(crate) fn starts_with_placeholder(html: &str) -> bool {
    let mut tokenizer = Tokenizer::new(html, usize::MAX).keeps_placeholders(true);
    match tokenizer.token() {
        Some(Token::StartTag { name, self_closing }) => {
            ElementName::of(&name) == ElementName::OTHER && tokenizer.placeholder(name, self_closing).is_some()
        }
        Some(Token::EndTag { name }) => {
            ElementName::of(&name) == ElementName::OTHER && tokenizer.end_placeholder(name).is_some()
        }
        _ => false,
    }
}

impl<'i> Tokenizer<'i> {
    /// From here on names in angle brackets that are no element can be asked for.
    pub(crate) fn keeps_placeholders(mut self, keeps: bool) -> Self {
        self.placeholders = keeps.then(Option::default);
        self
    }

    /// The start tag that was read last, of a name that the tables do not have: as text, if it is no element.
    #[cold]
    pub(crate) fn placeholder(&mut self, name: Name, self_closing: bool) -> Option<Span> {
        self.placeholders.as_ref()?;
        let span = Span { start: name.span.start - 1, end: self.at };
        let behind = &self.bytes[name.span.end..span.end];
        let written = name.span.of(self.text);
        let is_address = written.ends_with(':') && behind.starts_with(b"//");
        if span.of(self.text).bytes().any(|byte| matches!(byte, b'\n' | 0)) {
            return None;
        }
        if is_no_name(written) {
            return Some(span);
        }
        if has_value(behind) && !is_address || self_closing && !is_address && written.contains(['-', ':']) {
            return None;
        }
        let name = parsed_name(written);
        let unmatched = self.unmatched()?;
        let is_closed = unmatched.closed.get(&*name).is_some_and(|end| *end > span.start);
        (!is_closed && !unmatched.is_element(&name, span.start)).then_some(span)
    }

    /// As [`Tokenizer::placeholder`], of the end tag that was read last.
    #[cold]
    pub(crate) fn end_placeholder(&mut self, name: Name) -> Option<Span> {
        self.placeholders.as_ref()?;
        let span = Span { start: name.span.start - 2, end: self.at };
        if span.of(self.text).bytes().any(|byte| matches!(byte, b'\n' | 0)) {
            return None;
        }
        let name = parsed_name(name.span.of(self.text));
        let unmatched = self.unmatched()?;
        let is_opened = unmatched.opened.get(&*name).is_some_and(|start| *start < span.start);
        (!is_opened && !unmatched.is_element(&name, span.start)).then_some(span)
    }

    /// At a tag that the input does not finish: from there on text, if it is no element.
    #[cold]
    pub(super) fn unfinished(&mut self, name: Name) -> Option<Token> {
        self.placeholders.as_ref()?;
        let start = name.span.start - 1;
        let written = name.span.of(self.text);
        let behind = &self.bytes[name.span.end..];
        let is_of_words = !has_value(behind) && behind.iter().any(|byte| !is_space(*byte));
        let is_known = ElementName::of(&name) != ElementName::OTHER;
        let is_text = is_no_name(written) || is_of_words || !is_known && !has_value(behind);
        // Behind a `>` another tag may follow.
        if self.has_too_many || !is_text || scan::byte(self.bytes, start, b'>').is_some() {
            return None;
        }
        let end = self.bytes.len();
        self.section = Some(Section { end, after: end, has_references: true, replaces_nul: false });
        self.at = start;
        Some(self.as_text(start + 1))
    }

    fn unmatched(&mut self) -> Option<&Unmatched<'i>> {
        let text = self.text;
        Some(self.placeholders.as_mut()?.get_or_insert_with(|| Unmatched::of(text)))
    }
}

/// Whether no element, of HTML or XML, has that name.
fn is_no_name(written: &str) -> bool {
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"-_.:".contains(&byte);
    !written.bytes().all(|byte| is_of_name(byte) || byte == 0)
}

/// Whether a `=` stands there as in an attribute.
fn has_value(behind: &[u8]) -> bool {
    let is_space_at = |at: Option<usize>| at.and_then(|at| behind.get(at)).is_some_and(|byte| is_space(*byte));
    let equals = behind.iter().enumerate().filter(|(_, byte)| **byte == b'=');
    equals.into_iter().any(|(at, _)| !(is_space_at(at.checked_sub(1)) && is_space_at(Some(at + 1))))
}

#[cfg(test)]
mod tests {
    use super::super::references;
    use super::*;

    /// The tags of `text` that are text.
    fn placeholders(text: &str) -> Vec<&str> {
        let mut tokenizer = Tokenizer::new(text, 100).keeps_placeholders(true);
        let mut found = Vec::new();
        let is_known = |name| ElementName::of(&name) != ElementName::OTHER;
        while let Some(token) = tokenizer.token() {
            let span = match token {
                Token::StartTag { name, .. } | Token::EndTag { name } if is_known(name) => None,
                Token::StartTag { name, self_closing } => tokenizer.placeholder(name, self_closing),
                Token::EndTag { name } => tokenizer.end_placeholder(name),
                _ => None,
            };
            found.extend(span.map(|span| span.of(text)));
        }
        found
    }

    /// What a parser takes for text.
    fn text_of(text: &str) -> String {
        let mut tokenizer = Tokenizer::new(text, 100).keeps_placeholders(true);
        let mut found = String::new();
        while let Some(token) = tokenizer.token() {
            match token {
                Token::Text { span, .. } => found.push_str(span.of(text)),
                Token::Characters(characters) => found.extend(references::in_order(characters)),
                _ => {}
            }
        }
        found
    }

    #[test]
    fn tags_that_the_input_does_not_finish() {
        for (text, expected) in [
            ("x <y", "x <y"),
            ("if a<b else c &amp; d", "if a<b else c & d"),
            ("i<n;i++) x[i]=y", "i<n;i++) x[i]=y"),
            ("a <thin", "a <thin"),
            ("a <b c <d", "a <b c <d"),
            ("a <x <!-- <script", "a <x <!-- <script"),
            ("a<script", "a"),
            ("a <img ", "a "),
            ("a <img src=x onerror=alert(1)", "a "),
            ("a <x-y b='c", "a "),
            ("a <x-y b='c>", "a "),
            ("a </x", "a "),
        ] {
            assert_eq!(text_of(text), expected, "{text}");
        }
    }

    #[test]
    fn names_that_are_no_element() {
        assert!(OTHERS.is_sorted() && FOREIGN.is_sorted());
        for (text, expected) in [
            ("Vec<String>, Promise<void>", &["<String>", "<void>"][..]),
            ("std::map<std::string, Vec<u8>> m", &["<std::string, Vec<u8>"]),
            ("TOKEN=<your-api-key> <repo-url>", &["<your-api-key>", "<repo-url>"]),
            ("<nil> at <anonymous>:1", &["<nil>", "<anonymous>"]),
            ("if x<y then y>z", &["<y then y>"]),
            ("<name of the file>", &["<name of the file>"]),
            ("type A<T = string>", &["<T = string>"]),
            ("<https://a.test/?b=c> <mailto:a@b.test>", &["<https://a.test/?b=c>", "<mailto:a@b.test>"]),
            ("<Component/> <Component />", &["<Component/>", "<Component />"]),
            ("</nowhere> <nil> </Nil> </NIL>", &["</nowhere>"]),
            ("<T> and then </T>", &[]),
            ("</late> <late>", &["</late>", "<late>"]),
            // Elements.
            ("<svg><Path> <foreignObject> <feDiffuseLighting> <math><annotation-xml>", &[]),
            ("git <command> <path> <svg> <path>", &["<command>", "<path>"]),
            ("<b> <blink> <Canvas>", &[]),
            ("<row><qty>1</qty></row> <x-y>1</x-y>", &[]),
            ("<x-y a=1> <x-y a='b'> <x-y a = 'b'>", &["<x-y a = 'b'>"]),
            ("<x onclick=alert(1)>", &[]),
            ("<my-icon/> <o:p/>", &[]),
            ("<a\nb> <x\ny> <x\0>", &[]),
            ("for (i=0;i<n;i++) x[i]=y->z", &["<n;i++) x[i]=y->"]),
            ("#include <map>", &["<map>"]),
        ] {
            assert_eq!(placeholders(text), expected, "{text}");
        }
    }
}
