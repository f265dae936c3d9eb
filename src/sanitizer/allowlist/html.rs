//! The elements and attributes of HTML. A name that is not here does not survive: an element loses its tags and keeps its
//! children, an attribute goes.

use super::Reason;
use crate::html::names::{self, AttributeName, Bits, ElementName};

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Stays, with the attributes named and the global ones.
    Keep(&'static [&'static str]),
    /// Stays if the policy lists the origin of its `src`, else a placeholder stands for it.
    Resource(&'static [&'static str]),
    /// Stays only as the checkbox that a task list is made of.
    Checkbox,
    /// Goes with everything in it: what it holds is not for the reader.
    Drop(Reason),
}

/// What an attribute's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text or a token that can do nothing.
    Plain,
    /// A link that loads when the reader follows it.
    Link,
    /// A URL that loads by itself.
    Resource,
    /// An id.
    Id,
    /// Ids, separated by spaces.
    IdReferences,
}

/// The elements in the HTML namespace. Sorted: looked up by binary search.
pub(crate) const ELEMENTS: &[(&str, Fate)] = &[
    ("a", Fate::Keep(&["href", "hreflang"])),
    ("abbr", Fate::Keep(&[])),
    ("acronym", Fate::Keep(&[])),
    ("address", Fate::Keep(&[])),
    ("article", Fate::Keep(&[])),
    ("aside", Fate::Keep(&[])),
    ("audio", Fate::Resource(&["loop", "muted"])),
    ("b", Fate::Keep(&[])),
    ("base", Fate::Drop(Reason::Metadata)),
    ("bdi", Fate::Keep(&[])),
    ("bgsound", Fate::Drop(Reason::Embedding)),
    ("big", Fate::Keep(&[])),
    ("blockquote", Fate::Keep(&["cite"])),
    ("br", Fate::Keep(&[])),
    ("caption", Fate::Keep(&["align"])),
    ("center", Fate::Keep(&[])),
    ("cite", Fate::Keep(&[])),
    ("code", Fate::Keep(&[])),
    ("col", Fate::Keep(&["align", "span", "valign", "width"])),
    ("colgroup", Fate::Keep(&["align", "span", "valign", "width"])),
    ("data", Fate::Keep(&["value"])),
    ("dd", Fate::Keep(&[])),
    ("del", Fate::Keep(&["cite", "datetime"])),
    ("details", Fate::Keep(&["open"])),
    ("dfn", Fate::Keep(&[])),
    ("div", Fate::Keep(&["align"])),
    ("dl", Fate::Keep(&[])),
    ("dt", Fate::Keep(&[])),
    ("em", Fate::Keep(&[])),
    ("embed", Fate::Drop(Reason::Embedding)),
    ("figcaption", Fate::Keep(&[])),
    ("figure", Fate::Keep(&[])),
    ("font", Fate::Keep(&[])),
    ("footer", Fate::Keep(&[])),
    ("frame", Fate::Drop(Reason::Embedding)),
    ("frameset", Fate::Drop(Reason::Embedding)),
    ("h1", Fate::Keep(&["align"])),
    ("h2", Fate::Keep(&["align"])),
    ("h3", Fate::Keep(&["align"])),
    ("h4", Fate::Keep(&["align"])),
    ("h5", Fate::Keep(&["align"])),
    ("h6", Fate::Keep(&["align"])),
    ("header", Fate::Keep(&[])),
    ("hgroup", Fate::Keep(&[])),
    ("hr", Fate::Keep(&[])),
    ("i", Fate::Keep(&[])),
    ("iframe", Fate::Drop(Reason::Embedding)),
    ("img", Fate::Resource(&["alt", "height", "width"])),
    ("input", Fate::Checkbox),
    ("ins", Fate::Keep(&["cite", "datetime"])),
    ("kbd", Fate::Keep(&[])),
    ("label", Fate::Keep(&[])),
    ("li", Fate::Keep(&["value"])),
    ("link", Fate::Drop(Reason::Metadata)),
    ("main", Fate::Keep(&[])),
    ("mark", Fate::Keep(&[])),
    ("menu", Fate::Keep(&[])),
    ("meta", Fate::Drop(Reason::Metadata)),
    ("meter", Fate::Keep(&[])),
    ("nav", Fate::Keep(&[])),
    ("noembed", Fate::Drop(Reason::Unrendered)),
    ("noframes", Fate::Drop(Reason::Unrendered)),
    ("noscript", Fate::Drop(Reason::Unrendered)),
    ("ol", Fate::Keep(&["reversed", "start", "type"])),
    ("p", Fate::Keep(&["align"])),
    ("pre", Fate::Keep(&[])),
    ("progress", Fate::Keep(&[])),
    ("q", Fate::Keep(&["cite"])),
    ("rp", Fate::Keep(&[])),
    ("rt", Fate::Keep(&[])),
    ("ruby", Fate::Keep(&[])),
    ("s", Fate::Keep(&[])),
    ("samp", Fate::Keep(&[])),
    ("script", Fate::Drop(Reason::Script)),
    ("search", Fate::Keep(&[])),
    ("section", Fate::Keep(&[])),
    ("selectedcontent", Fate::Drop(Reason::Unrendered)),
    ("small", Fate::Keep(&[])),
    ("source", Fate::Drop(Reason::Embedding)),
    ("span", Fate::Keep(&[])),
    ("strike", Fate::Keep(&[])),
    ("strong", Fate::Keep(&[])),
    ("style", Fate::Drop(Reason::Style)),
    ("sub", Fate::Keep(&[])),
    ("summary", Fate::Keep(&[])),
    ("sup", Fate::Keep(&[])),
    ("table", Fate::Keep(&["border"])),
    ("tbody", Fate::Keep(&["align", "valign"])),
    ("td", Fate::Keep(&["abbr", "align", "colspan", "headers", "rowspan", "valign"])),
    ("template", Fate::Drop(Reason::Template)),
    ("tfoot", Fate::Keep(&["align", "valign"])),
    ("th", Fate::Keep(&["abbr", "align", "colspan", "headers", "rowspan", "scope", "valign"])),
    ("thead", Fate::Keep(&["align", "valign"])),
    ("time", Fate::Keep(&["datetime"])),
    ("title", Fate::Drop(Reason::Metadata)),
    ("tr", Fate::Keep(&["align", "valign"])),
    ("track", Fate::Drop(Reason::Embedding)),
    ("tt", Fate::Keep(&[])),
    ("u", Fate::Keep(&[])),
    ("ul", Fate::Keep(&["type"])),
    ("var", Fate::Keep(&[])),
    ("video", Fate::Resource(&["height", "loop", "muted", "width"])),
    ("wbr", Fate::Keep(&[])),
];

