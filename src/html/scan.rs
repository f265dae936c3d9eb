//! Skipping what needs no look, sixteen bytes at a time, in a form that compilers turn into a few wide instructions.

/// In text: what is not copied as it stands, since it is escaped or may be invisible.
const DOUBTFUL_TEXT: u8 = 1;
/// In an attribute's value: likewise.
const DOUBTFUL_VALUE: u8 = 2;

/// What each byte stops. A byte above ASCII is doubtful where a character that hides something may begin: the answer is
/// [`is_doubtful`]'s.
static STOPS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'<' | b'>' | b'&' | 0 => DOUBTFUL_TEXT | DOUBTFUL_VALUE,
            b'"' => DOUBTFUL_VALUE,
            b'\t' | b'\n' => 0,
            0x01..=0x1F | 0x7F => DOUBTFUL_TEXT | DOUBTFUL_VALUE,
            0xC2 | 0xCD | 0xD8 | 0xE1..=0xE3 | 0xEE..=0xF0 | 0xF3 | 0xF4 => DOUBTFUL_TEXT | DOUBTFUL_VALUE,
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

/// Whether sixteen bytes are plain ASCII that stops nothing; a tab and a newline are.
#[inline(always)]
fn is_plain(chunk: &[u8; 16], quote: bool) -> bool {
    let mut stops = 0;
    for &byte in chunk {
        let control = (byte < 0x20) & (byte != b'\n') & (byte != b'\t');
        let sign = (byte == b'<') | (byte == b'>') | (byte == b'&') | (quote & (byte == b'"'));
        stops |= u8::from(control | sign | (byte >= 0x7F));
    }
    stops == 0
}

/// Bytes that are looked at one by one before sixteen are at once: most texts are short.
const NEAR: usize = 16;

#[inline(always)]
fn skip<const CLASS: u8>(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let near = bytes.get(at..bytes.len().min(at + NEAR)).unwrap_or_default();
        for (far, byte) in near.iter().enumerate() {
            if STOPS[usize::from(*byte)] & CLASS != 0 && (*byte < 0x80 || is_doubtful(&bytes[at + far..])) {
                return at + far;
            }
        }
        at += near.len();
        if near.len() < NEAR {
            return bytes.len();
        }
        while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
            if !is_plain(chunk, CLASS == DOUBTFUL_VALUE) {
                break;
            }
            at += 16;
        }
    }
}

/// Where text ends that is written as it stands: at markup, at what is escaped, at what may be invisible.
#[inline(always)]
pub(crate) fn plain_text(bytes: &[u8], from: usize) -> usize {
    skip::<DOUBTFUL_TEXT>(bytes, from)
}

/// As [`plain_text`], in an attribute's value.
#[inline(always)]
pub(crate) fn plain_value(bytes: &[u8], from: usize) -> usize {
    skip::<DOUBTFUL_VALUE>(bytes, from)
}

/// Where text ends for the tokenizer: at `<`, `&` or NUL.
#[inline(always)]
pub(crate) fn text(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
        if chunk.iter().fold(false, |hit, byte| hit | (*byte == b'<') | (*byte == b'&') | (*byte == 0)) {
            break;
        }
        at += 16;
    }
    find(bytes, at, |byte| matches!(byte, b'<' | b'&' | 0)).unwrap_or(bytes.len())
}

/// Where `wanted` stands next.
#[inline(always)]
pub(crate) fn byte(bytes: &[u8], mut at: usize, wanted: u8) -> Option<usize> {
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
        if chunk.iter().fold(false, |hit, byte| hit | (*byte == wanted)) {
            break;
        }
        at += 16;
    }
    find(bytes, at, |byte| byte == wanted)
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
            }
            assert_eq!(byte(&before, 0, b'~'), (length > 0).then_some(4));
        }
    }
}
