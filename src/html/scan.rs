//! Skipping what needs no look, eight bytes at a time: WebAssembly as it is compiled here has no wider instructions.

/// In text: what is not copied as it stands, since it is escaped or may be invisible.
const DOUBTFUL_TEXT: u8 = 1;
/// In an attribute's value: likewise.
const DOUBTFUL_VALUE: u8 = 2;

/// In either: what may be invisible, whatever is escaped.
const INVISIBLE: u8 = 4;
const EVERY: u8 = DOUBTFUL_TEXT | DOUBTFUL_VALUE | INVISIBLE;

/// What each byte stops. A byte above ASCII is doubtful where a character that hides something may begin: the answer is
/// [`is_doubtful`]'s.
static STOPS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'<' | b'>' | b'&' => DOUBTFUL_TEXT | DOUBTFUL_VALUE,
            b'"' => DOUBTFUL_VALUE,
            b'\t' | b'\n' => 0,
            0..=0x1F | 0x7F => EVERY,
            0xC2 | 0xCD | 0xD8 | 0xE1..=0xE3 | 0xEE..=0xF0 | 0xF3 | 0xF4 => EVERY,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Whether the character above ASCII that begins here may be invisible. The dashes and quotes of prose are not.
#[inline(never)]
fn is_doubtful(character: &[u8]) -> bool {
    let &[first, second, ref rest @ ..] = character else { return true };
    let third = rest.first().copied().unwrap_or_default();
    match first {
        0xC2 => second < 0xA0 || second == 0xAD,
        0xCD => second == 0x8F,
        0xD8 => second == 0x9C,
        0xE1 => matches!(second, 0x85 | 0x9E | 0xA0),
        0xE2 => match second {
            0x80 => matches!(third, 0x8B..=0x8F | 0xAA..=0xAE),
            0x81 => third >= 0xA0,
            _ => false,
        },
        0xE3 => second == 0x85,
        0xEF => second < 0xA4 || matches!(second, 0xB8 | 0xBB | 0xBE | 0xBF),
        0xF0 => matches!(second, 0x9B | 0x9D),
        _ => true,
    }
}

const ONES: u64 = u64::MAX / 0xFF;
const HIGH: u64 = 0x80 * ONES;

/// Marks the bytes that are zero. A mark may stand wrongly behind a right one, never ahead of it: the lowest is right.
#[inline(always)]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGH
}

/// Marks the bytes that are this one.
#[inline(always)]
const fn are(word: u64, byte: u8) -> u64 {
    zeros(word ^ (ONES * byte as u64))
}

/// Marks what may stop a class: controls, what is not ASCII, and of the signs of markup those that it escapes.
#[inline(always)]
const fn suspects(word: u64, class: u8) -> u64 {
    let controls = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
    let others = controls | (word | word.wrapping_add(ONES)) & HIGH;
    if class == INVISIBLE {
        return others;
    }
    // `<` and `>` differ in one bit.
    let angles = are(word & !(ONES * 2), b'<');
    let quotes = if class == DOUBTFUL_VALUE { are(word, b'"') } else { 0 };
    angles | are(word, b'&') | quotes | others
}

#[inline(always)]
fn word(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A name of one to seven characters, none of them above ASCII, in lower case, and its length: it ends at the first character
/// up to `/` or at a `=` or `>`.
#[inline(always)]
pub(crate) fn short_name(bytes: &[u8], at: usize) -> Option<(usize, u64)> {
    let word = word(bytes, at)?;
    let up_to_slash = word.wrapping_sub(ONES * 0x30) & !word & HIGH;
    // `=` and `>` are next to each other, as `<` and `?` are: what is near enough is looked at byte by byte.
    let ends = up_to_slash | are(word & !(ONES * 3), b'<');
    let length = first(ends);
    let name = word & (1_u64 << (length * 8 % 64)).wrapping_sub(1);
    if !matches!(length, 1..=7) || name & HIGH != 0 {
        return None;
    }
    // No byte of it is above ASCII, so none carries into the next.
    let from_a = name + ONES * (0x80 - b'A' as u64);
    let behind_z = name + ONES * (0x80 - (b'Z' + 1) as u64);
    Some((length, name | (from_a & !behind_z & HIGH) >> 2))
}

/// How far into its word the lowest mark is.
#[inline(always)]
const fn first(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}

#[inline(always)]
fn skip<const CLASS: u8>(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match word(bytes, at).map(|word| suspects(word, CLASS)) {
            Some(0) => {
                at += 8;
                continue;
            }
            Some(marks) => at += first(marks),
            None => {}
        }
        // One by one through what is not ASCII, and through the last few bytes.
        loop {
            let Some(&byte) = bytes.get(at) else { return bytes.len() };
            if STOPS[usize::from(byte)] & CLASS != 0 && (byte < 0x80 || is_doubtful(&bytes[at..])) {
                return at;
            }
            at += 1;
            if bytes.get(at).is_some_and(|next| *next < 0x80) && bytes.len() - at >= 8 {
                break;
            }
        }
    }
}

/// Where text ends that is written as it stands: at markup, at what is escaped, at what may be invisible.
#[inline]
pub(crate) fn plain_text(bytes: &[u8], from: usize) -> usize {
    skip::<DOUBTFUL_TEXT>(bytes, from)
}

/// As [`plain_text`], in an attribute's value.
#[inline]
pub(crate) fn plain_value(bytes: &[u8], from: usize) -> usize {
    skip::<DOUBTFUL_VALUE>(bytes, from)
}

