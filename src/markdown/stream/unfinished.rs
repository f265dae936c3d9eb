//! The end of Markdown that is still arriving, as it will probably go on. Whatever is made of it here is Markdown, and meets the
//! policy like any other: an error costs a flicker.
//!
//! An address is shown when it is complete, so nothing is that could be the begin of one: `[text](https://…` is its text,
//! `![alt](…` and `https://…` at the very end wait.

use std::ops::Range;

use super::place::Place;
use crate::html::balance::is_known;

/// What to read in place of `text`, which is the end of what came.
pub(super) fn finish(text: &str, place: &Place, holds: bool) -> String {
    let line = text.rfind('\n').map_or(0, |end| end + 1);
    if is_in_code(text.get(..line).unwrap_or_default(), place) {
        // It may be the line that ends the code.
        let last = text.get(line..).unwrap_or_default();
        let is_fence = last.trim_start_matches([' ', '>']).bytes().all(|byte| matches!(byte, b'`' | b'~'));
        return text.get(..if is_fence { line } else { text.len() }).unwrap_or_default().to_owned();
    }
    let end = held_lines(text, line, place);
    let text = text.get(..end).unwrap_or_default();
    let start = paragraph(text);
    let words = text.get(start..).unwrap_or_default();
    let Scan { cut, taken, open, first } = scan(words);
    let mut finished = text.get(..start).unwrap_or_default().to_owned();
    if holds {
        finished.push_str(words.get(..first.unwrap_or(cut).min(cut)).unwrap_or_default());
        return finished;
    }
    let kept = words.get(..cut).unwrap_or_default();
    let mut from = 0;
    for at in taken {
        finished.push_str(kept.get(from..at).unwrap_or_default());
        from = at + 1;
    }
    finished.push_str(kept.get(from..).unwrap_or_default());
    if !open.is_empty() {
        let shown = finished.trim_end().len();
        finished.truncate(shown);
        open.iter().rev().for_each(|closer| finished.push_str(closer));
    }
    finished
}

/// Whether something begins in the words that does not end in them.
pub(super) fn is_open(words: &str) -> bool {
    let Scan { cut, first, .. } = scan(words);
    first.is_some() || cut < words.len()
}

/// Whether what comes behind these lines is code.
fn is_in_code(lines: &str, place: &Place) -> bool {
    let mut fence = match place {
        Place::Code { prefix } => fence_of(prefix),
        _ => None,
    };
    for line in lines.lines() {
        match (fence, fence_of(line)) {
            (None, opening) => fence = opening,
            (Some((marker, length)), Some((other, longer))) if marker == other && longer >= length => {
                let is_bare = unmarked(line).trim().chars().all(|c| c == marker);
                fence = fence.filter(|_| !is_bare);
            }
            _ => {}
        }
    }
    fence.is_some()
}

fn fence_of(line: &str) -> Option<(char, usize)> {
    let line = unmarked(line);
    let marker = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|c| *c == marker).count();
    let is_fence = length >= 3 && (marker == '~' || !line.get(length..)?.contains('`'));
    is_fence.then_some((marker, length))
}

/// A line without the markers of quotes and items.
fn unmarked(line: &str) -> &str {
    let mut line = line;
    loop {
        let rest = line.trim_start_matches([' ', '>', '\t']);
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered =
            digits.strip_prefix(". ").or_else(|| digits.strip_prefix(") ")).filter(|_| digits.len() < rest.len());
        let item = numbered.or_else(|| ["- ", "* ", "+ "].into_iter().find_map(|marker| rest.strip_prefix(marker)));
        match item {
            Some(rest) => line = rest,
            None => return rest,
        }
    }
}

