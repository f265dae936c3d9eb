//! What is written, and the account of what was hidden.

use std::ops::Range;

use super::decode::Decoded;
use super::{InvisibleText, MOST_RUNS, Run, Scanned, TextCode};
use crate::finding::Severity;

/// How many characters of each code there are in a run, in the order of [`TextCode::ALL`].
pub(super) type Counts = [u32; TextCode::ALL.len()];

/// Markers may add as many bytes as the text has, and this many more. A text that would grow past it is no longer read by
/// anyone, and what is hidden in it goes without a marker; the account goes on.
const ROOM_FOR_MARKERS: usize = 4_096;

#[derive(Debug)]
pub(super) struct Account<'t> {
    text: &'t str,
    invisible: InvisibleText,
    output: String,
    /// How much of the text is in the output.
    written: usize,
    /// What markers may still take.
    room: usize,
    seen: Vec<Seen<'t>>,
    runs: Vec<Run>,
    /// The markers since which nothing but white space was written.
    stretch: Vec<Written>,
}

/// A marker in the output.
#[derive(Debug)]
struct Written {
    marker: String,
    /// Where the bracket is that ends it.
    end: usize,
    times: u32,
}

/// A run whose like needs no second reading.
#[derive(Debug)]
struct Seen<'t> {
    key: &'t str,
    marker: String,
    runs: Range<usize>,
}

impl<'t> Account<'t> {
    pub(super) fn new(text: &'t str, invisible: InvisibleText) -> Self {
        let room = if invisible == InvisibleText::Reveal { text.len().saturating_add(ROOM_FOR_MARKERS) } else { 0 };
        Self {
            text,
            invisible,
            output: String::new(),
            written: 0,
            room,
            seen: Vec::new(),
            runs: Vec::new(),
            stretch: Vec::new(),
        }
    }

    /// `None` where nothing was hidden.
    pub(super) fn close(mut self) -> Option<Scanned> {
        if self.runs.is_empty() {
            return None;
        }
        self.write_up_to(self.text.len());
        self.count_stretch();
        Some(Scanned { text: self.output, runs: self.runs })
    }

    /// Hides `place`. Equal keys stand for the same content, which is decoded once.
    pub(super) fn hide(
        &mut self,
        place: Range<usize>,
        key: &'t str,
        counts: &Counts,
        decode: &dyn Fn(TextCode) -> Decoded,
    ) {
        self.leave_out(place);
        if let Some(seen) = self.seen.iter().find(|seen| seen.key == key) {
            for run in self.runs.get_mut(seen.runs.clone()).unwrap_or_default() {
                run.characters = run.characters.saturating_add(run.characters / run.count.max(1));
                run.count = run.count.saturating_add(1);
            }
            let marker = seen.marker.clone();
            self.write_marker(marker);
            return;
        }
        let present = || TextCode::ALL.into_iter().zip(counts).filter(|(_, count)| **count > 0);
        let is_full = self.seen.len() >= MOST_RUNS;
        if is_full {
            for (code, count) in present() {
                self.count_unlisted(code, *count);
            }
            if self.room == 0 {
                return;
            }
        }
        let first = self.runs.len();
        let mut marker = String::from("⟦");
        for (index, (code, count)) in present().enumerate() {
            let Decoded { shown, is_text } = decode(code);
            marker.push_str(if index > 0 { ", " } else { "" });
            marker.push_str(if is_text { "hidden: " } else { "" });
            marker.push_str(&shown);
            if !is_full {
                let severity = if *count == 1 && !is_text { code.severity_alone() } else { code.severity() };
                self.runs.push(Run { code, severity, decoded: shown, count: 1, characters: *count });
            }
        }
        marker.push(END);
        if !is_full {
            self.seen.push(Seen { key, marker: marker.clone(), runs: first..self.runs.len() });
        }
        self.write_marker(marker);
    }

    /// Hides `place` with no word about it.
    pub(super) fn leave_out(&mut self, place: Range<usize>) {
        if self.invisible != InvisibleText::Keep {
            self.write_up_to(place.start);
            self.written = place.end;
        }
    }

    fn count_unlisted(&mut self, code: TextCode, characters: u32) {
        match self.runs.iter_mut().find(|run| run.code == code && run.decoded == UNLISTED) {
            Some(run) => {
                run.count = run.count.saturating_add(1);
                run.characters = run.characters.saturating_add(characters);
            }
            None => {
                let (severity, decoded) = (code.severity(), UNLISTED.to_owned());
                self.runs.push(Run { code, severity, decoded, count: 1, characters });
            }
        }
    }

    fn write_up_to(&mut self, end: usize) {
        let text = self.text.get(self.written..end).unwrap_or_default();
        if !text.chars().all(char::is_whitespace) {
            self.count_stretch();
        }
        self.output.push_str(text);
        self.written = end;
    }

    /// Mail fills its preview with a hundred joiners between spaces: the same marker again, with white space between, is
    /// counted in the first.
    fn write_marker(&mut self, marker: String) {
        if let Some(before) = self.stretch.iter_mut().find(|before| before.marker == marker) {
            before.times = before.times.saturating_add(1);
            return;
        }
        self.room = self.room.saturating_sub(marker.len());
        if self.room > 0 {
            self.output.push_str(&marker);
            if self.stretch.len() < MOST_IN_STRETCH {
                let end = self.output.len() - END.len_utf8();
                self.stretch.push(Written { marker, end, times: 1 });
            }
        }
    }

    fn count_stretch(&mut self) {
        for Written { marker, end, times } in self.stretch.drain(..).rev() {
            if times > 1 {
                let is_bare = !marker.contains(['×', ' ']);
                let count = if is_bare { format!(" ×{times}") } else { format!(", {times} times") };
                self.output.insert_str(end, &count);
            }
        }
    }
}

const END: char = '⟧';

/// Markers that are told apart in one stretch of white space.
const MOST_IN_STRETCH: usize = 16;

const UNLISTED: &str = "…";

impl TextCode {
    /// One stray character carries no message.
    const fn severity_alone(self) -> Severity {
        match self {
            Self::ZeroWidth | Self::VariationSelectors => Severity::Low,
            other => other.severity(),
        }
    }
}
