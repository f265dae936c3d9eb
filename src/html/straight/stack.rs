//! The stack of open elements, with what tree construction asks of it answered as it grows.

use super::rules;
use crate::html::names::ElementName;
use crate::html::tokenizer::{Name, Span};

/// An open element, and what is open around its content.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) name: ElementName,
    /// Its name in the input; an implied element has none.
    pub(super) written: Name,
    /// A bit for the hash of each name that is open, this one included. A name whose bit is not set is not open.
    pub(super) names: u64,
    /// It is one of SVG's.
    pub(super) is_svg: bool,
    /// The sink is told what is in it, and of its end.
    pub(super) is_told: bool,
    /// § 13.2.4.2: a `p` is in button scope.
    pub(super) has_p: bool,
    /// An `a` is open since the last marker.
    pub(super) has_a: bool,
    /// The depth of the innermost cell or caption, if no table is open in it.
    pub(super) cell: Option<u16>,
}

/// The elements from the outermost, at depth 1, to the innermost. Depth 0 is the fragment.
#[derive(Debug)]
pub(super) struct Stack {
    below: Vec<Open>,
    top: Open,
    most: usize,
}

const FRAGMENT: Open = Open {
    name: ElementName::OTHER,
    written: Name { span: Span { start: 0, end: 0 }, key: (0, 0) },
    names: 0,
    is_svg: false,
    is_told: true,
    has_p: false,
    has_a: false,
    cell: None,
};

impl Stack {
    pub(super) fn new(most: usize) -> Self {
        Self { below: Vec::with_capacity(64), top: FRAGMENT, most: most.min(usize::from(u16::MAX)) }
    }

    pub(super) fn top(&self) -> &Open {
        &self.top
    }

    pub(super) fn depth(&self) -> usize {
        self.below.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.below.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.below.len() >= self.most
    }

    pub(super) fn at(&self, depth: usize) -> Open {
        self.below.get(depth).copied().unwrap_or(self.top)
    }

    #[inline]
    pub(super) fn push(&mut self, name: ElementName, written: Name, is_told: bool) {
        let outer = self.top;
        let is_cell = rules::is(name, rules::CELLS);
        let has_p = name == super::P || outer.has_p && !rules::is(name, rules::BOUNDS) && name != BUTTON;
        let has_a = name == A || outer.has_a && !is_cell;
        self.below.push(outer);
        let cell = match () {
            () if is_cell => u16::try_from(self.below.len()).ok(),
            () if name == TABLE => None,
            () => outer.cell,
        };
        let names = outer.names | bit(&written);
        self.top = Open { name, written, names, is_svg: false, is_told, has_p, has_a, cell };
    }

    /// As [`Stack::push`], for an element of SVG.
    pub(super) fn push_svg(&mut self, written: Name, is_told: bool) {
        self.below.push(self.top);
        let names = self.top.names | bit(&written);
        self.top = Open { name: ElementName::OTHER, written, names, is_svg: true, is_told, ..self.top };
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Open {
        let popped = self.top;
        self.top = self.below.pop().unwrap_or(FRAGMENT);
        popped
    }

    /// The depth of the innermost element that is wanted, if none that stops the search is further in.
    pub(super) fn find(
        &self,
        wanted: impl Fn(ElementName) -> bool,
        stops: impl Fn(ElementName) -> bool,
    ) -> Option<usize> {
        let mut depth = self.depth();
        while depth > 0 {
            let open = self.at(depth).name;
            if wanted(open) {
                return Some(depth);
            }
            if stops(open) {
                return None;
            }
            depth -= 1;
        }
        None
    }

    /// § 13.2.4.2, "has an element in scope".
    pub(super) fn in_scope(&self, name: ElementName) -> Option<usize> {
        self.find(|open| open == name, |open| rules::is(open, rules::BOUNDS))
    }

    /// Whether an element of this name may be open.
    pub(super) fn may_have(&self, name: &Name) -> bool {
        self.top.names & bit(name) != 0
    }

    /// How many of this name are open since the last marker; what formats and is open is in the list of what formats.
    pub(super) fn since_marker(&self, name: ElementName) -> usize {
        let names = (1..=self.depth()).rev().map(|depth| self.at(depth).name);
        names.take_while(|open| !rules::is(*open, rules::CELLS)).filter(|open| *open == name).count()
    }
}

fn bit(name: &Name) -> u64 {
    1 << (name.hash() % 64)
}

const A: ElementName = ElementName::named("a");
const BUTTON: ElementName = ElementName::named("button");
const TABLE: ElementName = ElementName::named("table");
