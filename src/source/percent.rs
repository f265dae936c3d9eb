//! URL Standard § 1.3, percent-decode.

use std::borrow::Cow;

/// The bytes that a text stands for. An escape that is cut short stands for itself.
pub(crate) fn percent_decode(text: &str) -> Cow<'_, [u8]> {
    if !text.contains('%') {
        return Cow::Borrowed(text.as_bytes());
    }
    let hex = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16)).map(|digit| digit as u8);
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(high << 4 | low);
                at += 3;
            }
            _ => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    Cow::Owned(decoded)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    /// The crate of the URL parser's authors decodes the same. It is not shipped: it makes the guard's module longer.
    #[test]
    fn as_the_published_decoder_does() {
        let pieces = ["", "%", "%2", "%2f", "%2F", "%4", "%41", "%é", "%%", "%g1", "%ff", "a", "+", "é"];
        for one in pieces {
            for two in pieces {
                for three in pieces {
                    let text = [one, two, three].concat();
                    let expected: Cow<'_, [u8]> = percent_encoding::percent_decode_str(&text).into();
                    assert_eq!(percent_decode(&text), expected, "{text:?}");
                }
            }
        }
    }
}
