//! Names that the parser or the sanitizer knows, as small numbers.

mod padded;

use super::tokenizer::Name;
pub(crate) use padded::Padded;

/// An element's name: its place in [`ELEMENTS`], or [`ElementName::OTHER`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ElementName(u8);

/// An attribute's name: its place in [`ATTRIBUTES`], or [`AttributeName::OTHER`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AttributeName(u8);

/// Every element that tree construction treats in a way of its own, and every other that the sanitizer's lists name.
pub(crate) const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
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
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "ins",
    "kbd",
    "keygen",
    "label",
    "li",
    "link",
    "listing",
    "main",
    "mark",
    "marquee",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "plaintext",
    "pre",
    "progress",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "selectedcontent",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// The attributes of HTML that the sanitizer keeps, writes or reads. At most 64: a set of them is a [`u64`].
pub(crate) const ATTRIBUTES: &[&str] = &[
    "abbr",
    "align",
    "alt",
    "aria-colcount",
    "aria-colindex",
    "aria-colspan",
    "aria-describedby",
    "aria-details",
    "aria-label",
    "aria-labelledby",
    "aria-level",
    "aria-rowcount",
    "aria-rowindex",
    "aria-rowspan",
    "aria-sort",
    "border",
    "checked",
    "cite",
    "class",
    "colspan",
    "controls",
    "datetime",
    "dir",
    "disabled",
    "headers",
    "height",
    "href",
    "hreflang",
    "id",
    "lang",
    "loop",
    "muted",
    "open",
    "referrerpolicy",
    "rel",
    "reversed",
    "rowspan",
    "scope",
    "span",
    "src",
    "start",
    "style",
    "target",
    "title",
    "translate",
    "type",
    "valign",
    "value",
    "width",
];

/// Each known element's start tag, without attributes.
pub(crate) static START_TAGS: [Padded; ELEMENTS.len()] = Padded::around("<", ELEMENTS, ">");

/// Each known element's end tag.
pub(crate) static END_TAGS: [Padded; ELEMENTS.len()] = Padded::around("</", ELEMENTS, ">");

static ELEMENTS_BY_NAME: Index = Index::of(ELEMENTS);
static ATTRIBUTES_BY_NAME: Index = Index::of(ATTRIBUTES);

impl ElementName {
    /// A name that is not known.
    pub(crate) const OTHER: Self = Self(u8::MAX);

    /// The element of that name, which must be known.
    pub(crate) const fn named(name: &str) -> Self {
        Self(position(ELEMENTS, name))
    }

    pub(crate) fn of(name: &Name) -> Self {
        Self(ELEMENTS_BY_NAME.find(name.key))
    }

    pub(crate) fn of_text(name: &str) -> Self {
        key(name.as_bytes()).map_or(Self::OTHER, |key| Self(ELEMENTS_BY_NAME.find(key)))
    }

    /// Whether its start tag stands at a place, in lower case and without attributes.
    #[inline(always)]
    pub(crate) fn has_start_tag_at(self, bytes: &[u8], at: usize) -> bool {
        START_TAGS.get(self.index()).is_some_and(|tag| tag.stands_at(bytes, at))
    }

    /// How long its end tag is, if it stands at a place, in lower case and with nothing but the name.
    #[inline(always)]
    pub(crate) fn end_tag_at(self, bytes: &[u8], at: usize) -> Option<usize> {
        let tag = END_TAGS.get(self.index())?;
        tag.stands_at(bytes, at).then_some(tag.length())
    }

    /// Its name, if it is known.
    #[inline]
    pub(crate) fn name(self) -> Option<&'static str> {
        ELEMENTS.get(self.index()).copied()
    }

    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }

    /// Its bits in a table of them; none, if it is not known.
    #[inline(always)]
    pub(crate) fn bits(self, table: &Bits) -> u16 {
        table.0[self.index()]
    }
}

impl AttributeName {
    /// A name that is not known.
    pub(crate) const OTHER: Self = Self(u8::MAX);

    /// The attribute of that name, which must be known.
    pub(crate) const fn named(name: &str) -> Self {
        Self(position(ATTRIBUTES, name))
    }

    pub(crate) fn of(name: &Name) -> Self {
        Self(ATTRIBUTES_BY_NAME.find(name.key))
    }

    pub(crate) fn of_text(name: &str) -> Self {
        key(name.as_bytes()).map_or(Self::OTHER, |key| Self(ATTRIBUTES_BY_NAME.find(key)))
    }

    /// Its name, if it is known.
    pub(crate) fn name(self) -> Option<&'static str> {
        ATTRIBUTES.get(self.index()).copied()
    }

    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }

    /// The set that it alone is in; none, if it is not known.
    pub(crate) const fn bit(self) -> u64 {
        if self.0 == u8::MAX { 0 } else { 1 << self.0 }
    }
}

