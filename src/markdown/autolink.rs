//! Bare addresses: GFM § 6.9, "Autolinks (extension)".

use std::ops::Range;

/// An address in a text, and where it leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) place: Range<usize>,
    /// Ahead of the address as it is written.
    pub(super) scheme: &'static str,
}

/// The addresses in `text`, in order.
pub(super) fn addresses(text: &str) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let address = match bytes[at] {
            b'h' | b'H' | b'w' | b'W' if may_begin(bytes, at) => web(bytes, at),
            b'@' => mail(bytes, at, found.last().map_or(0, |last| last.place.end)),
            _ => None,
        };
        match address {
            Some(address) => {
                at = address.place.end;
                found.push(address);
            }
            None => {
                at += rest
                    .iter()
                    .skip(1)
                    .position(|b| matches!(b, b'h' | b'H' | b'w' | b'W' | b'@'))
                    .map_or(rest.len(), |n| n + 1)
            }
        }
    }
    found
}

/// "At the beginning of a line, after whitespace, or any of the delimiting characters". Delimiters are their own texts here.
fn may_begin(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| bytes.get(before))
        .is_none_or(|b| b.is_ascii_whitespace() || b"*_~(\"'[>:,;".contains(b))
}

fn web(bytes: &[u8], start: usize) -> Option<Address> {
    const PREFIXES: [(&[u8], &str); 3] = [(b"https://", ""), (b"http://", ""), (b"www.", "http://")];
    let starts =
        |prefix: &[u8]| bytes[start..].get(..prefix.len()).is_some_and(|word| word.eq_ignore_ascii_case(prefix));
    let (prefix, scheme) = PREFIXES.into_iter().find(|(prefix, _)| starts(prefix))?;
    let host = start + if scheme.is_empty() { prefix.len() } else { 0 };
    let is_address = |b: &u8| !b.is_ascii_whitespace() && *b != b'<';
    let length = bytes[host..].iter().take_while(|b| is_address(b)).count();
    let end = trimmed(bytes, start, host + length);
    // A name of more than ASCII is a host, too; what comes of it is the URL parser's to say.
    let is_of_host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.') || !b.is_ascii();
    let name_length = bytes.get(host..end)?.iter().take_while(|b| is_of_host(b)).count();
    is_domain(&bytes[host..host + name_length], scheme.is_empty()).then_some(Address { place: start..end, scheme })
}

/// "Segments of alphanumeric characters, underscores and hyphens, separated by periods", no underscore in the last two.
fn is_domain(name: &[u8], may_be_short: bool) -> bool {
    let mut segments = name.rsplit(|b| *b == b'.');
    let last = segments.next().unwrap_or_default();
    let second = segments.next();
    let is_plain = |segment: &[u8]| !segment.contains(&b'_');
    !name.is_empty()
        && !name.starts_with(b".")
        && is_plain(last)
        && second.is_none_or(is_plain)
        && (may_be_short || second.is_some())
        && !(last.is_empty() && second.is_none_or(<[u8]>::is_empty))
}

/// "Extended autolink path validation": punctuation at the end, a parenthesis that opened ahead of the address, a reference.
fn trimmed(bytes: &[u8], start: usize, end: usize) -> usize {
    let count = |wanted: u8| bytes[start..end].iter().filter(|b| **b == wanted).count();
    let (opened, mut closed) = (count(b'('), count(b')'));
    let mut end = end;
    while let Some(last) = end.checked_sub(1).filter(|last| *last > start) {
        match bytes[last] {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"' | b']' | b'}' | b'>' => {}
            b')' if closed > opened => closed -= 1,
            b';' => {
                let name = bytes[start..last].iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
                let is_reference = name > 0 && last > start + name && bytes[last - name - 1] == b'&';
                end = if is_reference { last - name - 1 } else { last };
                continue;
            }
            _ => break,
        }
        end = last;
    }
    end
}