/// Attributes that every element may have.
pub(crate) const GLOBAL_ATTRIBUTES: &[&str] = &[
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
    "dir",
    "id",
    "lang",
    "title",
    "translate",
];

/// What the attributes are that are not plain.
pub(crate) const ATTRIBUTE_KINDS: &[(&str, Kind)] = &[
    ("aria-describedby", Kind::IdReferences),
    ("aria-details", Kind::IdReferences),
    ("aria-labelledby", Kind::IdReferences),
    ("cite", Kind::Link),
    ("headers", Kind::IdReferences),
    ("href", Kind::Link),
    ("id", Kind::Id),
    ("src", Kind::Resource),
];

/// Elements without an end tag: HTML Standard § 13.1.2.
pub(crate) const VOID: &[&str] = &["br", "col", "hr", "img", "input", "wbr"];

/// Elements that a line break ends in the text profile.
pub(crate) static BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "caption",
    "center",
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
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];

/// The class of every link in the output, for `selector_matches` in the page's own speculation rules.
pub(crate) const LINK_CLASS: &str = "mcp-cordon-link";

/// The class of every placeholder.
pub(crate) const BLOCKED_CLASS: &str = "mcp-cordon-blocked";

/// Each known element's fate, and the set of attributes that it may have, the global ones included.
static FATES: [Option<(Fate, u64)>; names::ELEMENTS.len()] = {
    let global = set_of(GLOBAL_ATTRIBUTES);
    let mut fates = [None; names::ELEMENTS.len()];
    let mut at = 0;
    while at < ELEMENTS.len() {
        let (name, fate) = ELEMENTS[at];
        let own = match fate {
            Fate::Keep(list) | Fate::Resource(list) => set_of(list),
            Fate::Checkbox => set_of(&["checked"]),
            Fate::Drop(_) => 0,
        };
        fates[ElementName::named(name).index()] = Some((fate, global | own));
        at += 1;
    }
    fates
};

