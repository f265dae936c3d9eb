//! Would a parser build this very tree from the markup written for it?
//!
//! *Threat:* taking a `<button>` from between two `<p>` leaves a `<p>` in a `<p>`. No parser builds that, so the browser
//! makes another tree of the string than the one that was judged: the ground that mutation XSS stands on. *Rule:* the
//! places where the tree construction stage (HTML Standard § 13.2.6) moves, closes or implies elements are few, once
//! every element is one of the [tables](crate::sanitizer::allowlist) and every end tag is written. Each is a question about the
//! elements that are open, answered here in constant time. Markup that passes them all reads back as it was written;
//! other markup is parsed and walked again.

use crate::html::names::{Bits, ElementName};

/// What of the open elements matters to the next start tag.
#[derive(Debug, Clone, Copy)]
struct Scope {
    /// The innermost open element, and what is true of it.
    parent: ElementName,
    /// What is open, a bit each.
    open: u8,
    bits: u16,
}

const TOP: Scope = Scope { parent: ElementName::OTHER, open: 0, bits: 0 };

/// § 13.2.4.2: a `p` is in button scope.
const OPEN_P: u8 = 1;
/// An `a` is in the list of active formatting elements, after its last marker.
const OPEN_A: u8 = 1 << 1;
/// An `li` that the next `li` would close; likewise for `dd` and `dt`.
const OPEN_LI: u8 = 1 << 2;
const OPEN_DD: u8 = 1 << 3;
/// A `ruby` is in scope.
const OPEN_RUBY: u8 = 1 << 4;

/// What an element does to what is open.
#[derive(Clone, Copy)]
struct Opens {
    /// It would close these.
    closes: u8,
    /// These are not seen from within it.
    hides: u8,
    adds: u8,
}

static OPENS: [Opens; 256] = {
    let mut opens = [Opens { closes: 0, hides: 0, adds: 0 }; 256];
    let mut at = 0;
    while at < opens.len() {
        let bits = BITS.at(at);
        let of = &mut opens[at];
        if bits & CLOSES_P != 0 {
            of.closes |= OPEN_P;
        }
        if bits & BOUNDS != 0 {
            of.hides |= OPEN_P | OPEN_RUBY;
        }
        if bits & CELLS != 0 {
            of.hides |= OPEN_A;
        }
        if bits & STOPS_ITEMS != 0 {
            of.hides |= OPEN_LI | OPEN_DD;
        }
        at += 1;
    }
    opens[P.index()].adds |= OPEN_P;
    opens[A.index()].adds |= OPEN_A;
    opens[A.index()].closes |= OPEN_A;
    opens[LI.index()].adds |= OPEN_LI;
    opens[LI.index()].closes |= OPEN_LI;
    opens[DD.index()].adds |= OPEN_DD;
    opens[DD.index()].closes |= OPEN_DD;
    opens[DT.index()].adds |= OPEN_DD;
    opens[DT.index()].closes |= OPEN_DD;
    opens[RUBY.index()].adds |= OPEN_RUBY;
    opens
};

/// Follows the markup as it is written.
#[derive(Debug)]
pub(super) struct Nesting {
    scope: Scope,
    above: Vec<Scope>,
    broken: bool,
}

impl Nesting {
    pub(super) fn new() -> Self {
        Self { scope: TOP, above: Vec::new(), broken: false }
    }

    /// Whether nothing was written that a parser would build differently.
    pub(super) fn holds(&self) -> bool {
        !self.broken
    }

    /// An element begins, in which nothing does.
    #[inline]
    pub(super) fn leaf(&mut self, tag: ElementName) {
        let bits = tag.bits(&BITS);
        self.broken |= self.scope.open & OPENS[tag.index()].closes != 0 || !self.scope.takes(tag, bits);
    }

    #[inline]
    pub(super) fn open(&mut self, tag: ElementName) {
        let scope = self.scope;
        let bits = tag.bits(&BITS);
        let opens = OPENS[tag.index()];
        self.leaf(tag);
        self.above.push(scope);
        self.scope = Scope { parent: tag, open: scope.open & !opens.hides | opens.adds, bits };
    }

    /// § 13.2.4.2: a `foreignObject` of SVG, just opened, bounds every scope. It is no marker for formatting elements.
    pub(super) fn bound(&mut self) {
        self.scope = Scope { open: self.scope.open & OPEN_A, ..TOP };
    }

    #[inline]
    pub(super) fn close(&mut self) {
        self.scope = self.above.pop().unwrap_or(TOP);
    }

