//! What tree construction asks of each element: HTML Standard § 13.2.4.2 and § 13.2.6.4.7.

use crate::html::names::{Bits, ELEMENTS, ElementName};

/// How a start tag is treated "in body".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Any other start tag.
    Ordinary,
    Formatting,
    A,
    /// Ends a `p`.
    Block,
    Heading,
    Pre,
    Li,
    DdOrDt,
    Button,
    Form,
    Table,
    TablePart,
    /// Has no content.
    Void,
    Hr,
    /// Has no content, and formats nothing.
    Metadata,
    /// Its content is text.
    Raw,
    Ignored,
    /// In it stand options alone.
    Select,
    Option,
    Svg,
    /// Left to the full path: it needs more than a stack, or html5ever does not do with it as the standard says (`search`,
    /// `keygen`).
    Bails,
}

const RULES: &[(Rule, &[&str])] = &[
    (Rule::Formatting, &["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"]),
    (Rule::A, &["a"]),
    (
        Rule::Block,
        &[
            "address",
            "article",
            "aside",
            "blockquote",
            "center",
            "details",
            "dialog",
            "dir",
            "div",
            "dl",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "header",
            "hgroup",
            "main",
            "menu",
            "nav",
            "ol",
            "p",
            "section",
            "summary",
            "ul",
        ],
    ),
    (Rule::Heading, &["h1", "h2", "h3", "h4", "h5", "h6"]),
    (Rule::Pre, &["pre"]),
    (Rule::Li, &["li"]),
    (Rule::DdOrDt, &["dd", "dt"]),
    (Rule::Button, &["button"]),
    (Rule::Form, &["form"]),
    (Rule::Table, &["table"]),
    (Rule::TablePart, &["caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"]),
    (Rule::Void, &["area", "br", "embed", "img", "input", "wbr"]),
    (Rule::Hr, &["hr"]),
    (Rule::Metadata, &["base", "basefont", "bgsound", "link", "meta", "param", "source", "track"]),
    (Rule::Raw, &["iframe", "noembed", "noframes", "noscript", "script", "style", "title"]),
    (Rule::Ignored, &["body", "head", "html"]),
    (Rule::Select, &["select"]),
    (Rule::Option, &["optgroup", "option"]),
    (Rule::Svg, &["svg"]),
    (
        Rule::Bails,
        &[
            "applet",
            "audio",
            "frame",
            "frameset",
            "image",
            "keygen",
            "listing",
            "marquee",
            "math",
            "nobr",
            "object",
            "plaintext",
            "rb",
            "rp",
            "rt",
            "rtc",
            "ruby",
            "search",
            "selectedcontent",
            "template",
            "textarea",
            "video",
            "xmp",
        ],
    ),
];

static RULE_OF: [Rule; ELEMENTS.len()] = {
    let mut rules = [Rule::Ordinary; ELEMENTS.len()];
    let mut at = 0;
    while at < RULES.len() {
        let (rule, names) = RULES[at];
        let mut of = 0;
        while of < names.len() {
            let at = ElementName::named(names[of]).index();
            assert!(matches!(rules[at], Rule::Ordinary), "an element has one rule");
            rules[at] = rule;
            of += 1;
        }
        at += 1;
    }
    rules
};

#[inline(always)]
pub(super) fn rule(name: ElementName) -> Rule {
    RULE_OF.get(name.index()).copied().unwrap_or(Rule::Ordinary)
}

/// § 13.2.4.2, of those that this path reads.
pub(super) const SPECIAL: u16 = 1;
/// Special, and yet passed by the search for an item of a list.
pub(super) const PASSED: u16 = 1 << 1;
/// § 13.2.6.3: their end tags are implied.
pub(super) const IMPLIED: u16 = 1 << 2;
pub(super) const FORMATTING: u16 = 1 << 3;
/// They bound a scope.
pub(super) const BOUNDS: u16 = 1 << 4;
/// They hold parts of a table and nothing else.
pub(super) const TABLE_PARTS: u16 = 1 << 5;
/// A marker stands for them in the list of what formats.
pub(super) const CELLS: u16 = 1 << 6;
pub(super) const LISTS: u16 = 1 << 7;
/// In them stand options alone.
pub(super) const SELECTS: u16 = 1 << 8;

static BITS: Bits = Bits::of(&[
    (
        SPECIAL,
        &[
            "address",
            "area",
            "article",
            "aside",
            "base",
            "basefont",
            "bgsound",
            "blockquote",
            "body",
            "br",
            "button",
            "caption",
            "center",
            "col",
            "colgroup",
            "dd",
            "details",
            "dir",
            "div",
            "dl",
            "dt",
            "embed",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "head",
            "header",
            "hgroup",
            "hr",
            "html",
            "iframe",
            "img",
            "input",
            "li",
            "link",
            "main",
            "menu",
            "meta",
            "nav",
            "noembed",
            "noframes",
            "noscript",
            "ol",
            "p",
            "param",
            "pre",
            "script",
            "section",
            "source",
            "style",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "title",
            "tr",
            "track",
            "ul",
            "wbr",
        ],
    ),
    (PASSED, &["address", "div", "p"]),
    (IMPLIED, &["dd", "dt", "li", "p"]),
    (FORMATTING, &["a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"]),
    (BOUNDS, &["caption", "table", "td", "th"]),
    (TABLE_PARTS, &["colgroup", "table", "tbody", "tfoot", "thead", "tr"]),
    (CELLS, &["caption", "td", "th"]),
    (LISTS, &["ol", "ul"]),
    (SELECTS, &["optgroup", "option", "select"]),
]);

pub(super) const fn bits_at(index: usize) -> u16 {
    BITS.at(index)
}

#[inline(always)]
pub(super) fn is(name: ElementName, what: u16) -> bool {
    name.bits(&BITS) & what != 0
}
