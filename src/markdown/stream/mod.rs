//! Markdown that arrives. A block is settled once another stands behind it; within a long one, what its end can no longer
//! change.
//!
//! Lines decide about blocks, so only whole lines settle anything. The rest is read at each step: its unfinished end as it
//! will probably go on ([`unfinished`]). What comes later and changes what is settled (the definition of a link that was
//! used before, a footnote) shows when the whole is read, in the end.

mod place;
mod unfinished;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::{Before, Dialect, Known, RawHtml, parser, to_html, to_html_after};
use crate::html::balance::is_balanced;
use crate::html::pace::Pace;
use crate::html::pieces::{Back, Piece, Source, Step};
use place::Place;

/// Markdown, as far as it came.
#[derive(Debug)]
pub(crate) struct MarkdownSource {
    text: String,
    /// Up to here it is settled.
    at: usize,
    /// Where that is.
    place: Place,
    /// Where the open block begins.
    block: usize,
    /// Blocks that begin ahead of this are settled whole.
    whole_until: usize,
    /// Whole lines that were looked at.
    looked: usize,
    before: Before,
    dialect: Dialect,
    /// Markup that is not finished waits.
    holds: bool,
    pace: Pace,
}

/// A block of the text that is open.
struct Block {
    range: Range<usize>,
    kind: Kind,
    /// Where the blocks or items in it begin.
    children: Vec<usize>,
    /// Its items have paragraphs.
    is_loose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Fence,
    Table,
    Quote,
    List,
    Paragraph,
    Other,
}

/// A paragraph that is longer is settled in parts.
const LONG_PARAGRAPH: usize = 512;
/// From here on, even where something is open in it.
const LONGEST_PARAGRAPH: usize = 4 << 10;

impl MarkdownSource {
    pub(crate) fn new(dialect: Dialect, holds: bool) -> Self {
        Self {
            text: String::new(),
            at: 0,
            place: Place::Outside,
            block: 0,
            whole_until: 0,
            looked: 0,
            before: Before::default(),
            dialect,
            holds,
            pace: Pace::default(),
        }
    }

