//! Character references: HTML Standard § 13.2.5.72 and on, and § 13.5, the table of names.

use std::borrow::Cow;
use std::cmp::Ordering;

/// One character or two; NUL, which no reference stands for, where there is no second.
pub type Characters = [char; 2];

/// A name a line, in order of their bytes, with what it stands for. A `!` between them: it may go without its semicolon.
/// `NewLine` and `Tab`, which would break the lines, are in [`named`] instead.
const TABLE: &str = include_str!("references.txt");

const NAMES: usize = count(TABLE.as_bytes(), b'\n');

/// Where each line begins.
static LINES: [u16; NAMES] = {
    let table = TABLE.as_bytes();
    let mut lines = [0; NAMES];
    let mut line = 1;
    let mut at = 0;
    while line < lines.len() {
        at += 1;
        if table[at - 1] == b'\n' {
            lines[line] = at as u16;
            line += 1;
        }
    }
    assert!(table.len() <= u16::MAX as usize);
    lines
};

const fn count(bytes: &[u8], wanted: u8) -> usize {
    let mut count = 0;
    let mut at = 0;
    while at < bytes.len() {
        count += (bytes[at] == wanted) as usize;
        at += 1;
    }
    count
}

const LONGEST_NAME: usize = 31;
const LONGEST_WITHOUT_SEMICOLON: usize = 6;

/// Reads what stands behind an `&`: how many bytes of it belong to the reference, and what that stands for.
pub fn decode(rest: &[u8], in_attribute: bool) -> Option<(usize, Characters)> {
    match rest.first()? {
        b'#' => numeric(rest),
        first if first.is_ascii_alphanumeric() => named(rest, in_attribute),
        _ => None,
    }
}

/// The value of an attribute as the parser has it: references decoded, NUL replaced.
pub fn decode_value(raw: &str) -> Cow<'_, str> {
    let Some(first) = raw.bytes().position(|byte| matches!(byte, b'&' | 0)) else { return raw.into() };
    let mut value = String::with_capacity(raw.len() + 2);
    let (mut written, mut at) = (0, first);
    while let Some(&byte) = raw.as_bytes().get(at) {
        let stands_for = match byte {
            0 => Some((0, ['\u{FFFD}', '\0'])),
            b'&' => decode(&raw.as_bytes()[at + 1..], true),
            _ => None,
        };
        at += 1;
        if let Some((length, characters)) = stands_for {
            value.push_str(&raw[written..at - 1]);
            value.extend(in_order(characters));
            at += length;
            written = at;
        }
    }
    value.push_str(&raw[written..]);
    value.into()
}

/// The characters, of which there are one or two.
pub fn in_order(characters: Characters) -> impl Iterator<Item = char> {
    characters.into_iter().filter(|character| *character != '\0')
}

fn numeric(rest: &[u8]) -> Option<(usize, Characters)> {
    const OUT_OF_RANGE: u32 = 0x11_0000;
    let (radix, start) = if matches!(rest.get(1), Some(b'x' | b'X')) { (16, 2) } else { (10, 1) };
    let digits = rest[start..].iter().map_while(|byte| char::from(*byte).to_digit(radix));
    let mut length = start;
    let mut number = 0_u32;
    for digit in digits {
        number = number.saturating_mul(radix).saturating_add(digit).min(OUT_OF_RANGE);
        length += 1;
    }
    if length == start {
        return None;
    }
    length += usize::from(rest.get(length) == Some(&b';'));
    Some((length, [of_number(number), '\0']))
}

/// § 13.2.5.84: what a number stands for; those of the C1 controls are taken for Windows' characters.
fn of_number(number: u32) -> char {
    const WINDOWS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match number {
        0 => '\u{FFFD}',
        0x80..=0x9F => WINDOWS[(number - 0x80) as usize],
        _ => char::from_u32(number).unwrap_or('\u{FFFD}'),
    }
}

/// Those that escape markup are most of all.
const COMMON: [(&[u8], char); 5] =
    [(b"amp;", '&'), (b"lt;", '<'), (b"gt;", '>'), (b"quot;", '"'), (b"nbsp;", '\u{A0}')];

