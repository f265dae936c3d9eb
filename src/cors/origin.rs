//! Subdomain rules of a policy.

use std::fmt;

use crate::source::Caller;

/// Every subdomain of a host, with one scheme and one port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SubdomainRule {
    /// `https://`
    before: String,
    /// `.example.com:8443`
    after: String,
}

impl SubdomainRule {
    /// `None` for a pattern, for an address, and for a name below which anybody may have one.
    pub(super) fn of(listed: &Caller) -> Option<Self> {
        let (scheme, authority) = listed.as_domain()?;
        Some(Self { before: format!("{scheme}://"), after: format!(".{authority}") })
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
        let rule = SubdomainRule::of(&Caller::parse("https://a.test:8443").expect("an origin")).expect("a domain");
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
            "http://localhost:*",
        ] {
            assert_eq!(SubdomainRule::of(&Caller::parse(none).expect("an origin")), None, "{none}");
        }
    }
}
