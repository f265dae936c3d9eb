//! Origins as a policy lists them.

use std::fmt;

use super::problem::CorsProblem;
use crate::source::{Origin, Url, is_loopback, is_of_an_app, suffix};

/// An origin out of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// As a browser sends it.
    pub(super) serialized: String,
    /// Whether it was written otherwise; a name in Unicode is how people write it.
    pub(super) is_normalized: bool,
    origin: Origin,
}

impl Listed {
    /// Whether whoever is on the path can be this origin.
    pub(super) fn is_insecure(&self) -> bool {
        matches!(&self.origin, Origin::Tuple { scheme, host, .. } if scheme == "http" && !is_loopback(host))
    }
}

/// Parses an origin of a policy; else what is wrong with it, as the end of a sentence.
pub(super) fn parse(text: &str) -> Result<Listed, (CorsProblem, &'static str)> {
    if text.eq_ignore_ascii_case("null") {
        return Err((CorsProblem::OriginNull, "is what every sandboxed page calls itself; it never matches"));
    }
    let invalid = (CorsProblem::OriginInvalid, "is not an origin such as https://app.example.com");
    if text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '\\' | ',')) {
        return Err(invalid);
    }
    if text.contains('*') {
        return Err((CorsProblem::OriginPattern, "is a pattern; write {\"subdomainsOf\": \"https://example.com\"}"));
    }
    let (scheme, rest) = text.split_once("://").ok_or(invalid)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err((CorsProblem::OriginHasCredentials, "has a user name; an origin is a scheme, a host and a port"));
    }
    if !matches!(&rest[authority.len()..], "" | "/") {
        return Err((CorsProblem::OriginHasPath, "has a path; an origin is a scheme, a host and a port"));
    }
    let lower = scheme.to_ascii_lowercase();
    match lower.as_str() {
        "http" | "https" => {
            let origin = Url::parse(text, None).ok_or(invalid)?.origin();
            let Origin::Tuple { host, .. } = &origin else { return Err(invalid) };
            let serialized = origin.to_string();
            let written_host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
            let ascii = if written_host.is_ascii() { text.to_owned() } else { text.replacen(written_host, host, 1) };
            Ok(Listed { is_normalized: ascii != serialized, serialized, origin })
        }
        "ws" | "wss" | "ftp" | "file" | "blob" | "data" | "about" | "javascript" => Err((
            CorsProblem::OriginScheme,
            "is of no page: origins that send requests are https:, http: or an app's own",
        )),
        _ if is_of_an_app(text) => {
            Ok(Listed { serialized: text.to_owned(), is_normalized: false, origin: Origin::Opaque })
        }
        _ => Err(invalid),
    }
}

/// Every subdomain of a host, with one scheme and one port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SubdomainRule {
    /// `https://`
    before: String,
    /// `.example.com:8443`
    after: String,
}

impl SubdomainRule {
    /// `None` for an address, and for a name below which anybody may have one.
    pub(super) fn of(listed: &Listed) -> Option<Self> {
        let Origin::Tuple { scheme, host, .. } = &listed.origin else { return None };
        let is_address = host.starts_with('[') || host.rsplit('.').next()?.bytes().all(|byte| byte.is_ascii_digit());
        let name = host.trim_end_matches('.');
        let is_domain = host == "localhost" || !(suffix::is_public(name) || suffix::is_shared(name));
        let authority = listed.serialized.strip_prefix(scheme.as_str())?.strip_prefix("://")?;
        (is_domain && !is_address).then(|| Self { before: format!("{scheme}://"), after: format!(".{authority}") })
    }

    /// Whether a serialized origin is one of them.
    pub(super) fn matches(&self, origin: &str) -> bool {
        origin.strip_prefix(&self.before).and_then(|rest| rest.strip_suffix(&self.after)).is_some_and(|label| {
            // Not a whole host of its own, and no empty label.
            !label.is_empty() && !label.contains(':') && label.split('.').all(|label| !label.is_empty())
        })
    }
}

impl fmt::Display for SubdomainRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}*{}", self.before, self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subdomains() {
        let rule = SubdomainRule::of(&parse("https://a.test:8443").expect("an origin")).expect("a domain");
        for (origin, matches) in [
            ("https://b.a.test:8443", true),
            ("https://c.b.a.test:8443", true),
            ("https://a.test:8443", false),
            ("https://b.a.test", false),
            ("http://b.a.test:8443", false),
            ("https://b-a.test:8443", false),
            ("https://.a.test:8443", false),
            ("https://b..a.test:8443", false),
            ("https://b.a.test.evil.test:8443", false),
        ] {
            assert_eq!(rule.matches(origin), matches, "{origin}");
        }
        for none in [
            "https://127.0.0.1",
            "https://[::1]",
            "https://test",
            "https://co.uk",
            "https://co.uk.",
            "https://vercel.app",
            "tauri://localhost",
        ] {
            assert_eq!(SubdomainRule::of(&parse(none).expect("an origin")), None, "{none}");
        }
    }
}
