//! Places within a block, and the Markdown that makes each anew.

use pulldown_cmark::{Event, Tag};

use super::{Block, Kind, Known, LONG_PARAGRAPH, LONGEST_PARAGRAPH, line_start, parser, unfinished};

/// Where what comes next is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Outside,
    /// Behind lines of code.
    Code {
        /// The line that opens it.
        prefix: String,
    },
    /// Behind rows.
    Table {
        /// The header and the line below.
        prefix: String,
    },
    /// Behind blocks of a quote.
    Quote,
    /// Behind items.
    List {
        /// An item of the same list.
        prefix: String,
        is_loose: bool,
    },
    /// Behind words.
    Paragraph {
        prefix: &'static str,
    },
}

const QUOTED: &str = "> x\n>\n";

impl Place {
    pub(super) fn prefix(&self) -> &str {
        match self {
            Self::Outside => "",
            Self::Code { prefix } | Self::Table { prefix } | Self::List { prefix, .. } => prefix,
            Self::Quote => QUOTED,
            Self::Paragraph { prefix } => prefix,
        }
    }

    /// Elements that are open there: `pre` and `code`, `table` and `tbody`.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::Outside => 0,
            Self::Code { .. } | Self::Table { .. } => 2,
            Self::Quote | Self::List { .. } | Self::Paragraph { .. } => 1,
        }
    }

    /// Where the one block of the text can be cut, and the place that is there.
    pub(super) fn within(&self, block: &Block, text: &str, prefix: usize) -> Option<(usize, Self)> {
        let start = line_start(text, block.range.start);
        match (block.kind, self) {
            (Kind::Fence, Self::Outside | Self::Code { .. }) => {
                let head = first_lines(text, start, 1)?;
                let cut = last_line_of_text(text)?.max(head);
                let opening = text.get(start..head)?;
                let is_closed = text.get(head..).is_some_and(|code| code.lines().any(|line| closes(opening, line)));
                let place = match self {
                    Self::Code { .. } => self.clone(),
                    _ => Self::Code { prefix: opening.to_owned() },
                };
                (!is_closed && text.ends_with('\n')).then_some((cut, place))
            }
            (Kind::Table, Self::Outside | Self::Table { .. }) => {
                let head = first_lines(text, start, 2)?;
                let rows = text.get(head..)?;
                let is_open = text.ends_with('\n') && rows.lines().all(|line| !line.trim().is_empty());
                let place = match self {
                    Self::Table { .. } => self.clone(),
                    _ => Self::Table { prefix: text.get(start..head)?.to_owned() },
                };
                is_open.then_some((text.len(), place))
            }
            (Kind::Quote, Self::Outside | Self::Quote) => Some((last_of(block, prefix)?, Self::Quote)),
            (Kind::List, Self::Outside | Self::List { .. }) => {
                let cut = last_of(block, prefix)?;
                let place = match self {
                    Self::List { .. } => self.clone(),
                    // The blank line that made it loose may stand between the last two: alone the others would be tight.
                    _ if block.is_loose && !is_loose(text.get(..cut)?) => return None,
                    _ => {
                        let marker = marker(text.get(start..)?)?;
                        let blank = if block.is_loose { "\n" } else { "" };
                        Self::List { prefix: format!("{marker} x\n{blank}"), is_loose: block.is_loose }
                    }
                };
                Some((cut, place))
            }
            (Kind::Paragraph, Self::Outside | Self::Paragraph { .. }) => {
                let words = text.get(prefix..)?;
                if words.len() < LONG_PARAGRAPH || words.trim_end().len() < block.range.end.saturating_sub(prefix + 1) {
                    return None;
                }
                let cut = words.trim_end().rfind([' ', '\n']).filter(|cut| *cut > 0)?;
                let before = words.get(..cut)?;
                let is_hard = before.ends_with([' ', '\\', '\t']);
                let is_open = words.len() < LONGEST_PARAGRAPH && unfinished::is_open(before);
                let space = if words.as_bytes().get(cut) == Some(&b'\n') { "x\n" } else { "x " };
                (!is_hard && !is_open).then_some((prefix + cut + 1, Self::Paragraph { prefix: space }))
            }
            _ => None,
        }
    }
}

/// Where the last block or item of a block begins, where there are others of the text's own ahead of it.
fn last_of(block: &Block, prefix: usize) -> Option<usize> {
    let own = block.children.iter().filter(|start| **start >= prefix);
    let (count, last) = own.fold((0, None), |(count, _), start| (count + 1, Some(*start)));
    last.filter(|last| count > 1 && *last > prefix)
}

/// Whether the items of a list have paragraphs.
fn is_loose(list: &str) -> bool {
    let mut depth = 0_usize;
    parser(list, Known(None)).any(|event| {
        match event {
            Event::Start(Tag::Paragraph) if depth == 2 => return true,
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        false
    })
}

fn first_lines(text: &str, from: usize, lines: usize) -> Option<usize> {
    let mut at = from;
    for _ in 0..lines {
        at += text.get(at..)?.find('\n')? + 1;
    }
    Some(at)
}

/// Behind the last line that is not blank.
fn last_line_of_text(text: &str) -> Option<usize> {
    let end = text.trim_end().len();
    Some(end + text.get(end..)?.find('\n')? + 1)
}

/// Whether a line ends the code that another began.
fn closes(opening: &str, line: &str) -> bool {
    let opening = opening.trim_start();
    let Some(marker) = opening.chars().next() else { return false };
    let length = opening.chars().take_while(|c| *c == marker).count();
    let line = line.trim();
    line.chars().count() >= length && line.chars().all(|c| c == marker)
}

/// The marker of the item that begins here, and how far it is indented.
fn marker(item: &str) -> Option<&str> {
    let indent = item.len() - item.trim_start_matches(' ').len();
    let rest = item.get(indent..)?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let end = rest.get(digits..)?.chars().next().filter(|c| matches!(c, '-' | '*' | '+' | '.' | ')'))?;
    item.get(..indent + digits + end.len_utf8())
}
