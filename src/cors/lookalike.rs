//! What an origin is to a server that allowed it, by its name.
//!
//! A response that names the origin that asked does not say why. *Rule:* an auditor asks as origins that no careful
//! list has, and a match that is careless in one way lets one kind of them through. A name that is like nothing is
//! taken for a client's, which a list may well have; names under `.example` and `.invalid`, which nobody can own (RFC
//! 2606), are not. Who knows the list says it in `target.origins`, and nothing is guessed.

use crate::source::{Origin, is_listed, is_loopback, suffix};

/// What an origin is to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kinship {
    /// The server's own.
    Own,
    /// For all that is known, a client's.
    Client,
    /// `null`.
    Null,
    /// A page on the visitor's own machine.
    Loopback,
    /// `evilapi.test`: ends as the host does, without a dot before it.
    Suffix,
    /// `api.test.evil.test`: begins as the host does.
    Prefix,
    /// `api.test_.evil.test`: begins as the host does, and goes on with what some patterns take for its end.
    SpecialChar,
    /// `evil.test.api.test.evil.test`: has the host in it.
    Substring,
    /// `wwwxapi.test`: another character where the host has a dot.
    UnescapedDot,
    /// `any.api.test`.
    Subdomain,
    /// Nothing that any list has.
    Unrelated,
}

/// The hosts that a list would be made of.
pub(super) struct Site {
    host: String,
    is_public: bool,
    listed: Option<Vec<String>>,
    hosts: Vec<String>,
}

impl Site {
    pub(super) fn new(host: &str, is_public: bool, listed: Option<&[String]>) -> Self {
        let mut hosts = vec![host.to_owned()];
        hosts.extend(listed.unwrap_or_default().iter().map(|origin| host_of(origin).to_owned()));
        Self { host: host.to_owned(), is_public, listed: listed.map(<[String]>::to_vec), hosts }
    }

    /// An origin that was allowed and is like nothing: a client's, whose name others may be like.
    pub(super) fn learn(&mut self, origin: &str) {
        if self.kinship(origin) == Kinship::Client && !self.hosts.iter().any(|host| host == host_of(origin)) {
            self.hosts.push(host_of(origin).to_owned());
        }
    }

    pub(super) fn kinship(&self, origin: &str) -> Kinship {
        if origin == "null" {
            return Kinship::Null;
        }
        if self.listed.as_ref().is_some_and(|listed| listed.iter().any(|one| is_same(one, origin))) {
            return Kinship::Client;
        }
        let host = host_of(origin);
        if is_loopback(host) && self.is_public {
            return Kinship::Loopback;
        }
        // The host itself on another port, or without TLS: a finding of its own.
        if self.hosts.iter().any(|known| known == host) {
            let is_listed = self.listed.is_none() || origin.starts_with("http:");
            return if is_listed { Kinship::Client } else { Kinship::Unrelated };
        }
        let like = self.hosts.iter().find_map(|known| likeness(host, known));
        // A pattern for the whole site lets through what ends as its name does.
        let of_site = || parent(&self.host).and_then(|site| likeness(host, site));
        if let Some(like) = like.or_else(|| of_site().filter(|like| *like == Kinship::Suffix)) {
            return like;
        }
        if self.listed.is_some() || (is_reserved(host) && last_labels(host) != last_labels(&self.host)) {
            return Kinship::Unrelated;
        }
        Kinship::Client
    }
}

fn is_same(listed: &str, origin: &str) -> bool {
    listed == origin
        || is_listed(listed, origin)
        || matches!(Origin::of(listed), listed @ Origin::Tuple { .. } if listed == Origin::of(origin))
}

