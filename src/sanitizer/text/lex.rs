//! Finding what has to be judged, and where an escape sequence ends.

use super::class::{Kind, kind};
use crate::html::scan;

/// A character that has to be judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) at: usize,
    pub(super) c: char,
    pub(super) kind: Kind,
}

impl Found {
    pub(super) fn end(&self) -> usize {
        self.at + self.c.len_utf8()
    }
}

/// The next such character from `from` on.
pub(super) fn find(text: &str, from: usize) -> Option<Found> {
    let mut at = from;
    loop {
        at = scan::visible(text.as_bytes(), at);
        let c = text.get(at..)?.chars().next()?;
        if let Some(kind) = kind(c) {
            return Some(Found { at, c, kind });
        }
        at += c.len_utf8();
    }
}

/// A whole escape sequence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Escape<'t> {
    /// The sequence without what ends a control string.
    pub(super) text: &'t str,
    /// Its length in the input.
    pub(super) length: usize,
    /// Where a hyperlink (OSC 8) leads.
    pub(super) link: Option<&'t str>,
}

/// ECMA-48 sets no bound; terminals do, and no real sequence comes near.
const MOST_PARAMETERS: usize = 64;
const MOST_INTERMEDIATES: usize = 4;
/// Terminals take a hyperlink of 2,083 bytes; this has room for it and its parameters.
const MOST_IN_STRING: usize = 4_096;

/// The escape sequence at the start of `text`, which is an introducer.
///
/// A sequence ends on its own line and within the bounds above, or it is none: then the introducer alone is hidden and
/// what follows is text. An opener without an end would otherwise take the rest of the text with it. Whatever ends the
/// search for an end is not searched again for this one's sake, so the search is linear over the whole text.
pub(super) fn escape(text: &str) -> Option<Escape<'_>> {
    let mut rest = text.chars();
    let introducer = rest.next()?;
    // ECMA-48 § 5.3: ESC and a byte of column 4 or 5 is the 7-bit form of a C1 control.
    let form = match introducer {
        '\u{1B}' => rest.next()?,
        c => char::from_u32(u32::from(c) - 0x40)?,
    };
    let body = rest.as_str();
    let length = match form {
        '[' => control_sequence(body)?,
        ']' => return control_string(text, body, true),
        'P' | 'X' | '^' | '_' => return control_string(text, body, false),
        // ECMA-35 § 13.2.1: intermediate bytes and a final byte.
        ' '..='/' => {
            let more = leading(body, |b| matches!(b, 0x20..=0x2F), MOST_INTERMEDIATES)?;
            body.as_bytes().get(more).filter(|b| matches!(b, 0x30..=0x7E))?;
            more + 1
        }
        '0'..='~' => 0,
        _ => return None,
    };
    let length = text.len() - body.len() + length;
    Some(Escape { text: text.get(..length)?, length, link: None })
}

/// ECMA-48 § 5.4: parameter bytes, intermediate bytes, a final byte.
fn control_sequence(body: &str) -> Option<usize> {
    let parameters = leading(body, |b| matches!(b, 0x30..=0x3F), MOST_PARAMETERS)?;
    let intermediates = leading(body.get(parameters..)?, |b| matches!(b, 0x20..=0x2F), MOST_INTERMEDIATES)?;
    let end = parameters + intermediates;
    body.as_bytes().get(end).filter(|b| matches!(b, 0x40..=0x7E))?;
    Some(end + 1)
}

fn leading(body: &str, belongs: impl Fn(u8) -> bool, most: usize) -> Option<usize> {
    let count = body.bytes().take(most + 1).take_while(|b| belongs(*b)).count();
    (count <= most).then_some(count)
}

/// ECMA-48 § 5.6: a command or character string up to ST; terminals end an OSC at BEL as well.
fn control_string<'t>(text: &'t str, body: &'t str, is_command: bool) -> Option<Escape<'t>> {
    let mut characters = body.char_indices();
    let (content, end) = loop {
        let (at, c) = characters.next().filter(|(at, _)| *at <= MOST_IN_STRING)?;
        let terminator = match c {
            '\u{7}' if is_command => 1,
            '\u{9C}' => 2,
            '\u{1B}' if characters.as_str().starts_with('\\') => 2,
            '\t' | ' '..='~' | '\u{A0}'.. => continue,
            _ => return None,
        };
        break (body.get(..at)?, at + terminator);
    };
    let head = text.len() - body.len();
    let link = content.strip_prefix("8;").filter(|_| is_command).and_then(|link| link.split_once(';'));
    Some(Escape {
        text: text.get(..head + content.len())?,
        length: head + end,
        link: link.map(|(_, url)| url).filter(|url| !url.is_empty()),
    })
}
