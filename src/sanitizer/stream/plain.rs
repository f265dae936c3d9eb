//! Plain text that arrives, as a text.

use std::borrow::Cow;

use crate::html::pace::Pace;
use crate::html::pieces::{Back, Piece, Source, Step};
use crate::sanitizer::output::html::escape_text;
use crate::sanitizer::text::{InvisibleText, clean_text};

/// Text, as far as it came. Lines are settled.
#[derive(Debug)]
pub(crate) struct PlainSource {
    text: String,
    at: usize,
    invisible: InvisibleText,
    pace: Pace,
    settles: bool,
}

/// Begins a sequence for a terminal.
const ESCAPE: char = '\u{1b}';

impl PlainSource {
    pub(crate) fn new(invisible: InvisibleText) -> Self {
        Self { text: String::new(), at: 0, invisible, pace: Pace::default(), settles: true }
    }

    fn clean(&self, from: usize, to: usize) -> String {
        escape_text(&clean_text(self.text.get(from..to).unwrap_or_default(), self.invisible).text)
    }

    fn step(&mut self, back: Back) -> Step {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let escape = rest.rfind(ESCAPE).map_or(self.text.len(), |at| self.at + at);
        let line = rest.rfind('\n').map(|end| self.at + end + 1).filter(|end| self.settles && *end <= escape);
        let settled = line.map(|end| Piece { html: self.clean(self.at, end), depth: Some(0), ..Piece::default() });
        self.at = line.unwrap_or(self.at);
        let html = self.clean(self.at, escape.max(self.at));
        Step { back, settled, open: Piece { html, depth: Some(0), ..Piece::default() }, bytes: self.text.len() }
    }
}

impl Source for PlainSource {
    fn add(&mut self, chunk: &str) {
        self.text.push_str(chunk);
    }

    fn take(&mut self, chunk: &str) -> Option<Step> {
        self.add(chunk);
        self.pace.is_due(self.text.len() - self.at, self.text.len()).then(|| self.step(Back::No))
    }

    fn start_over(&mut self) -> Step {
        self.at = 0;
        self.settles = false;
        self.step(Back::All)
    }

    fn whole(&self) -> Cow<'_, str> {
        self.clean(0, self.text.len()).into()
    }
}