static KINDS: [Kind; names::ATTRIBUTES.len()] = {
    let mut kinds = [Kind::Plain; names::ATTRIBUTES.len()];
    let mut at = 0;
    while at < ATTRIBUTE_KINDS.len() {
        let (name, kind) = ATTRIBUTE_KINDS[at];
        kinds[AttributeName::named(name).index()] = kind;
        at += 1;
    }
    kinds
};

/// The attributes as a set, by [`AttributeName::bit`].
pub(crate) const fn set_of(list: &[&str]) -> u64 {
    let mut set = 0;
    let mut at = 0;
    while at < list.len() {
        set |= AttributeName::named(list[at]).bit();
        at += 1;
    }
    set
}

/// The fate of an element, and the attributes that it may have.
pub(crate) fn fate_of(name: ElementName) -> Option<(Fate, u64)> {
    FATES.get(name.index()).copied().flatten()
}

/// Whether an element stays, whatever its attributes are.
#[inline]
pub(crate) fn is_kept(name: ElementName) -> bool {
    name.bits(&KEPT) != 0
}

static KEPT: Bits = Bits::where_true(1, {
    let mut kept = [false; names::ELEMENTS.len()];
    let mut at = 0;
    while at < kept.len() {
        kept[at] = matches!(FATES[at], Some((Fate::Keep(_), _)));
        at += 1;
    }
    kept
});

/// The fate of an HTML element, with its name as the table has it.
pub(crate) fn fate(element: &str) -> Option<(&'static str, Fate)> {
    ELEMENTS.binary_search_by_key(&element, |(name, _)| name).ok().map(|at| ELEMENTS[at])
}

pub(crate) fn kind_of(name: AttributeName) -> Kind {
    KINDS.get(name.index()).copied().unwrap_or(Kind::Plain)
}

pub(crate) fn kind(attribute: &str) -> Kind {
    kind_of(AttributeName::of_text(attribute))
}

/// The attribute, if every element may have it.
pub(crate) fn global(attribute: &str) -> Option<&'static str> {
    GLOBAL_ATTRIBUTES.binary_search(&attribute).ok().map(|at| GLOBAL_ATTRIBUTES[at])
}

/// Whether every element may have it.
pub(crate) fn is_global(attribute: &str) -> bool {
    global(attribute).is_some()
}

/// HTML Standard § 8.1.8: any `on…` attribute, of this browser or the next.
pub(crate) fn is_event_handler(attribute: &str) -> bool {
    attribute.len() > 2 && attribute.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"))
}

#[cfg(test)]
mod tests {
    use std::iter;

    use html5ever::serialize::{HtmlSerializer, SerializeOpts, Serializer};
    use html5ever::{LocalName, QualName, ns};

    use super::*;

    #[test]
    fn rows_are_found_by_their_names() {
        for row in ELEMENTS {
            assert_eq!(fate(row.0), Some(*row));
            assert_eq!(is_kept(ElementName::named(row.0)), matches!(row.1, Fate::Keep(_)), "{}", row.0);
        }
        for (name, of) in ATTRIBUTE_KINDS {
            assert_eq!(kind(name), *of, "{name}");
        }
        for name in GLOBAL_ATTRIBUTES {
            assert_eq!(global(name), Some(*name));
        }
        for name in BLOCKS {
            assert!(BLOCKS.binary_search(name).is_ok() && fate(name).is_some(), "{name}");
        }
    }

    /// What html5ever writes without an end tag.
    fn is_void(element: &str) -> bool {
        let mut written = Vec::new();
        let mut serializer = HtmlSerializer::new(&mut written, SerializeOpts::default());
        let name = QualName::new(None, ns!(html), LocalName::from(element));
        serializer.start_elem(name.clone(), iter::empty()).expect("it is written to memory");
        serializer.end_elem(name).expect("it is written to memory");
        !written.ends_with(format!("</{element}>").as_bytes())
    }

    #[test]
    fn elements_that_stay_are_void_where_the_standard_says_so() {
        let stays = |fate: &Fate| !matches!(fate, Fate::Drop(_));
        let void = ELEMENTS.iter().filter(|(name, fate)| stays(fate) && is_void(name)).map(|(name, _)| *name);
        assert_eq!(void.collect::<Vec<_>>(), VOID);
        assert!(VOID.iter().all(|name| VOID.binary_search(name).is_ok()));
    }
}