/// "Extended email autolink": around the `@` at `at`, no further back than `from`.
fn mail(bytes: &[u8], at: usize, from: usize) -> Option<Address> {
    let is_local = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
    let local = bytes[from..at].iter().rev().take(64).take_while(|b| is_local(b)).count();
    let is_host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let length = bytes[at + 1..].iter().take(254).take_while(|b| is_host(b)).count();
    let mut end = at + 1 + length;
    while end > at + 1 && bytes[end - 1] == b'.' {
        end -= 1;
    }
    let host = &bytes[at + 1..end];
    let ends_well = host.last().is_some_and(|last| !matches!(last, b'-' | b'_'));
    let has_period = host.iter().skip(1).any(|b| *b == b'.');
    // A second `@` right behind is a name at a host of some other syntax.
    let is_over = bytes.get(end) != Some(&b'@');
    let start = at - local;
    // "mailto:" is a part of the address, where it is written.
    const SCHEME: &[u8] = b"mailto:";
    let scheme = bytes[from..start].len().checked_sub(SCHEME.len()).map(|length| from + length);
    let scheme =
        scheme.filter(|scheme| bytes[*scheme..start].eq_ignore_ascii_case(SCHEME) && may_begin(bytes, *scheme));
    if let Some(scheme) = scheme.filter(|_| local > 0 && ends_well && has_period && is_over) {
        return Some(Address { place: scheme..end, scheme: "" });
    }
    let begins_alone =
        start.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|b| !matches!(b, b'/' | b':' | b'@'));
    (local > 0 && ends_well && has_period && is_over && begins_alone)
        .then_some(Address { place: start..end, scheme: "mailto:" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_addresses() {
        for (text, expected) in [
            ("www.commonmark.org", &["http://www.commonmark.org"][..]),
            ("Visit www.commonmark.org/help for more", &["http://www.commonmark.org/help"]),
            ("Visit www.commonmark.org.", &["http://www.commonmark.org"]),
            ("www.google.com/search?q=Markup+(business)", &["http://www.google.com/search?q=Markup+(business)"]),
            ("(www.google.com/search?q=Markup+(business))", &["http://www.google.com/search?q=Markup+(business)"]),
            ("(see www.google.com/a))) b", &["http://www.google.com/a"]),
            ("www.google.com/search?q=(business))+ok", &["http://www.google.com/search?q=(business))+ok"]),
            ("www.google.com/search?q=commonmark&hl=en", &["http://www.google.com/search?q=commonmark&hl=en"]),
            ("www.google.com/search?q=commonmark&hl;", &["http://www.google.com/search?q=commonmark"]),
            ("www.commonmark.org/he<lp", &["http://www.commonmark.org/he"]),
            (
                "http://commonmark.org (Visit https://encrypted.google.com/search?q=Markup+(business))",
                &["http://commonmark.org", "https://encrypted.google.com/search?q=Markup+(business)"],
            ),
            (
                "HTTPS://A.test http://localhost:3000/a_b_ http://a_b.test https://",
                &["HTTPS://A.test", "http://localhost:3000/a_b"],
            ),
            ("xhttps://a.test awww.b.test ftp://a.test", &[]),
            ("https://b\u{fc}cher.test/\u{e4}, then", &["https://b\u{fc}cher.test/\u{e4}"]),
            ("\"https://a.test/x\"; https://a.test/x;", &["https://a.test/x", "https://a.test/x"]),
            ("foo@bar.baz", &["mailto:foo@bar.baz"]),
            ("mailto:foo@bar.baz, xmailto:foo@bar.baz", &["mailto:foo@bar.baz"]),
            ("hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.", &["mailto:hello+xyz@mail.example"]),
            ("a.b-c_d@a.b a.b-c_d@a.b. a.b-c_d@a.b- a.b-c_d@a.b_", &["mailto:a.b-c_d@a.b", "mailto:a.b-c_d@a.b"]),
            ("@ada a@b @a.test a@b@c.test", &[]),
            ("https://user@a.test/x@b.test", &["https://user@a.test/x@b.test"]),
        ] {
            let found: Vec<_> =
                addresses(text).into_iter().map(|one| format!("{}{}", one.scheme, &text[one.place])).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
