//! The elements that are open around what is told.

use std::borrow::Cow;

use super::Inside;
use super::apart::Apart;
use crate::error::shorten;
use crate::html::events::{Namespace, StartTag};
use crate::html::names::ElementName;
use crate::sanitizer::output::Tag;
use crate::sanitizer::report::{LONGEST_NAME, Place};

/// An element whose children are being walked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    /// Known, or one of the others.
    name: ElementName,
    /// It was written, or stands for what a text has in its place.
    is_closed: bool,
    /// It is called, or closed, by something else than its name.
    is_other: bool,
    /// Where the walk wrote ahead of it.
    pub(super) inside: Inside,
    pub(super) place: usize,
    /// What keeps apart what comes behind it, where it goes.
    pub(super) apart: Apart,
    /// It is one of those in [`Walker::formula`](super::Walker::formula).
    pub(super) is_formula: bool,
    /// A row in which a cell has begun.
    pub(super) has_cell: bool,
}

/// From the outermost to the innermost.
#[derive(Debug, Default)]
pub(super) struct Above<'i> {
    open: Vec<Open>,
    /// Those that are not known by their names: what they are called, and what closes them.
    others: Vec<(Cow<'i, str>, Option<Tag>)>,
}

impl<'i> Above<'i> {
    pub(super) fn push(
        &mut self,
        tag: &StartTag<'_, 'i>,
        closes: Option<Tag>,
        inside: Inside,
        place: usize,
        (apart, is_formula): (Apart, bool),
    ) {
        let name = tag.name;
        let is_own = |closing: Tag| closing.namespace == Namespace::Html && closing.name == name;
        let is_other = name == ElementName::OTHER || !closes.is_none_or(is_own);
        if is_other {
            self.others.push((tag.local.clone(), closes));
        }
        let is_closed = closes.is_some();
        self.open.push(Open { name, is_closed, is_other, inside, place, apart, is_formula, has_cell: false });
    }

    /// An element of HTML that was written as it stands.
    #[inline]
    pub(super) fn push_kept(&mut self, name: ElementName, inside: Inside, place: usize) {
        let (apart, is_formula, has_cell) = (Apart::Not, false, false);
        self.open.push(Open { name, is_closed: true, is_other: false, inside, place, apart, is_formula, has_cell });
    }

    pub(super) fn depth(&self) -> u32 {
        u32::try_from(self.open.len()).unwrap_or(u32::MAX)
    }

    #[inline]
    pub(super) fn last(&self) -> Option<Open> {
        self.open.last().copied()
    }

    /// A cell begins in the innermost. Returns whether one did before.
    pub(super) fn begin_cell(&mut self) -> Option<bool> {
        self.open.last_mut().map(|row| std::mem::replace(&mut row.has_cell, true))
    }

    /// Whether the innermost is this.
    pub(super) fn is_in(&self, is: impl Fn(ElementName) -> bool) -> bool {
        self.open.last().is_some_and(|open| is(open.name))
    }

    /// What closes the innermost.
    #[inline]
    pub(super) fn closes(&self, innermost: Open) -> Option<Tag> {
        match innermost.name.name().filter(|_| !innermost.is_other) {
            None => self.others.last().and_then(|(_, closes)| *closes),
            Some(local) => {
                innermost.is_closed.then_some(Tag { namespace: Namespace::Html, name: innermost.name, local })
            }
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) {
        if self.open.pop().is_some_and(|open| open.is_other) {
            self.others.pop();
        }
    }

    /// The innermost elements, enough to find the place by, and the line.
    pub(super) fn describe(&self, own: &str, line: u32) -> Place {
        const MOST_NAMED: usize = 12;
        let left_out = self.open.len().saturating_sub(MOST_NAMED);
        let mut others = self.others.iter().rev();
        let mut names = Vec::with_capacity(MOST_NAMED + 1);
        names.extend(Some(own).filter(|own| !own.is_empty()));
        names.extend(self.open.iter().skip(left_out).rev().map(
            |open| match open.name.name().filter(|_| !open.is_other) {
                Some(name) => name,
                None => others.next().map_or("", |(local, _)| local),
            },
        ));
        let mut path = String::with_capacity(names.iter().map(|name| name.len() + 3).sum());
        for name in names.into_iter().rev() {
            if !path.is_empty() || left_out > 0 {
                path.push_str(if path.is_empty() { "… > " } else { " > " });
            }
            match name.len() {
                0..=LONGEST_NAME => path.push_str(name),
                _ => path.push_str(&shorten(name, LONGEST_NAME)),
            }
        }
        Place { path, line }
    }
}
