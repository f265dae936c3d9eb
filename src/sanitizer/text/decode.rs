//! What hidden characters say.

use super::TextCode;
use super::class::kind;
use super::lex::Escape;

/// Characters of decoded content that are shown. What is longer ends in an ellipsis.
const MOST_SHOWN: usize = 200;
/// Hidden characters that are read: enough for [`MOST_SHOWN`] characters of four bytes in single bits, with separators.
const MOST_READ: usize = 8_192;

/// What hidden characters say. Nothing in it is invisible, and no bracket in it can end a marker.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) shown: String,
    /// They spell a text; else they are given by number.
    pub(super) is_text: bool,
}

/// Reads the characters of one code in a run.
pub(super) fn characters(code: TextCode, hidden: &mut dyn Iterator<Item = char>) -> Decoded {
    let hidden: Vec<char> = hidden.take(MOST_READ).collect();
    let text = match code {
        TextCode::TagCharacters => tags(&hidden),
        TextCode::VariationSelectors => selectors(&hidden),
        TextCode::ZeroWidth | TextCode::BidiControl | TextCode::BidiMark => digits(&hidden),
        TextCode::PrivateUse => private(&hidden),
        TextCode::Control | TextCode::AnsiEscape => None,
    };
    match text {
        Some(text) => Decoded { shown: show(&text), is_text: true },
        None => Decoded { shown: numbers(&hidden), is_text: false },
    }
}

/// An escape sequence in the notation of manuals, a hyperlink as its URL.
pub(super) fn escape(escape: &Escape<'_>) -> Decoded {
    if let Some(link) = escape.link {
        return Decoded { shown: show(link), is_text: true };
    }
    let mut rest = escape.text.chars();
    let introducer = match rest.next() {
        Some('\u{1B}') => "ESC".to_owned(),
        first => first.map(number).unwrap_or_default(),
    };
    Decoded { shown: introducer + &show(rest.as_str()), is_text: false }
}

/// A tag character is the ASCII character 0xE0000 below it. The cancel tag and the deprecated language tag say nothing.
fn tags(hidden: &[char]) -> Option<String> {
    let text: String =
        hidden.iter().filter_map(|c| char::from_u32(u32::from(*c) - 0xE0000)).filter(is_readable).collect();
    (!text.is_empty()).then_some(text)
}

/// The 256 selectors are the 256 bytes, VS1 being 0. Some encoders count from VS17 instead.
fn selectors(hidden: &[char]) -> Option<String> {
    let mut from_first = hidden.iter().map(|c| match u32::from(*c) {
        c @ 0xE0100.. => u8::try_from(c - 0xE0100 + 16).ok(),
        c => u8::try_from(c - 0xFE00).ok(),
    });
    let mut from_17th = hidden.iter().map(|c| u8::try_from(u32::from(*c).checked_sub(0xE0100)?).ok());
    text_of(&mut from_first).or_else(|| text_of(&mut from_17th))
}

/// Symbol fonts, and who smuggles with them, put ASCII at the start of a row: U+F041 is `A`.
fn private(hidden: &[char]) -> Option<String> {
    let row = u32::from(*hidden.first()?) & !0xFF;
    let ascii = |c: &char| u8::try_from(u32::from(*c).checked_sub(row)?).ok().filter(u8::is_ascii);
    text_of(&mut hidden.iter().map(ascii)).filter(|_| hidden.len() > 1)
}

/// Two characters are the bits of bytes; three, bits and what separates them; four, pairs of bits. Which is which is
/// found by trying: only one reading of a text is a text.
fn digits(hidden: &[char]) -> Option<String> {
    let mut kinds = Vec::with_capacity(5);
    for c in hidden {
        if let Err(place) = kinds.binary_search(c) {
            kinds.insert(place, *c);
        }
        if kinds.len() > 4 {
            return None;
        }
    }
    match kinds.as_slice() {
        [a, b] => bytes(hidden, &[*a, *b]).or_else(|| bytes(hidden, &[*b, *a])),
        [a, b, c] => [[a, b, c], [b, a, c], [a, c, b], [c, a, b], [b, c, a], [c, b, a]]
            .into_iter()
            .find_map(|[zero, one, separator]| separated(hidden, *zero, *one, *separator)),
        [_, _, _, _] => bytes(hidden, &kinds),
        _ => None,
    }
}