    /// All that came, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn go_to(&mut self, at: usize, place: Place) {
        self.at = at;
        self.place = place;
    }

    fn open(&mut self) -> Piece {
        let rest = unfinished::finish(self.rest(), &self.place, self.holds);
        let markdown = format!("{}{rest}", self.place.prefix());
        self.before.ids.begin();
        let html = to_html_after(&markdown, self.dialect, &mut self.before);
        self.before.ids.roll_back();
        self.piece(html)
    }

    fn piece(&self, html: String) -> Piece {
        let prefix = to_html(self.place.prefix(), self.dialect).trim_end().to_owned();
        Piece { prefix, depth: Some(self.place.depth()), html }
    }

    /// Settles what can be.
    fn settle(&mut self) -> (Back, Option<Piece>) {
        let lines = self.rest().rfind('\n').map_or(self.at, |end| self.at + end + 1);
        let is_long = self.rest().len() > LONG_PARAGRAPH;
        if lines <= self.looked && !is_long {
            return (Back::No, None);
        }
        let end = if lines > self.looked { lines } else { self.text.len() };
        self.looked = lines;
        let prefix = self.place.prefix().len();
        let text = format!("{}{}", self.place.prefix(), self.text.get(self.at..end).unwrap_or_default());
        let (blocks, outside) = self.blocks(&text, prefix, lines == end);
        if let Some(outside) = outside {
            return (Back::No, self.settle_to(self.at + outside - prefix, Place::Outside));
        }
        let Some(block) = blocks.first().filter(|_| blocks.len() == 1) else { return (Back::No, None) };
        if end != lines && block.kind != Kind::Paragraph {
            return (Back::No, None);
        }
        if let Place::List { is_loose: false, .. } = &self.place
            && block.is_loose
        {
            self.go_to(self.block, Place::Outside);
            return (Back::Outside, None);
        }
        if self.block < self.whole_until {
            return (Back::No, None);
        }
        match self.place.within(block, &text, prefix) {
            Some((cut, place)) if cut > prefix || place != self.place => {
                let cut = self.at + cut.saturating_sub(prefix);
                (Back::No, self.settle_to(cut, place))
            }
            _ => (Back::No, None),
        }
    }

    fn settle_to(&mut self, end: usize, place: Place) -> Option<Piece> {
        let settled = self.text.get(self.at..end)?;
        let html = to_html_after(&format!("{}{settled}", self.place.prefix()), self.dialect, &mut self.before);
        let html = if place == Place::Outside { html } else { html.trim_end().to_owned() };
        let piece = self.piece(html);
        if place == Place::Outside {
            self.block = end;
        }
        self.go_to(end, place);
        Some(piece)
    }

    /// The blocks of the text, and where it can be cut between two. Definitions ahead of that are kept.
    fn blocks(&mut self, text: &str, prefix: usize, is_whole: bool) -> (Vec<Block>, Option<usize>) {
        let mut blocks: Vec<Block> = Vec::new();
        let mut cut = None;
        let mut html = String::new();
        let mut depth = 0_usize;
        let mut parsed = parser(text, Known(None)).into_offset_iter();
        for (event, range) in parsed.by_ref() {
            if depth == 0 && !matches!(event, Event::End(_)) {
                let start = line_start(text, range.start);
                let tells_html = self.dialect.html == RawHtml::Render;
                if is_whole && start >= prefix && !blocks.is_empty() && (!tells_html || is_balanced(&html)) {
                    cut = Some(start);
                }
                let kind = Kind::of(&event);
                blocks.push(Block { range: range.clone(), kind, children: Vec::new(), is_loose: false });
            }
            if let Event::Html(part) | Event::InlineHtml(part) = &event {
                html.push_str(part);
            }
            if let Some(block) = blocks.last_mut() {
                match &event {
                    Event::Start(Tag::Paragraph) if depth == 2 => block.is_loose = true,
                    _ => {}
                }
                if depth == 1 && matches!(event, Event::Start(_) | Event::Rule) {
                    block.children.push(line_start(text, range.start));
                }
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        if let Some(cut) = cut {
            for (name, definition) in parsed.reference_definitions().iter() {
                if definition.span.start < cut {
                    let title = definition.title.as_deref().unwrap_or_default().to_owned();
                    let held = (definition.dest.to_string(), title);
                    self.before.references.entry(label(name)).or_insert(held);
                }
            }
        }
        if self.dialect.html == RawHtml::Render && !is_balanced(&html) {
            // Nothing within a block is settled, either.
            blocks.clear();
        }
        (blocks, cut)
    }
}

impl Source for MarkdownSource {
    fn add(&mut self, chunk: &str) {
        self.text.push_str(chunk);
    }

    fn take(&mut self, chunk: &str) -> Option<Step> {
        self.add(chunk);
        if !self.pace.is_due(self.text.len() - self.at, self.text.len()) {
            return None;
        }
        let (back, settled) = self.settle();
        Some(Step { back, settled, open: self.open(), bytes: self.bytes() })
    }

    fn start_over(&mut self) -> Step {
        self.whole_until = self.text.len();
        self.before = Before::default();
        self.go_to(0, Place::Outside);
        self.block = 0;
        self.looked = 0;
        Step { back: Back::All, settled: None, open: self.open(), bytes: self.bytes() }
    }

    fn whole(&self) -> Cow<'_, str> {
        to_html(&self.text, self.dialect).into()
    }
}

impl Kind {
    fn of(event: &Event<'_>) -> Self {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => Self::Fence,
            Event::Start(Tag::Table(_)) => Self::Table,
            Event::Start(Tag::BlockQuote(None)) => Self::Quote,
            Event::Start(Tag::List(_)) => Self::List,
            Event::Start(Tag::Paragraph) => Self::Paragraph,
            _ => Self::Other,
        }
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// As labels are compared.
pub(super) fn label(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