/// The host as it stands: a probe's origin may be one that no parser lets through.
pub(super) fn host_of(origin: &str) -> &str {
    let authority = origin.split_once("://").map_or(origin, |(_, authority)| authority);
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// How `host` is like `known`.
fn likeness(host: &str, known: &str) -> Option<Kinship> {
    if known.is_empty() || host == known {
        return None;
    }
    if let Some(before) = host.strip_suffix(known) {
        return Some(if before.ends_with('.') { Kinship::Subdomain } else { Kinship::Suffix });
    }
    if let Some(after) = host.strip_prefix(known) {
        let goes_on = after.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        return Some(if goes_on { Kinship::Prefix } else { Kinship::SpecialChar });
    }
    if host.contains(known) {
        return Some(Kinship::Substring);
    }
    let same_but_for_dots =
        host.len() == known.len() && host.bytes().zip(known.bytes()).all(|(one, other)| one == other || other == b'.');
    same_but_for_dots.then_some(Kinship::UnescapedDot)
}

/// The name above a host's: `api.test` of `mcp.api.test`. `None` where that is a public suffix, such as `co.uk`.
fn parent(host: &str) -> Option<&str> {
    let (_, parent) = host.split_once('.')?;
    let is_address = parent.rsplit('.').next()?.bytes().all(|byte| byte.is_ascii_digit());
    (!suffix::is_public(parent) && !is_address).then_some(parent)
}

fn is_reserved(host: &str) -> bool {
    matches!(host.trim_end_matches('.').rsplit('.').next(), Some("example" | "invalid"))
}

fn last_labels(host: &str) -> Vec<&str> {
    host.rsplit('.').take(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinships() {
        let mut site = Site::new("www.api.test", true, None);
        site.learn("https://client.test:8443");
        for (origin, kinship) in [
            ("null", Kinship::Null),
            ("https://client.test", Kinship::Client),
            ("https://other.test", Kinship::Client),
            ("http://www.api.test:8080", Kinship::Client),
            ("https://app.api.test", Kinship::Client),
            ("http://localhost:3000", Kinship::Loopback),
            ("http://[::1]:3000", Kinship::Loopback),
            ("https://evilwww.api.test", Kinship::Suffix),
            ("https://evilapi.test", Kinship::Suffix),
            ("https://evilclient.test", Kinship::Suffix),
            ("https://client.test.evil.test", Kinship::Prefix),
            ("https://client.testing", Kinship::Prefix),
            ("https://client.test`.evil.test", Kinship::SpecialChar),
            ("https://x.client.test.x", Kinship::Substring),
            ("https://wwwxapi.test", Kinship::UnescapedDot),
            ("https://clientxtest", Kinship::UnescapedDot),
            ("https://a.www.api.test", Kinship::Subdomain),
            ("https://evil.example", Kinship::Unrelated),
            ("https://evil.invalid:1", Kinship::Unrelated),
        ] {
            assert_eq!(site.kinship(origin), kinship, "{origin}");
        }
        let listed = ["https://client.test".to_owned()];
        let known = Site::new("api.test", false, Some(&listed));
        for (origin, kinship) in [
            ("https://client.test", Kinship::Client),
            ("https://client.test:443", Kinship::Client),
            ("https://client.test:8443", Kinship::Unrelated),
            ("https://other.test", Kinship::Unrelated),
            ("https://a.client.test", Kinship::Subdomain),
        ] {
            assert_eq!(known.kinship(origin), kinship, "{origin}");
        }
        let own = Site::new("mcp.acme.example", true, None);
        assert_eq!(own.kinship("https://app.acme.example"), Kinship::Client);
        for (host, origin, kinship) in [
            ("api.foo.co.uk", "https://tacoco.uk", Kinship::Client),
            ("foo.co.uk", "https://tacoco.uk", Kinship::Client),
            ("api.foo.co.uk", "https://evilfoo.co.uk", Kinship::Suffix),
            // As short as `co.uk`, and somebody's.
            ("mcp.foo.io", "https://evilfoo.io", Kinship::Suffix),
        ] {
            assert_eq!(Site::new(host, true, None).kinship(origin), kinship, "{host} {origin}");
        }
    }
}