/// Where the lines end that can be shown: not the last, while it may be no more than a marker, the begin of a table or of a
/// definition.
fn held_lines(text: &str, line: usize, place: &Place) -> usize {
    let last = text.get(line..).unwrap_or_default();
    let shown = unmarked(last);
    let is_marker = last.bytes().all(|byte| byte.is_ascii_digit() || b" \t>#-+*=_.)~`|:[]!<\\".contains(&byte));
    let before = text.get(..line).unwrap_or_default();
    let is_behind = !before.is_empty() && !before.ends_with("\n\n");
    let above = before.trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
    // Rows of a table go on until a blank line.
    let is_in_table = matches!(place, Place::Table { .. }) && !before.starts_with('\n') && !before.contains("\n\n");
    if !is_in_table && let Some(head) = table_head(before, last) {
        return head;
    }
    if !last.is_empty() && is_marker || shown.starts_with("```") || shown.starts_with("~~~") {
        return line;
    }
    let defines = |line: &str| line.trim_start_matches([' ', '>']).starts_with('[') && line.contains("]:");
    if defines(last) || is_behind && defines(above) && !last.is_empty() {
        return line;
    }
    text.len()
}

/// Where rows begin of which the delimiters have not come, or not all: the header, and the line below it.
fn table_head(before: &str, last: &str) -> Option<usize> {
    let is_row = |line: &str| unmarked(line).starts_with('|');
    let block = before.rfind("\n\n").map_or(0, |end| end + 2);
    let rows = before.get(block..)?.trim_end_matches('\n');
    let mut count = usize::from(is_row(last));
    if !last.is_empty() && count == 0 {
        return None;
    }
    let mut head = before.len();
    for row in rows.split('\n').rev().take_while(|row| is_row(row)) {
        count += 1;
        if count > 2 || last.is_empty() && count > 1 {
            return None;
        }
        head = (block + rows.len()).checked_sub(row.len())?;
    }
    (count > 0).then_some(head)
}

/// Where the last words begin: behind a blank line, or the marker of the last line that has one.
fn paragraph(text: &str) -> usize {
    let mut start = text.rfind("\n\n").map_or(0, |end| end + 2);
    let mut at = start;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let words = unmarked(line);
        let is_block = words.len() < line.trim_start_matches([' ', '\t']).len();
        let begins = words.starts_with(['#', '|']) || at == 0;
        if is_block || begins {
            start = at + line.len() - words.len();
        }
        at += line.len();
    }
    // The last cell, of a row.
    let last = text.get(start..).unwrap_or_default();
    if last.starts_with('|') {
        start += last.trim_end_matches(' ').rfind('|').map_or(0, |bar| bar + 1);
    }
    start
}

/// What a look at words found.
#[derive(Debug, Default)]
struct Scan {
    /// Where what can be shown ends.
    cut: usize,
    /// Brackets that are not.
    taken: Vec<usize>,
    /// What is open, as it closes.
    open: Vec<String>,
    /// Where the first of what is open begins.
    first: Option<usize>,
}

/// A run of `*`, `_` or `~` that is open.
struct Run {
    marker: u8,
    length: usize,
    at: usize,
}

#[derive(Default)]
struct Scanner {
    runs: Vec<Run>,
    /// Brackets that are open, and whether each is an image's.
    brackets: Vec<(usize, bool)>,
    /// What closes code that is open.
    code: Option<(usize, String)>,
    /// Behind the last tag, code and address.
    words: usize,
    /// A name in angle brackets that may be text: it goes whole.
    name: Range<usize>,
}

