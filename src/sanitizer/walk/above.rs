//! The elements that are open around what is told.

use std::borrow::Cow;

use super::Inside;
use crate::error::shorten;
use crate::html::events::Namespace;
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
    /// Where the walk wrote ahead of it.
    pub(super) inside: Inside,
    pub(super) place: usize,
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
        name: ElementName,
        local: Cow<'i, str>,
        closes: Option<Tag>,
        inside: Inside,
        place: usize,
    ) {
        if name == ElementName::OTHER {
            self.others.push((local, closes));
        }
        self.open.push(Open { name, is_closed: closes.is_some(), inside, place });
    }

    /// An element of HTML that was written as it stands.
    #[inline]
    pub(super) fn push_kept(&mut self, name: ElementName, inside: Inside, place: usize) {
        self.open.push(Open { name, is_closed: true, inside, place });
    }

    #[inline]
    pub(super) fn last(&self) -> Option<Open> {
        self.open.last().copied()
    }

    /// What closes the innermost.
    #[inline]
    pub(super) fn closes(&self, innermost: Open) -> Option<Tag> {
        match innermost.name.name() {
            None => self.others.last().and_then(|(_, closes)| *closes),
            Some(local) => {
                innermost.is_closed.then_some(Tag { namespace: Namespace::Html, name: innermost.name, local })
            }
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) {
        if self.open.pop().is_some_and(|open| open.name == ElementName::OTHER) {
            self.others.pop();
        }
    }

    /// The innermost elements, enough to find the place by, and the line.
    pub(super) fn describe(&self, own: &str, line: u32) -> Place {
        const MOST_NAMED: usize = 12;
        let left_out = self.open.len().saturating_sub(MOST_NAMED);
        let mut others = self.others.iter().rev();
        let mut names: Vec<&str> = Some(own).into_iter().filter(|own| !own.is_empty()).collect();
        names.extend(self.open.iter().skip(left_out).rev().map(|open| match open.name.name() {
            Some(name) => name,
            None => others.next().map_or("", |(local, _)| local),
        }));
        let mut path = String::new();
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
