//! What keeps words apart where tags go and text stays.
//!
//! A browser shows two options, two cells, two labels of a drawing in two places. Without their tags "Red" and "Blue" would
//! be "RedBlue", and a quantity of 1 and a price of 2 would be 12. *Rule:* where an element goes that is a place of its own, a
//! space stands between what is ahead of its tag and what is behind it, unless white space or the edge of a block is there:
//!
//! 1. Blocks of HTML, options and buttons: at both ends. In the text profile a line ends there.
//! 2. Elements of XML, whose names have no hyphen: at both ends. Custom elements may be a part of a word, so only between two of
//!    them side by side.
//! 3. An element that stays while the style goes which gave it a place of its own (`display: block`, `position`, `top`): at
//!    both ends.
//! 4. In a drawing: a `text`, a `foreignObject`, a `tspan` with a place of its own. Around a drawing and between the parts of a
//!    formula only letters and digits are kept apart.
//!
//! Mail gives a box letters of no size, so that the white space between the boxes in it takes no place and they fit side by
//! side. That size goes, and with it the white space beside the edge of a block there.
//!
//! In the text profile cells are separated by a tab and a row ends its line, as `innerText` has it.

use super::Walker;
use super::attributes::named;
use crate::html::events::{Attribute, Namespace, StartTag};
use crate::html::names::{AttributeName, Bits, ElementName};
use crate::sanitizer::allowlist::html;
use crate::sanitizer::options::Profile;
use crate::sanitizer::output::Tag;

/// How far what comes next is kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Apart {
    #[default]
    Not,
    /// A letter or a digit from another.
    Words,
    /// Anything from anything.
    Blocks,
    /// Likewise; in the text profile by a line's end.
    Lines,
}

const STYLE: AttributeName = AttributeName::named("style");

const BLOCK: u16 = 1;
const PLACE: u16 = 1 << 1;
const CELL: u16 = 1 << 2;
const TABLE: u16 = 1 << 3;
const LABEL: u16 = 1 << 4;

static ELEMENTS: Bits = Bits::of(&[
    (BLOCK, html::BLOCKS),
    // These have no row among the blocks: no profile keeps them.
    (
        PLACE,
        &[
            "applet", "button", "dialog", "dir", "fieldset", "form", "listing", "marquee", "noscript", "object",
            "optgroup", "option", "select", "textarea", "xmp",
        ],
    ),
    (CELL, &["td", "th"]),
    (TABLE, &["table", "tbody", "thead", "tfoot", "tr", "colgroup"]),
    (LABEL, &["label", "output"]),
]);

fn is(name: ElementName, bits: u16) -> bool {
    name.bits(&ELEMENTS) & bits != 0
}

/// Where an element goes that is named so: ahead of what is in it and behind it.
fn around(tag: &StartTag<'_, '_>) -> Apart {
    match tag.namespace {
        Namespace::Html if is(tag.name, BLOCK | PLACE | CELL) || tag.local == "legend" => Apart::Lines,
        Namespace::Html if tag.name == ElementName::OTHER && !tag.local.contains('-') && !is_inline(&tag.local) => {
            Apart::Blocks
        }
        Namespace::Svg => match &*tag.local {
            "svg" => Apart::Words,
            "text" | "foreignObject" => Apart::Blocks,
            "tspan" if tag.attributes.iter().any(|one| matches!(&*one.local(), "x" | "y" | "dy")) => Apart::Blocks,
            _ => Apart::Not,
        },
        _ => Apart::Not,
    }
}

/// Elements of HTML within a line, which no table names.
fn is_inline(local: &str) -> bool {
    const INLINE: [&str; 10] =
        ["blink", "canvas", "map", "meter", "picture", "portal", "progress", "slot", "spacer", "fencedframe"];
    INLINE.contains(&local)
}

/// How far a style takes an element out of the line that it is in.
fn placed(style: &str) -> Apart {
    const PLACED: [&str; 5] = ["bottom", "inset", "left", "right", "top"];
    const BLOCKS: [&str; 6] = ["block", "flex", "flow-root", "grid", "list-item", "table"];
    let of = |(name, value): (&str, &str)| {
        let (name, value) = (name.trim(), value.trim());
        let is = |word: &str| value.eq_ignore_ascii_case(word);
        let sets = |property: &str| name.eq_ignore_ascii_case(property);
        if sets("display") && BLOCKS.into_iter().any(is) {
            return Apart::Lines;
        }
        let is_placed = sets("display") && is("table-cell")
            || sets("position") && (is("absolute") || is("fixed"))
            || sets("float") && !is("none")
            || PLACED.into_iter().any(sets);
        if is_placed { Apart::Blocks } else { Apart::Not }
    };
    declarations(style).map(of).max().unwrap_or_default()
}