/// What is true of each element, a bit each.
#[derive(Debug)]
pub(crate) struct Bits([u16; 256]);

impl Bits {
    pub(crate) const fn of(sets: &[(u16, &[&str])]) -> Self {
        let mut bits = [0; 256];
        let mut set = 0;
        while set < sets.len() {
            let (bit, names) = sets[set];
            let mut at = 0;
            while at < names.len() {
                bits[position(ELEMENTS, names[at]) as usize] |= bit;
                at += 1;
            }
            set += 1;
        }
        Self(bits)
    }

    /// One bit, of the elements of which something is true.
    pub(crate) const fn where_true(bit: u16, of: [bool; ELEMENTS.len()]) -> Self {
        let mut bits = [0; 256];
        let mut at = 0;
        while at < of.len() {
            bits[at] = if of[at] { bit } else { 0 };
            at += 1;
        }
        Self(bits)
    }

    pub(crate) const fn at(&self, index: usize) -> u16 {
        self.0[index]
    }
}

/// Names by their keys, open addressing.
struct Index {
    slots: [((u64, u64), u8); SLOTS],
}

/// A power of two, three times the names at least.
const SLOTS: usize = 512;

impl Index {
    #[expect(clippy::panic, reason = "it is made while this is compiled")]
    const fn of(names: &[&str]) -> Self {
        assert!(names.len() * 3 <= SLOTS);
        let mut slots = [((0, 0), u8::MAX); SLOTS];
        let mut at = 0;
        while at < names.len() {
            let Some(key) = key(names[at].as_bytes()) else { panic!("a name is longer than its key") };
            let mut slot = hash(key) % SLOTS;
            while slots[slot].1 != u8::MAX {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = (key, at as u8);
            at += 1;
        }
        Self { slots }
    }

    #[inline(always)]
    fn find(&self, key: (u64, u64)) -> u8 {
        let mut slot = hash(key) % SLOTS;
        loop {
            let (held, place) = self.slots[slot];
            if held == key || place == u8::MAX {
                return place;
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

/// The hash of a name's key. Its low bits are as good as any.
pub(crate) const fn hash((low, high): (u64, u64)) -> usize {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    ((low ^ high.rotate_left(23)).wrapping_mul(ODD) >> 32) as usize
}

/// The key that the tokenizer makes of a name; none, if it is longer than a key, or has a NUL, which a key ends at.
const fn key(name: &[u8]) -> Option<(u64, u64)> {
    let (mut low, mut high) = (0, 0);
    let mut at = 0;
    while at < name.len() {
        let byte = name[at] as u64;
        if byte == 0 {
            return None;
        }
        match at {
            0..8 => low |= byte << (at * 8),
            8..16 => high |= byte << (at * 8 - 64),
            _ => return None,
        }
        at += 1;
    }
    Some((low, high))
}

#[expect(clippy::panic, reason = "it is asked while this is compiled")]
const fn position(names: &[&str], name: &str) -> u8 {
    let mut at = 0;
    while at < names.len() {
        if is_same(names[at].as_bytes(), name.as_bytes()) {
            return at as u8;
        }
        at += 1;
    }
    panic!("a name is not in the list")
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::tokenizer::{Token, Tokenizer};
    use super::*;

    #[test]
    fn known_names_are_found_in_any_case_and_no_others() {
        for name in ELEMENTS.iter().chain(ATTRIBUTES) {
            for (written, known) in [
                ((*name).to_owned(), true),
                (name.to_ascii_uppercase(), true),
                (format!("{name}-"), false),
                (format!("{name}0123456789abcdef"), false),
                (format!("{name}\0"), false),
            ] {
                let text = format!("<{written} {written}>");
                let mut tokenizer = Tokenizer::new(&text, 10);
                let Some(Token::StartTag { name: tag, .. }) = tokenizer.token() else { panic!("{text}") };
                let (element, attribute) = (ElementName::of(&tag), AttributeName::of(&tokenizer.attributes()[0].name));
                assert_eq!(element.name().is_some(), known && ELEMENTS.contains(name), "{text}");
                assert_eq!(attribute.name().is_some(), known && ATTRIBUTES.contains(name), "{text}");
                assert_eq!(
                    element,
                    if written.is_ascii() { ElementName::of_text(&written.to_ascii_lowercase()) } else { element }
                );
            }
        }
        assert!(ELEMENTS.is_sorted() && ATTRIBUTES.is_sorted() && ATTRIBUTES.len() <= 64);
    }
}
