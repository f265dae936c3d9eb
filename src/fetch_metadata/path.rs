//! Paths that are exempt from isolation.
//!
//! *Threat:* `/badge/../invoke`, `/badge/%2e%2e/invoke` and `/badge-evil` begin with `/badge`. *Rule:* a path is decoded once,
//! its dots are resolved, and it is compared segment by segment. What could mean one thing here and another to a router
//! (an escaped slash or dot segment, an escape inside an escape, an empty segment, a byte that is no text) is exempt nowhere.

use crate::source::percent_decode;

/// An exempt path: itself, and all below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ExemptPath {
    segments: Vec<String>,
    /// Written with a slash at its end: what lies below it, and not itself.
    below_only: bool,
}

impl ExemptPath {
    /// `None` for what does not begin with a slash, is not written plainly, or would exempt everything.
    pub(super) fn parse(written: &str) -> Option<Self> {
        if written.contains(['%', '?', '#', '\\']) {
            return None;
        }
        let segments = normalized(written)?;
        let plain = format!("/{}", segments.join("/"));
        let below_only = written.ends_with('/');
        let is_plain = plain == written.strip_suffix('/').unwrap_or(written);
        (is_plain && !segments.is_empty()).then_some(Self { segments, below_only })
    }

    pub(super) fn covers(&self, path: &[String]) -> bool {
        path.starts_with(&self.segments) && (!self.below_only || path.len() > self.segments.len())
    }
}

/// The segments of a path, decoded and with its dots resolved; a slash at its end makes none. `None` for what has no one
/// meaning.
pub(super) fn normalized(path: &str) -> Option<Vec<String>> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    // Some routers take an escaped dot for a dot, and some do not; browsers resolve it before they send.
    if path.split('/').any(|segment| segment.contains('%') && matches!(decode(segment).as_deref(), Some("." | ".."))) {
        return None;
    }
    let decoded = decode(path)?;
    if decoded.contains(['%', '\\']) || decoded.chars().any(char::is_control) {
        return None;
    }
    let inner = decoded.strip_prefix('/')?;
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let mut segments: Vec<String> = Vec::new();
    if inner.is_empty() {
        return Some(segments);
    }
    for segment in inner.split('/') {
        match segment {
            "" => return None,
            "." => {}
            ".." => {
                segments.pop()?;
            }
            name => segments.push(name.to_owned()),
        }
    }
    Some(segments)
}

/// `None` for an escape that is cut short or stands for a slash, or bytes that are no UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut escapes = text.split('%').skip(1).map(|after| after.get(..2).unwrap_or_default());
    let has_one_meaning = escapes.all(|digits| {
        // A router that decodes first sees two segments at a slash, and one that does not sees one.
        digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) && !digits.eq_ignore_ascii_case("2f")
    });
    if has_one_meaning { String::from_utf8(percent_decode(text).into_owned()).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let exempt = |entry: &str, path: &str| {
            let entry = ExemptPath::parse(entry).expect("the entry is plain");
            normalized(path).is_some_and(|path| entry.covers(&path))
        };
        for (entry, path) in [
            ("/badge", "/badge"),
            ("/badge", "/badge/"),
            ("/badge", "/badge/42.svg?x=/../y"),
            ("/badge/", "/badge/42.svg"),
            ("/badge", "/x/../badge"),
            ("/badge", "/%62adge/a%20b"),
            ("/a/b", "/a/./b/c"),
        ] {
            assert!(exempt(entry, path), "{entry} {path}");
        }
        for (entry, path) in [
            ("/badge", "/badge-evil"),
            ("/badge", "/Badge"),
            ("/badge/", "/badge"),
            ("/badge", "/badge/../invoke"),
            ("/badge", "/badge/%2e%2e/invoke"),
            ("/badge", "/badge/..%2finvoke"),
            ("/badge", "/mcp/..%2fbadge"),
            ("/badge", "/mcp/%2e%2e/badge"),
            ("/badge", "/mcp/.%2E/badge"),
            ("/badge", "/mcp/x%2F..%2f..%2fbadge"),
            ("/badge", "/badge%2f42.svg"),
            ("/badge", "/badge/%252e%252e/invoke"),
            ("/badge", "/badge/..\\invoke"),
            ("/badge", "/badge/..%5cinvoke"),
            ("/badge", "/badge//invoke"),
            ("/badge", "//badge"),
            ("/badge", "/../badge"),
            ("/badge", "/badge/%ff"),
            ("/badge", "/badge/%"),
            ("/badge", "/badge/%4"),
            ("/badge", "/badge/%4%31"),
            ("/badge", "/badge/%4é"),
            ("/badge", "/badge/%+1"),
            ("/badge", "/badge/%00"),
            ("/badge", "badge"),
            ("/badge", ""),
        ] {
            assert!(!exempt(entry, path), "{entry} {path}");
        }
        for entry in ["", "/", "badge", "/a/../b", "/a//b", "/%61", "/a?b", "//a", "/a\\b"] {
            assert_eq!(ExemptPath::parse(entry), None, "{entry}");
        }
    }
}