/// The longest name that fits, as the standard has it: with its semicolon, or one of the few that may go without.
fn named(rest: &[u8], in_attribute: bool) -> Option<(usize, Characters)> {
    if let Some((name, character)) = COMMON.iter().find(|(name, _)| rest.starts_with(name)) {
        return Some((name.len(), [*character, '\0']));
    }
    let name = rest.iter().take(LONGEST_NAME + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if rest.get(name) == Some(&b';')
        && let Some((characters, _)) = lookup(&rest[..name])
    {
        return Some((name + 1, characters));
    }
    // For historical reasons, nothing that goes on with a letter, a digit or `=`: `?a=b&copy=c` is an address.
    let least = if !in_attribute {
        2
    } else if rest.get(name) == Some(&b'=') {
        return None;
    } else {
        name
    };
    let lengths = (least..=name.min(LONGEST_WITHOUT_SEMICOLON)).rev();
    lengths.into_iter().find_map(|length| match lookup(&rest[..length]) {
        Some((characters, true)) => Some((length, characters)),
        _ => None,
    })
}

/// What a name stands for, and whether it may go without its semicolon.
fn lookup(name: &[u8]) -> Option<(Characters, bool)> {
    match name {
        b"NewLine" => return Some((['\n', '\0'], false)),
        b"Tab" => return Some((['\t', '\0'], false)),
        _ => {}
    }
    // What ends a name in the table comes ahead of every letter and digit.
    let order = |start: &u16| match TABLE.as_bytes().get(usize::from(*start)..)?.get(..=name.len())? {
        [line @ .., b' ' | b'!'] => Some(line.cmp(name)),
        line => Some(line.cmp(name)),
    };
    let at = LINES.binary_search_by(|start| order(start).unwrap_or(Ordering::Greater)).ok()?;
    let rest = TABLE.get(usize::from(LINES[at]) + name.len()..)?;
    let is_without = rest.starts_with('!');
    let mut characters = rest[1..].lines().next()?.chars();
    Some(([characters.next()?, characters.next().unwrap_or('\0')], is_without))
}

#[cfg(test)]
mod tests {
    use html5ever::data::NAMED_ENTITIES;

    use super::*;

    #[test]
    fn the_table_is_the_standards() {
        let whole = NAMED_ENTITIES.entries().filter(|(name, _)| name.ends_with(';'));
        assert_eq!(whole.count(), TABLE.lines().count() + 2);
        for (name, (first, second)) in NAMED_ENTITIES.entries().filter(|(_, characters)| characters.0 != 0) {
            let characters = [*first, *second].map(|number| char::from_u32(number).expect("a character"));
            assert_eq!(decode(name.as_bytes(), false), Some((name.len(), characters)), "{name}");
        }
        let longest = |names: &mut dyn Iterator<Item = &str>| names.map(str::len).max();
        let names = || TABLE.lines().filter_map(|line| line.split([' ', '!']).next());
        assert_eq!(longest(&mut names()), Some(LONGEST_NAME));
        let without = TABLE.lines().filter_map(|line| line.split_once('!')).map(|(name, _)| name);
        assert_eq!(longest(&mut without.into_iter()), Some(LONGEST_WITHOUT_SEMICOLON));
        assert!(names().is_sorted());
    }

    #[test]
    fn references() {
        for (text, in_attribute, expected) in [
            ("amp;x", false, Some((4, "&"))),
            ("ampx", false, Some((3, "&"))),
            ("ampx", true, None),
            ("amp=", true, None),
            ("amp-", true, Some((3, "&"))),
            ("notit;", false, Some((3, "¬"))),
            ("notin;", false, Some((6, "∉"))),
            ("NotEqualTilde;", false, Some((14, "≂\u{338}"))),
            ("NewLine;", false, Some((8, "\n"))),
            ("Tab;", false, Some((4, "\t"))),
            ("mdash", false, None),
            ("bogus;", false, None),
            ("#65;", false, Some((4, "A"))),
            ("#65", true, Some((3, "A"))),
            ("#x41x", false, Some((4, "A"))),
            ("#X41;", false, Some((5, "A"))),
            ("#x80;", false, Some((5, "€"))),
            ("#0;", false, Some((3, "\u{FFFD}"))),
            ("#xD800;", false, Some((7, "\u{FFFD}"))),
            ("#99999999999999;", false, Some((16, "\u{FFFD}"))),
            ("#x;", false, None),
            ("#", false, None),
            (" amp;", false, None),
            ("", false, None),
        ] {
            let decoded = decode(text.as_bytes(), in_attribute)
                .map(|(length, characters)| (length, in_order(characters).collect::<String>()));
            assert_eq!(decoded, expected.map(|(length, text)| (length, text.to_owned())), "{text}");
        }
        assert_eq!(decode_value("a&amp;b\0&copy=&lt"), "a&b\u{FFFD}&copy=<");
        assert!(matches!(decode_value("a=b;c"), Cow::Borrowed(_)));
    }
}