/// Names and values, as they are written.
fn declarations(style: &str) -> impl DoubleEndedIterator<Item = (&str, &str)> {
    style.split(';').filter_map(|declaration| declaration.split_once(':'))
}

impl<'i> Walker<'_, 'i> {
    /// Begins an element that goes.
    pub(super) fn begin_apart(&mut self, tag: &StartTag<'_, 'i>) {
        let mut apart = around(tag);
        self.next_apart = apart;
        let is_custom = tag.namespace == Namespace::Html && (tag.name == ElementName::OTHER || is(tag.name, LABEL));
        if is_custom && self.after_unwrapped {
            apart = apart.max(Apart::Blocks);
        }
        self.keep_apart(apart);
    }

    /// Begins an element that stays, maybe without the place that its style gave it.
    pub(super) fn begin_placed(&mut self, attributes: &[Attribute<'i>]) {
        if self.options.profile.keeps_looks() {
            return;
        }
        self.next_apart = named(attributes, STYLE).map_or(Apart::Not, |style| placed(&style.value()));
        self.keep_apart(self.next_apart);
    }

    #[inline]
    pub(super) fn keep_apart(&mut self, apart: Apart) {
        self.apart = self.apart.max(apart);
    }

    /// What is written ahead of a text that begins so.
    #[inline(never)]
    pub(super) fn separator(&mut self, text: &str) -> Option<&'static str> {
        let first = text.bytes().next()?;
        let apart = std::mem::take(&mut self.apart);
        let last = match &self.pending {
            Some(pending) => pending.text.bytes().next_back().unwrap_or(self.last),
            None => self.last,
        };
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let is_text = |byte: u8| byte != 0 && !byte.is_ascii_whitespace();
        let glued = match apart {
            Apart::Not => false,
            Apart::Words => is_word(last) && is_word(first),
            Apart::Blocks | Apart::Lines => is_text(last) && is_text(first),
        };
        glued.then_some(if apart == Apart::Lines && self.options.profile == Profile::Text { "\n" } else { " " })
    }

    /// At the tags of an element that is written: a block keeps its text apart by itself.
    #[inline]
    pub(super) fn pass(&mut self, tag: Tag) {
        let is_foreign = tag.namespace != Namespace::Html && tag.local != "tspan";
        if is(tag.name, BLOCK | CELL) || is_foreign {
            self.last = 0;
            self.apart = Apart::Not;
        }
    }

    /// Whether nothing is kept apart within an element.
    #[inline]
    pub(super) fn joins(&self, name: ElementName) -> bool {
        self.apart == Apart::Not || is(name, BLOCK | CELL)
    }

    /// In the text profile, at the start of an element of HTML.
    pub(super) fn begin_line(&mut self, name: ElementName) {
        if is(name, CELL)
            && let Some(has_cell) = self.above.begin_cell()
        {
            if has_cell {
                // A block in the cell ahead has ended its line.
                if let Some(pending) = self.pending.as_mut().filter(|pending| pending.text.ends_with('\n')) {
                    let end = pending.text.trim_end_matches('\n').len();
                    pending.text.to_mut().truncate(end);
                }
                self.apart = Apart::Not;
                self.add_text("\t".into(), true);
            }
        } else if is(name, BLOCK) && name != ElementName::named("br") {
            self.keep_apart(Apart::Lines);
        }
    }

    /// An element begins with that style: are its letters of no size?
    pub(super) fn begin_sized(&mut self, style: &str) {
        let is_nothing = |size: &str| matches!(size.trim().trim_end_matches(char::is_alphabetic), "0" | "0.0");
        let size = declarations(style).rfind(|(name, _)| name.trim().eq_ignore_ascii_case("font-size"));
        if size.is_some_and(|(_, size)| is_nothing(size)) {
            self.inside.sizeless = self.above.depth() + 1;
        }
    }

    /// Whether text that begins here has no size and stands beside the edge of a block.
    pub(super) fn is_sizeless(&self) -> bool {
        self.inside.sizeless != 0 && self.inside.sizeless == self.above.depth() && self.last == 0
    }

    /// Whether text here is none of the output's: in the text profile, white space between the parts of a table.
    pub(super) fn is_between_cells(&self, text: &str) -> bool {
        self.options.profile == Profile::Text
            && self.above.is_in(|name| is(name, TABLE))
            && text.bytes().all(|byte| byte.is_ascii_whitespace())
    }
}