fn scan(words: &str) -> Scan {
    let bytes = words.as_bytes();
    let mut scanner = Scanner::default();
    let mut at = 0;
    let mut cut = words.len();
    while at < bytes.len() {
        let from = at;
        at = match bytes[at] {
            b'\\' if at + 1 == bytes.len() => {
                cut = at;
                break;
            }
            b'\\' => at + 2,
            b'`' => match scanner.code(words, at) {
                Ok(next) => next,
                Err(end) => {
                    cut = end;
                    break;
                }
            },
            b'<' => match tag_end(bytes, at) {
                Some(end) => end,
                None => {
                    cut = at;
                    break;
                }
            },
            b'!' if matches!(bytes.get(at + 1), None | Some(b'[')) => {
                if bytes.get(at + 1).is_none() {
                    cut = at;
                    break;
                }
                scanner.brackets.push((at, true));
                at + 2
            }
            b'[' => {
                scanner.brackets.push((at, false));
                at + 1
            }
            b']' => match scanner.link(bytes, at) {
                Some(next) => next,
                None => {
                    cut = at;
                    break;
                }
            },
            marker @ (b'*' | b'_' | b'~') => {
                let length = bytes[at..].iter().take_while(|byte| **byte == marker).count();
                if !scanner.run(words, Run { marker, length, at }) {
                    cut = at;
                    break;
                }
                at + length
            }
            _ => at + 1,
        };
        // A tag, code or an address has words in it that are none.
        let is_tag = bytes[from] == b'<' && is_known_tag(words, from);
        if bytes[from] == b'<' && !is_tag && at > from + 1 {
            scanner.name = from..at;
        } else if at > from + 1 && (is_tag || matches!(bytes[from], b'`' | b']')) {
            scanner.words = at;
        }
    }
    scanner.into_scan(words, cut)
}

impl Scanner {
    /// Behind the code that begins here; where to cut, if it does not end.
    fn code(&mut self, words: &str, at: usize) -> Result<usize, usize> {
        let rest = words.get(at..).unwrap_or_default();
        let length = rest.bytes().take_while(|byte| *byte == b'`').count();
        let mut from = at + length;
        while let Some(next) = words.get(from..).and_then(|rest| rest.find('`')) {
            let run = from + next;
            let found = words.get(run..).unwrap_or_default().bytes().take_while(|byte| *byte == b'`').count();
            from = run + found;
            if found == length {
                return Ok(from);
            }
        }
        let content = words.get(at + length..).unwrap_or_default();
        let shown = content.trim_end_matches('`');
        if shown.trim().is_empty() {
            return Err(at);
        }
        self.code = Some((at, "`".repeat(length)));
        Err(at + length + shown.len())
    }

    /// Behind the bracket that closes here, and its address; nothing, where that is not complete.
    fn link(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        if self.brackets.is_empty() {
            return Some(at + 1);
        }
        let end = match bytes.get(at + 1) {
            None => None,
            Some(b'(') => address_end(bytes, at + 1),
            Some(b'[') => bytes[at + 2..].iter().position(|byte| *byte == b']').map(|end| at + end + 3),
            Some(_) => Some(at + 1),
        };
        if end.is_some() {
            self.brackets.pop();
        }
        end
    }

    /// Takes a run; false, where it is cut off.
    fn run(&mut self, words: &str, run: Run) -> bool {
        let Run { marker, length, at } = run;
        let before = words.get(..at).and_then(|before| before.chars().next_back());
        let after = words.get(at + length..).and_then(|after| after.chars().next());
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let closes = before.is_some_and(|c| !c.is_whitespace()) && !(marker == b'_' && is_word(after));
        let opens = after.is_none_or(|c| !c.is_whitespace()) && !(marker == b'_' && is_word(before));
        let mut left = length;
        while closes
            && left > 0
            && let Some(last) = self.runs.last_mut().filter(|last| last.marker == marker)
        {
            let both = left.min(last.length);
            left -= both;
            last.length -= both;
            if last.length == 0 {
                self.runs.pop();
            } else if after.is_none() {
                // The other half of a run has not come.
                last.length += both;
                return false;
            }
        }
        if left > 0 && opens {
            if after.is_none() {
                return false;
            }
            if marker != b'~' || left == 2 {
                self.runs.push(Run { marker, length: left, at });
            }
        }
        true
    }