    /// § 13.2.6.4.9, "in table": text other than white space is foster-parented.
    #[inline]
    pub(super) fn text(&mut self, text: &str) {
        if self.scope.bits & TABLE_PARTS != 0 && text.contains(|c: char| !c.is_ascii_whitespace()) {
            self.broken = true;
        }
    }
}

impl Scope {
    #[inline(always)]
    fn takes(self, tag: ElementName, bits: u16) -> bool {
        if bits & PLACED == 0 { self.bits & TABLE_PARTS == 0 } else { self.places(tag, bits) }
    }

    fn places(self, tag: ElementName, bits: u16) -> bool {
        let in_its_place = match tag {
            TR => self.bits & BODIES != 0,
            TD | TH => self.parent == TR,
            COL => self.parent == COLGROUP,
            // Kept in a sandboxed frame alone: § 13.2.6.4.9 takes it where it stands.
            STYLE => self.parent != COLGROUP,
            _ if bits & IN_TABLE != 0 => self.parent == TABLE,
            _ => self.bits & TABLE_PARTS == 0,
        };
        let closes_another = match tag {
            // They imply the end tags of what is open in the ruby: § 13.2.6.4.7.
            RT | RP => self.open & OPEN_RUBY != 0 && self.bits & IMPLIED_IN_RUBY != 0,
            _ => bits & self.bits & HEADINGS != 0,
        };
        in_its_place && !closes_another
    }
}

const A: ElementName = ElementName::named("a");
const COL: ElementName = ElementName::named("col");
const COLGROUP: ElementName = ElementName::named("colgroup");
const DD: ElementName = ElementName::named("dd");
const DT: ElementName = ElementName::named("dt");
const LI: ElementName = ElementName::named("li");
const P: ElementName = ElementName::named("p");
const RP: ElementName = ElementName::named("rp");
const RT: ElementName = ElementName::named("rt");
const RUBY: ElementName = ElementName::named("ruby");
const STYLE: ElementName = ElementName::named("style");
const TABLE: ElementName = ElementName::named("table");
const TD: ElementName = ElementName::named("td");
const TH: ElementName = ElementName::named("th");
const TR: ElementName = ElementName::named("tr");

/// Those that ask more than whether they may stand here at all.
const PLACED: u16 = 1;
const BODIES: u16 = 1 << 1;
const IN_TABLE: u16 = 1 << 2;
const HEADINGS: u16 = 1 << 3;
const IMPLIED_IN_RUBY: u16 = 1 << 4;
const CELLS: u16 = 1 << 5;
const BOUNDS: u16 = 1 << 6;
/// Elements of a table that hold nothing but its parts.
const TABLE_PARTS: u16 = 1 << 7;
/// § 13.2.6.4.7: start tags that close a `p` in button scope.
const CLOSES_P: u16 = 1 << 8;
/// § 13.2.6.4.7, `li`: the search upwards stops at the special elements (§ 13.2.4.2), but for `address`, `div` and `p`, and
/// `search` with parsers that do not know it yet.
const STOPS_ITEMS: u16 = 1 << 9;

static BITS: Bits = Bits::of(&[
    (
        PLACED,
        &[
            "caption", "col", "colgroup", "h1", "h2", "h3", "h4", "h5", "h6", "rp", "rt", "style", "tbody", "td",
            "tfoot", "th", "thead", "tr",
        ],
    ),
    (BODIES, &["tbody", "tfoot", "thead"]),
    (IN_TABLE, &["caption", "colgroup", "tbody", "tfoot", "thead"]),
    (HEADINGS, &["h1", "h2", "h3", "h4", "h5", "h6"]),
    (IMPLIED_IN_RUBY, &["dd", "dt", "li", "p", "rp", "rt"]),
    (CELLS, &["caption", "td", "th"]),
    (BOUNDS, &["caption", "table", "td", "th"]),
    (TABLE_PARTS, &["colgroup", "table", "tbody", "tfoot", "thead", "tr"]),
    (
        CLOSES_P,
        &[
            "address",
            "article",
            "aside",
            "blockquote",
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
            "ul",
        ],
    ),
    (
        STOPS_ITEMS,
        &[
            "article",
            "aside",
            "blockquote",
            "br",
            "caption",
            "center",
            "col",
            "colgroup",
            "dd",
            "details",
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
            "img",
            "input",
            "li",
            "main",
            "menu",
            "nav",
            "ol",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul",
            "wbr",
        ],
    ),
]);
