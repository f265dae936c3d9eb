//! The line of a place, counted when somebody asks.

use crate::html::scan;

/// What a reader tells as the place of something.
#[derive(Debug)]
pub(in crate::sanitizer) enum Lines<'i> {
    /// Its line, from 1.
    Told,
    /// How far into the text it is, in bytes.
    In { text: &'i str, counted: usize, line: u32 },
}

impl<'i> Lines<'i> {
    pub(in crate::sanitizer) fn of(text: &'i str) -> Self {
        Self::In { text, counted: 0, line: 1 }
    }

    /// Two texts as one, if the one stands right behind the other.
    #[inline]
    pub(super) fn joined(&self, first: &str, second: &str) -> Option<&'i str> {
        let Self::In { text, .. } = self else { return None };
        let start = (first.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
        let between = start + first.len();
        let is_next = (second.as_ptr() as usize).checked_sub(text.as_ptr() as usize) == Some(between);
        text.get(start..between + second.len()).filter(|_| is_next)
    }

    /// The line, from 1. Those who ask do so from place to place, so all of them together read the text once or twice.
    pub(super) fn at(&mut self, place: usize) -> u32 {
        match self {
            Self::Told => u32::try_from(place).unwrap_or(u32::MAX),
            Self::In { text, counted, line } => {
                let ends =
                    |from: usize, to: usize| scan::count(text.as_bytes().get(from..to).unwrap_or_default(), b'\n');
                if place < *counted {
                    return line.saturating_sub(ends(place, *counted));
                }
                *line = line.saturating_add(ends(*counted, place));
                *counted = place;
                *line
            }
        }
    }
}