    fn into_scan(self, words: &str, cut: usize) -> Scan {
        let mut cut = cut;
        let starts = [
            self.runs.first().map(|run| run.at),
            self.brackets.first().map(|(at, _)| *at),
            self.code.as_ref().map(|(at, _)| *at),
        ];
        let first = starts.into_iter().flatten().min();
        // A bracket that is far away is none of a link.
        let end = cut;
        let near = |at: usize| at + LONGEST_LINK_TEXT >= end;
        if let Some((image, _)) = self.brackets.iter().find(|(at, is_image)| *is_image && near(*at)) {
            cut = cut.min(*image);
        }
        let taken: Vec<usize> = self
            .brackets
            .iter()
            .filter(|(at, is_image)| !is_image && near(*at) && *at < cut)
            .map(|(at, _)| *at)
            .collect();
        if self.code.is_none() {
            cut = address_start(words, self.words, cut);
            if self.name.contains(&cut) {
                cut = self.name.start;
            }
        }
        let is_shown =
            |at: usize, length: usize| words.get(at + length..cut).is_some_and(|rest| !rest.trim().is_empty());
        if let Some(run) = self.runs.iter().find(|run| !is_shown(run.at, run.length)) {
            cut = cut.min(run.at);
        }
        let mut open: Vec<String> = self
            .runs
            .iter()
            .filter(|run| run.at < cut)
            .map(|run| char::from(run.marker).to_string().repeat(run.length))
            .collect();
        open.extend(self.code.filter(|(at, _)| *at < cut).map(|(_, closer)| closer));
        let taken = taken.into_iter().filter(|at| *at < cut).collect();
        Scan { cut, taken, open, first }
    }
}

const LONGEST_LINK_TEXT: usize = 1 << 10;

/// Names that are no element's are text, and addresses go on in it.
fn is_known_tag(words: &str, at: usize) -> bool {
    let name = words.get(at + 1..).unwrap_or_default().trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let ends = name.get(end..).is_some_and(|rest| rest.starts_with(['>', ' ', '/', '\n', '\t']));
    ends && is_known(&name.get(..end).unwrap_or_default().to_ascii_lowercase())
}

/// Behind the tag or the address that begins here; one behind it, where none does; nothing, where it does not end.
fn tag_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at + 1) {
        None => return None,
        Some(byte) if byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?') => {}
        Some(_) => return Some(at + 1),
    }
    let until =
        |end: &[u8]| bytes[at..].windows(end.len()).position(|part| part == end).map(|found| at + found + end.len());
    for (begin, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
        if bytes[at..].starts_with(begin.as_bytes()) {
            return until(end.as_bytes());
        }
    }
    let mut quote = None;
    for (length, byte) in bytes[at..].iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + length + 1),
            (None, b'"' | b'\'') if matches!(bytes[at + length - 1], b'=' | b' ') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Behind the parenthesis that ends an address.
fn address_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut skip = false;
    let mut quote = None;
    for (length, byte) in bytes[at..].iter().enumerate() {
        match byte {
            _ if skip => skip = false,
            b'\\' => skip = true,
            byte if quote == Some(*byte) => quote = None,
            _ if quote.is_some() => {}
            b'"' | b'\'' if bytes.get(at + length - 1) == Some(&b' ') => quote = Some(*byte),
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + length + 1);
                }
            }
            b'\n' if bytes.get(at + length + 1) == Some(&b'\n') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Where the last word begins, if it may be an address or a reference that goes on; `end`, where it is none.
fn address_start(words: &str, from: usize, end: usize) -> usize {
    let words = words.get(..end).unwrap_or_default();
    let space = |at: usize| at + words[at..].chars().next().map_or(1, char::len_utf8);
    let start = words.rfind(char::is_whitespace).map_or(0, space).max(from.min(end));
    let word = words.get(start..).unwrap_or_default();
    let lower = word.to_ascii_lowercase();
    if lower.contains("://") || lower.contains("www.") || word.contains('@') {
        // What stands ahead of it stays, as in `(https://…`.
        let begins = ["http://", "https://", "ftp://", "www.", "mailto:", "xmpp:"];
        return start + begins.into_iter().filter_map(|begin| lower.find(begin)).min().unwrap_or(0);
    }
    let reference = word.rfind('&').filter(|at| {
        let name = word.get(at + 1..).unwrap_or_default();
        name.len() < 33 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    });
    reference.map_or(end, |at| start + at)
}