fn separated(hidden: &[char], zero: char, one: char, separator: char) -> Option<String> {
    let mut text = String::new();
    for group in hidden.split(|c| *c == separator).filter(|group| !group.is_empty()) {
        // One character of Unicode has up to 21 bits.
        if group.len() > 21 {
            text.push_str(&bytes(group, &[zero, one])?);
        } else {
            let value = group.iter().fold(0, |value, c| value << 1 | u32::from(*c == one));
            text.push(char::from_u32(value).filter(is_readable)?);
        }
    }
    (text.chars().count() > 1).then_some(text)
}

/// `hidden` as numbers in base two or four, the digits being `kinds`: as UTF-8, or as UTF-16.
fn bytes(hidden: &[char], kinds: &[char]) -> Option<String> {
    let width = if kinds.len() > 2 { 2 } else { 1 };
    let octets = hidden.chunks_exact(8 / width).map(|octet| {
        octet.iter().try_fold(0_u8, |byte, c| {
            let digit = kinds.iter().position(|kind| kind == c)?;
            Some(byte << width | u8::try_from(digit).ok()?)
        })
    });
    if octets.len() < 2 {
        return None;
    }
    text_of(&mut octets.clone()).or_else(|| {
        let octets = octets.collect::<Option<Vec<_>>>()?;
        let units = octets.chunks_exact(2).filter_map(|pair| Some(u16::from_be_bytes(*pair.first_chunk()?)));
        char::decode_utf16(units).map(|c| c.ok().filter(is_readable)).collect::<Option<String>>()
    })
}

/// The bytes as UTF-8, if all of it is text.
fn text_of(bytes: &mut dyn Iterator<Item = Option<u8>>) -> Option<String> {
    let bytes = bytes.take(4 * MOST_SHOWN + 4).collect::<Option<Vec<_>>>()?;
    let whole = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        // Cut in the middle of a character, by whoever hid it or by the bound.
        Err(error) if error.error_len().is_none() => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?,
        Err(_) => return None,
    };
    (!whole.is_empty() && whole.chars().all(|c| is_readable(&c))).then(|| whole.to_owned())
}

fn is_readable(c: &char) -> bool {
    !c.is_control() || matches!(c, '\t' | '\n' | '\r')
}

/// `text` on one line, with everything that would have to be judged in turn given by number.
fn show(text: &str) -> String {
    let mut shown = Shown::default();
    for c in text.chars() {
        let escaped = match c {
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            '\t' => "\\t".to_owned(),
            '⟦' | '⟧' => format!("\\u{{{:X}}}", u32::from(c)),
            c if kind(c).is_some() => format!("\\u{{{:X}}}", u32::from(c)),
            c => c.to_string(),
        };
        if !shown.push(&escaped) {
            break;
        }
    }
    shown.text
}

/// `U+200B U+200C ×3`; where the same few come again and again, they are counted together.
fn numbers(hidden: &[char]) -> String {
    const LONGEST_PERIOD: usize = 8;
    let comes_again = |period: &usize| {
        let (first, rest) = (hidden.iter(), hidden.get(*period..).unwrap_or_default());
        hidden.len() >= 3 * period && first.zip(rest).all(|(a, b)| a == b)
    };
    if let Some(period) = (1..=LONGEST_PERIOD).find(comes_again).filter(|period| *period > 1) {
        let times = hidden.len() / period;
        return format!("{}, {times} times", numbers(hidden.get(..period).unwrap_or_default()));
    }
    let mut shown = Shown::default();
    for same in hidden.chunk_by(|a, b| a == b) {
        let space = if shown.text.is_empty() { "" } else { " " };
        let number = same.first().copied().map(number).unwrap_or_default();
        let times = if same.len() > 1 { format!(" ×{}", same.len()) } else { String::new() };
        if !shown.push(&format!("{space}{number}{times}")) {
            break;
        }
    }
    shown.text
}

fn number(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Text up to the bound.
#[derive(Default)]
struct Shown {
    text: String,
    length: usize,
}

impl Shown {
    fn push(&mut self, part: &str) -> bool {
        self.length += part.chars().count();
        let fits = self.length <= MOST_SHOWN;
        self.text.push_str(if fits { part } else { "…" });
        fits
    }
}
