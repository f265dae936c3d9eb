//! The quoted words of source lists, and which of them somebody meant.

use crate::source::is_base64;

/// Keywords, without their quotes.
pub(in crate::csp) const KEYWORDS: &[&str] = &[
    "none",
    "self",
    "strict-dynamic",
    "unsafe-eval",
    "unsafe-hashes",
    "unsafe-inline",
    "wasm-unsafe-eval",
    "report-sample",
    "inline-speculation-rules",
    "trusted-types-eval",
    "unsafe-webtransport-hashes",
    "unsafe-allow-redirects",
    "report-sha256",
    "report-sha384",
    "report-sha512",
];

/// What a nonce or a hash begins with.
pub(in crate::csp) const HASHED: &[&str] = &["'nonce-", "'sha256-", "'sha384-", "'sha512-"];

/// The word of the list that is nearest: at most two letters apart, and less than half of it.
pub(in crate::csp) fn nearest<'a>(word: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_ascii_lowercase();
    let near = words
        .map(|known| (distance(&word, known), known))
        .filter(|(apart, known)| *apart <= 2 && apart * 2 < known.len());
    near.min_by_key(|(apart, _)| *apart).map(|(_, known)| known)
}

/// Optimal string alignment: letters left out, put in, replaced, and neighbors that changed places.
fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len().abs_diff(other.len()) > 2 {
        return usize::MAX / 2;
    }
    let mut rows = vec![(0..=other.len()).collect::<Vec<usize>>()];
    for (at, byte) in one.iter().enumerate() {
        let above = &rows[at];
        let mut row = vec![at + 1];
        for (to, wanted) in other.iter().enumerate() {
            let replaced = above[to] + usize::from(byte != wanted);
            let mut least = replaced.min(above[to + 1] + 1).min(row[to] + 1);
            if at > 0 && to > 0 && *byte == other[to - 1] && one[at - 1] == *wanted {
                least = least.min(rows[at - 1][to - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

/// Whether a value is base64, in either alphabet, of so many bytes.
pub(in crate::csp) fn is_base64_of(value: &str, bytes: usize) -> bool {
    let digits = value.trim_end_matches('=');
    let padding = value.len() - digits.len();
    is_base64(value) && digits.len() == (bytes * 8).div_ceil(6) && padding <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_was_meant() {
        let meant = |word| nearest(word, KEYWORDS.iter().copied());
        for (word, expected) in [
            ("slef", Some("self")),
            ("sefl", Some("self")),
            ("unsafe-in-line", Some("unsafe-inline")),
            ("Unsafe-Evil", Some("unsafe-eval")),
            ("strict-dynamics", Some("strict-dynamic")),
            ("nobody", None),
            ("x", None),
        ] {
            assert_eq!(meant(word), expected, "{word}");
        }
        assert!(is_base64_of("MV5ZxKdbM3hZHQ3GzzeIBsRCgkZB5rMY0hVKdyAhlgA=", 32));
        assert!(!is_base64_of("MV5ZxKdbM3hZHQ3GzzeIBsRCgkZB5rMY0hVKdyAhlg==", 32));
        assert!(!is_base64_of("xyz", 32));
    }
}
