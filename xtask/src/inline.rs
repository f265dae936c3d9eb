//! A WebAssembly module as the text that `pkg-template/entry/load.js` reads.
//!
//! Base64 cuts bytes in pieces of six bits, so that brotli and gzip no longer see what repeats: it costs 30 % of the download.
//! Here each byte keeps its own characters, and the text costs 4 % with brotli and nothing with gzip.

use std::cmp::Reverse;
use std::fmt::Write as _;

/// Nothing that a string literal, a template or an inline script would have to escape.
const ALPHABET: &[u8; 89] =
    b" !#%&()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
/// Places that one character says; the last two of the alphabet each begin one of two.
const SINGLE: usize = ALPHABET.len() - 2;

pub(crate) fn to_text(bytes: &[u8]) -> String {
    let mut counts = [0_usize; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let mut order: Vec<u8> = (0..=u8::MAX).collect();
    order.sort_by_key(|byte| Reverse(counts[usize::from(*byte)]));
    let mut characters: [String; 256] = std::array::from_fn(|_| String::new());
    let mut text = format!("{:08x}", bytes.len());
    for (place, byte) in order.into_iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        let characters = &mut characters[usize::from(byte)];
        if place >= SINGLE {
            characters.push(char::from(ALPHABET[SINGLE + (place - SINGLE) / SINGLE]));
            characters.push(char::from(ALPHABET[(place - SINGLE) % SINGLE]));
        } else {
            characters.push(char::from(ALPHABET[place]));
        }
    }
    text.extend(bytes.iter().map(|byte| characters[usize::from(*byte)].as_str()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<u8> {
        let hex = |at: usize, digits: usize| usize::from_str_radix(&text[at..at + digits], 16).unwrap_or_default();
        let place = |code: u8| ALPHABET.iter().position(|known| *known == code).unwrap_or_default();
        let mut codes = text.as_bytes()[520..].iter();
        let mut bytes = Vec::new();
        while let Some(code) = codes.next() {
            let mut at = place(*code);
            if at >= SINGLE {
                at = SINGLE + (at - SINGLE) * SINGLE + place(*codes.next().unwrap_or(&b' '));
            }
            bytes.push(u8::try_from(hex(8 + 2 * at, 2)).unwrap_or_default());
        }
        assert_eq!(bytes.len(), hex(0, 8));
        bytes
    }

    #[test]
    fn each_byte_comes_back() {
        for bytes in
            [vec![], vec![0], (0..=u8::MAX).collect(), (0..=u8::MAX).rev().cycle().take(1_000).collect::<Vec<u8>>()]
        {
            let text = to_text(&bytes);
            assert_eq!(read(&text), bytes);
            assert!(
                !text.contains(['"', '$', '\'', '<', '\\', '`'])
                    && text.bytes().all(|code| (b' '..=b'~').contains(&code))
            );
        }
    }
}
