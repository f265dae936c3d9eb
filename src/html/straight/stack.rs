//! The stack of open elements, with what tree construction asks of it answered as it grows.

use super::rules;
use crate::html::names::{ELEMENTS, ElementName};
use crate::html::tokenizer::Name;

/// An open element, and what is open around its content.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) name: ElementName,
    flags: u8,
    /// The depth of the innermost cell or caption, if no table is open in it; 0 for none.
    cell: u16,
    /// A bit for each name that is open, this one included, some of which share one. A name whose bit is not set is not
    /// open.
    names: u64,
}

/// It is one of SVG's.
const SVG: u8 = 1;
/// The sink is told what is in it, and of its end.
const TOLD: u8 = 1 << 1;
/// § 13.2.4.2: a `p` is in button scope.
const HAS_P: u8 = 1 << 2;
/// An `a` is open since the last marker.
const HAS_A: u8 = 1 << 3;

impl Open {
    #[inline(always)]
    pub(super) fn is_svg(&self) -> bool {
        self.flags & SVG != 0
    }

    #[inline(always)]
    pub(super) fn is_told(&self) -> bool {
        self.flags & TOLD != 0
    }

    #[inline(always)]
    pub(super) fn has_p(&self) -> bool {
        self.flags & HAS_P != 0
    }

    pub(super) fn has_a(&self) -> bool {
        self.flags & HAS_A != 0
    }

    pub(super) fn cell(&self) -> Option<usize> {
        (self.cell > 0).then(|| self.cell.into())
    }
}

/// What of the flags of what is around an element is true in it.
static SEEN_IN: [u8; ELEMENTS.len()] = {
    let mut seen = [HAS_P | HAS_A; ELEMENTS.len()];
    let mut at = 0;
    while at < seen.len() {
        let bits = rules::bits_at(at);
        if bits & rules::BOUNDS != 0 || at == BUTTON.index() {
            seen[at] &= !HAS_P;
        }
        if bits & rules::CELLS != 0 {
            seen[at] &= !HAS_A;
        }
        at += 1;
    }
    seen
};

/// The elements from the outermost, at depth 1, to the innermost. Depth 0 is the fragment.
#[derive(Debug)]
pub(super) struct Stack {
    below: Vec<Open>,
    top: Open,
    /// How those that are not known by their names are written.
    others: Vec<Name>,
    most: usize,
}

const FRAGMENT: Open = Open { name: ElementName::OTHER, flags: TOLD, cell: 0, names: 0 };

impl Stack {
    pub(super) fn new(most: usize) -> Self {
        let most = most.min(usize::from(u16::MAX));
        Self { below: Vec::with_capacity(64), top: FRAGMENT, others: Vec::new(), most }
    }

    #[inline(always)]
    pub(super) fn top(&self) -> &Open {
        &self.top
    }

    pub(super) fn depth(&self) -> usize {
        self.below.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.below.is_empty()
    }

    #[inline(always)]
    pub(super) fn is_full(&self) -> bool {
        self.below.len() >= self.most
    }

    pub(super) fn at(&self, depth: usize) -> Open {
        self.below.get(depth).copied().unwrap_or(self.top)
    }

    #[inline]
    pub(super) fn push(&mut self, name: ElementName, written: Name, is_told: bool) {
        let outer = self.top;
        self.below.push(outer);
        let mut flags = outer.flags & (HAS_P | HAS_A);
        let mut cell = outer.cell;
        match SEEN_IN.get(name.index()) {
            Some(seen) => flags &= seen,
            None => self.others.push(written),
        }
        match name {
            super::P => flags |= HAS_P,
            A => flags |= HAS_A,
            TABLE => cell = 0,
            _ if rules::is(name, rules::CELLS) => cell = u16::try_from(self.below.len()).unwrap_or_default(),
            _ => {}
        }
        if is_told {
            flags |= TOLD;
        }
        self.top = Open { name, flags, cell, names: outer.names | bit(name, &written) };
    }

    /// As [`Stack::push`], for an element of SVG.
    pub(super) fn push_svg(&mut self, written: Name, is_told: bool) {
        self.below.push(self.top);
        self.others.push(written);
        let flags = self.top.flags & !TOLD | SVG | if is_told { TOLD } else { 0 };
        let names = self.top.names | bit(ElementName::OTHER, &written);
        self.top = Open { name: ElementName::OTHER, flags, names, ..self.top };
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Open {
        let popped = self.top;
        if popped.name == ElementName::OTHER {
            self.others.pop();
        }
        self.top = self.below.pop().unwrap_or(FRAGMENT);
        popped
    }

    /// How the innermost is written, if it is not known by its name.
    pub(super) fn written(&self) -> Option<&Name> {
        self.others.last().filter(|_| self.top.name == ElementName::OTHER)
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
    #[inline(always)]
    pub(super) fn may_have(&self, name: ElementName, written: &Name) -> bool {
        self.top.names & bit(name, written) != 0
    }

    /// The depth of the innermost of this name, which is short, if nothing special is further in.
    pub(super) fn find_any_other(&self, name: ElementName, written: &Name) -> Option<usize> {
        let mut others = self.others.iter().rev();
        let mut depth = self.depth();
        while depth > 0 {
            let open = self.at(depth).name;
            let is_it = match open {
                ElementName::OTHER => others.next().is_some_and(|other| other.key == written.key),
                known => known == name,
            };
            if is_it {
                return Some(depth);
            }
            if rules::is(open, rules::SPECIAL) {
                return None;
            }
            depth -= 1;
        }
        None
    }

    /// How many of this name, which is known, are open since the last marker; what formats and is open is in the list of
    /// what formats.
    #[inline]
    pub(super) fn since_marker(&self, name: ElementName) -> usize {
        if self.top.names & bit(name, &Name::default()) == 0 {
            return 0;
        }
        let names = (1..=self.depth()).rev().map(|depth| self.at(depth).name);
        names.take_while(|open| !rules::is(*open, rules::CELLS)).filter(|open| *open == name).count()
    }
}

#[inline(always)]
fn bit(name: ElementName, written: &Name) -> u64 {
    1 << (if name == ElementName::OTHER { written.hash() } else { name.index() } % 64)
}

const A: ElementName = ElementName::named("a");
const BUTTON: ElementName = ElementName::named("button");
const TABLE: ElementName = ElementName::named("table");
