//! What a reader of markup tells, whichever reader it is.

use std::borrow::Cow;

use super::names::{AttributeName, ElementName};
use super::references::decode_value;
use super::tokenizer::parsed_name;

/// Where an element stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Namespace {
    #[default]
    Html,
    Svg,
    MathMl,
}

impl Namespace {
    /// Infra Standard § 8.
    const fn uri(self) -> &'static str {
        match self {
            Self::Html => "http://www.w3.org/1999/xhtml",
            Self::Svg => "http://www.w3.org/2000/svg",
            Self::MathMl => "http://www.w3.org/1998/Math/MathML",
        }
    }

    pub(crate) fn of(uri: &str) -> Option<Self> {
        [Self::Html, Self::Svg, Self::MathMl].into_iter().find(|namespace| namespace.uri() == uri)
    }

    /// The one element of the namespace that may stand in HTML.
    pub(crate) const fn root(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Svg => "svg",
            Self::MathMl => "math",
        }
    }
}

/// An element that begins.
#[derive(Debug)]
pub(crate) struct StartTag<'t, 'i> {
    pub(crate) namespace: Namespace,
    /// In HTML's namespace alone.
    pub(crate) name: ElementName,
    /// As the parser has it.
    pub(crate) local: Cow<'i, str>,
    /// Each name once.
    pub(crate) attributes: &'t [Attribute<'i>],
    /// No element follows it in its parent; told where style sheets were.
    pub(crate) is_last: bool,
    /// Of a style sheet, what it holds.
    pub(crate) sheet: Option<Cow<'i, str>>,
    /// Of an element of SVG, where the sink keeps any, what it has in it.
    pub(crate) ahead: Ahead,
    /// Of `audio` and `video`, the `src` of the first `source` in it.
    pub(crate) source: Option<&'i str>,
}

impl StartTag<'_, '_> {
    /// Of a known element of HTML, without attributes.
    pub(crate) fn bare(name: ElementName) -> Self {
        let local = name.name().unwrap_or_default().into();
        Self {
            namespace: Namespace::Html,
            name,
            local,
            attributes: &[],
            is_last: false,
            sheet: None,
            ahead: Ahead::default(),
            source: None,
        }
    }
}

/// What an element of SVG has in it that decides how it begins.
#[derive(Debug, Default)]
pub(crate) struct Ahead {
    /// Of a drawing, the text of its style sheets.
    pub(crate) sheet: Option<String>,
    /// What its `title` and its `desc` say.
    pub(crate) title: Option<String>,
    /// Of a `foreignObject`, the lines of its text. Bold words stand between [`BOLD`] and [`REGULAR`].
    pub(crate) lines: Vec<String>,
    /// Of a `foreignObject`, the classes of the elements in it.
    pub(crate) classes: Vec<String>,
}

/// Where bold words begin in the text of a label; what the tool itself wrote has none.
pub(crate) const BOLD: char = '\u{1}';
/// Where they end.
pub(crate) const REGULAR: char = '\u{2}';

/// An attribute, as a parser has it or still as it was written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute<'i> {
    pub(crate) name: AttributeName,
    pub(crate) has_namespace: bool,
    local: &'i str,
    value: &'i str,
    is_parsed: bool,
    /// The value is as it is written, and nothing in it is escaped or may be invisible; not known of every value.
    pub(crate) is_plain: bool,
}

impl<'i> Attribute<'i> {
    pub(crate) fn parsed(local: &'i str, value: &'i str, has_namespace: bool) -> Self {
        Self { name: AttributeName::of_text(local), has_namespace, local, value, is_parsed: true, is_plain: false }
    }

    #[inline]
    pub(crate) fn written(name: AttributeName, local: &'i str, value: &'i str, is_plain: bool) -> Self {
        Self { name, has_namespace: false, local, value, is_parsed: false, is_plain }
    }

    pub(crate) fn local(&self) -> Cow<'i, str> {
        match self.name.name() {
            Some(name) => name.into(),
            None if !self.is_parsed => parsed_name(self.local),
            None => self.local.into(),
        }
    }

    #[inline]
    pub(crate) fn value(&self) -> Cow<'i, str> {
        if self.is_parsed || self.is_plain { self.value.into() } else { decode_value(self.value) }
    }
}

/// Whether a reader tells what is in an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nothing of it, nor its end.
    Over,
    Into,
}

/// Who is told.
pub(crate) trait Sink<'i> {
    /// Plain, if nothing in it is escaped in markup or may be invisible.
    fn text(&mut self, text: Cow<'i, str>, plain: bool);
    /// A character of text by its reference, one of `&amp;`, `&gt;` and `&lt;`, as it is written.
    fn reference(&mut self, written: &'i str);
    fn comment(&mut self, text: &str);
    fn start(&mut self, tag: &StartTag<'_, 'i>) -> Step;
    /// As [`Sink::start`], for a known element of HTML without attributes.
    fn bare(&mut self, name: ElementName) -> Step;
    /// A known element of HTML without attributes, the plain text that is all of its content, and its end. `source` is the
    /// whole of it, as it is written and as it is serialized.
    fn leaf(&mut self, name: ElementName, text: &'i str, source: &'i str);
    fn end(&mut self);
    /// Where what is told next stands: its line, or how far into the input it is, in bytes, as the reader has it.
    fn place(&mut self, place: usize);
    /// Whether it is told of what the style sheets of HTML hold, ahead of everything else.
    fn reads_sheets(&self) -> bool;
    fn sheets(&mut self, text: &str);
    /// Whether anything of SVG or MathML is of use to it but its text.
    fn keeps_foreign(&self) -> bool;
    /// Whether names in angle brackets that are no element are text to it.
    fn keeps_placeholders(&self) -> bool;
}