/// Where a character stands that may be invisible.
#[inline]
pub(crate) fn visible(bytes: &[u8], from: usize) -> usize {
    skip::<INVISIBLE>(bytes, from)
}

/// Where text ends for the tokenizer: at `<`, `&` or NUL.
#[inline]
pub(crate) fn text(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(bytes, at) {
        let marks = are(word, b'<') | are(word, b'&') | zeros(word);
        if marks != 0 {
            return at + first(marks);
        }
        at += 8;
    }
    find(bytes, at, |byte| matches!(byte, b'<' | b'&' | 0)).unwrap_or(bytes.len())
}

/// Where `wanted` stands next.
#[inline]
pub(crate) fn byte(bytes: &[u8], mut at: usize, wanted: u8) -> Option<usize> {
    while let Some(word) = word(bytes, at) {
        let marks = are(word, wanted);
        if marks != 0 {
            return Some(at + first(marks));
        }
        at += 8;
    }
    find(bytes, at, |byte| byte == wanted)
}

/// As [`byte`], of one that is likely to stand nowhere near.
pub(crate) fn far_byte(bytes: &[u8], from: usize, wanted: u8) -> Option<usize> {
    let (chunks, _) = bytes.get(from..)?.as_chunks::<32>();
    let lacks = |chunk: &&[u8; 32]| {
        let (words, _) = chunk.as_chunks::<8>();
        words.iter().fold(0, |marks, word| marks | are(u64::from_le_bytes(*word), wanted)) == 0
    };
    let without = chunks.iter().take_while(lacks).count();
    byte(bytes, from + without * 32, wanted)
}

/// How often a byte stands there.
pub(crate) fn count(bytes: &[u8], wanted: u8) -> u32 {
    const LOW: u64 = !HIGH;
    let (words, rest) = bytes.as_chunks::<8>();
    let in_words = words.iter().map(|word| {
        let differs = u64::from_le_bytes(*word) ^ (ONES * u64::from(wanted));
        // The high bit of each byte that is zero, and of no other.
        let same = !(((differs & LOW) + LOW) | differs | LOW);
        same.count_ones()
    });
    in_words.sum::<u32>() + rest.iter().map(|byte| u32::from(*byte == wanted)).sum::<u32>()
}

#[inline(always)]
fn find(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    bytes.get(from..)?.iter().position(|byte| wanted(*byte)).map(|found| from + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_skips_what_it_says_and_no_more() {
        for length in [0, 1, 15, 16, 17, 80, 200] {
            let before = "a\t\n ~".repeat(length).into_bytes();
            for (stop, ends_text, ends_value, ends_token) in [
                ("<", true, true, true),
                ("&", true, true, true),
                ("\0", true, true, true),
                (">", true, true, false),
                ("\u{1b}", true, true, false),
                ("\"", false, true, false),
                ("\u{ad}", true, true, false),
                ("\u{200b}", true, true, false),
                ("\u{202e}", true, true, false),
                ("\u{e0041}", true, true, false),
                ("é", false, false, false),
                ("中", false, false, false),
                ("—", false, false, false),
                ("“", false, false, false),
            ] {
                let bytes = [&before, stop.as_bytes(), b"after"].concat();
                let end = |ends: bool| if ends { before.len() } else { bytes.len() };
                assert_eq!(plain_text(&bytes, 0), end(ends_text), "{stop:?} {length}");
                assert_eq!(plain_value(&bytes, 0), end(ends_value), "{stop:?} {length}");
                assert_eq!(text(&bytes, 0), end(ends_token), "{stop:?} {length}");
                let hides = ends_text && !matches!(stop, "<" | ">" | "&");
                assert_eq!(visible(&bytes, 0), end(hides), "{stop:?} {length}");
            }
            assert_eq!(byte(&before, 0, b'~'), (length > 0).then_some(4));
            for from in [0, length.min(1), before.len()] {
                let bytes = [&before[..], b"\rafter\r"].concat();
                assert_eq!(far_byte(&bytes, from, b'\r'), Some(before.len()), "{length}");
                assert_eq!(far_byte(&before, from, b'\r'), None, "{length}");
            }
        }
    }

    #[test]
    fn short_names_are_what_they_are_letter_by_letter() {
        for (text, expected) in [
            ("p>.......", Some("p")),
            ("TD align=", Some("td")),
            ("h1/>.....", Some("h1")),
            ("colspan=3", Some("colspan")),
            ("Z\t.......", Some("z")),
            ("@A[Z`z{=.", Some("@a[z`z{")),
            ("caption>", Some("caption")),
            // Too long, too near the end, none at all, above ASCII.
            ("colgroup>", None),
            ("p>.....", None),
            (">........", None),
            ("é>.......", None),
        ] {
            let name = short_name(text.as_bytes(), 0);
            let name = name.map(|(length, key)| String::from_utf8_lossy(&key.to_le_bytes()[..length]).into_owned());
            assert_eq!(name.as_deref(), expected, "{text}");
        }
        // What ends none is left to who reads byte by byte.
        assert_eq!(short_name(b"x-y-z>...", 0).map(|(length, _)| length), Some(1));
        assert_eq!(short_name(b"a<b>.....", 0).map(|(length, _)| length), Some(1));
    }

    #[test]
    fn bytes_are_counted() {
        for length in [0, 1, 7, 8, 9, 64, 100] {
            let text = "\n\u{b}\n\t\u{8a}".repeat(length);
            assert_eq!(count(text.as_bytes(), b'\n') as usize, 2 * length);
        }
    }
}
