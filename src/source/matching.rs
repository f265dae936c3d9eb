//! Does a URL match a source? CSP Level 3 § 6.7.2, in two dialects.
//!
//! Browsers agree with each other against the specification's text in a few places, and a policy is only worth what
//! they enforce, so [`Dialect::Browsers`] is the default. The differences, each measured:
//!
//! | source | URL | browsers | specification |
//! |---|---|---|---|
//! | `https:`, `https://h`, schemeless `h` | `wss://h` | no | yes: Fetch turns `wss` into `https` first |
//! | `ws:` | `https://h` | no | yes |
//! | `http://h:80` | `https://h` | yes: port 80 upgrades to 443 | no |
//! | `http://127.0.0.2`, `http://*:8080` | an IPv4 host | yes | no: not a domain |
//! | `/a%2Fb/` | `/a/b/c` | yes: decoded first | no: split first |

use serde::Deserialize;

use super::expression::{HostPattern, Port, Source, SourceList};
use super::origin::Origin;
use super::percent::percent_decode;
use super::url::{Url, default_port};

/// Whose rules to match by.
///
/// Closed: what browsers agree on, or the text that they differ from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// What Chromium and Firefox do.
    #[default]
    Browsers,
    /// What the specification says.
    Spec,
}

/// What is matched against a source.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Where the request goes.
    pub url: &'a Url,
    /// The origin that `'self'` and schemeless hosts stand for.
    pub self_origin: &'a Origin,
    /// Whether a redirect led here: paths no longer count then, so that they cannot be probed (§ 6.7.2.8).
    pub redirected: bool,
    /// Whose rules.
    pub dialect: Dialect,
}

impl SourceList {
    /// The first source that lets the target through.
    pub fn find(&self, target: Target<'_>) -> Option<&Source> {
        self.iter().find(|source| source.matches(target))
    }
}

impl Source {
    /// § 6.7.2.8, "does url match expression in origin with redirect count?"
    pub fn matches(&self, target: Target<'_>) -> bool {
        match self {
            Self::None | Self::Keyword(_) => false,
            Self::Any => target.is_network() || target.self_scheme().is_some_and(|own| target.scheme_matches(own)),
            Self::Scheme(scheme) => target.scheme_matches(scheme),
            Self::SelfOrigin => target.is_self(),
            Self::Host { scheme, host, port, path } => {
                let Some(scheme) = scheme.as_deref().or(target.self_scheme()) else { return false };
                target.scheme_and_port_match(scheme, *port)
                    && target.host_matches(host)
                    && (target.redirected || target.path_matches(path))
            }
        }
    }
}

impl<'a> Target<'a> {
    fn self_scheme(self) -> Option<&'a str> {
        match self.self_origin {
            Origin::Tuple { scheme, .. } => Some(scheme),
            Origin::Opaque => None,
        }
    }

    /// The URL's scheme; in the specification Fetch has rewritten a socket's before CSP is asked (Fetch § 5.6).
    fn scheme(self) -> &'a str {
        match (self.dialect, self.url.scheme()) {
            (Dialect::Spec, "ws") => "http",
            (Dialect::Spec, "wss") => "https",
            (_, scheme) => scheme,
        }
    }

    fn is_network(self) -> bool {
        matches!(self.url.scheme(), "http" | "https" | "ws" | "wss")
    }

    /// § 6.7.2.9, scheme-part match.
    fn scheme_matches(self, source: &str) -> bool {
        let scheme = self.scheme();
        scheme == source
            || is_upgrade(source, scheme)
            || self.dialect == Dialect::Spec && matches!((source, scheme), ("ws", "http" | "https") | ("wss", "https"))
    }

    /// § 6.7.2.8, step 4: `'self'` also reaches the secure form of itself, sockets included.
    fn is_self(self) -> bool {
        let Origin::Tuple { scheme: own, host, port } = self.self_origin else { return false };
        if self.url.host() != Some(host.as_str()) {
            return false;
        }
        let scheme = self.url.scheme();
        let url_port = self.url.port();
        let ports_agree =
            url_port == Some(*port) || (default_port(own) == Some(*port) && default_port(scheme) == url_port);
        let schemes_agree = scheme == own
            || matches!(scheme, "https" | "wss") && matches!(own.as_str(), "http" | "https")
            || scheme == "ws" && own == "http";
        ports_agree && schemes_agree
    }

    /// § 6.7.2.9 and § 6.7.2.11 together: browsers let an upgrade of the scheme through only where the port upgrades
    /// with it.
    fn scheme_and_port_match(self, source_scheme: &str, source_port: Option<Port>) -> bool {
        if !self.scheme_matches(source_scheme) {
            return false;
        }
        let url_port = self.url.port();
        let upgraded = self.scheme() != source_scheme;
        match (source_port, self.dialect) {
            (Some(Port::Any), _) => true,
            (None, _) => url_port == default_port(self.url.scheme()),
            (Some(Port::Number(number)), Dialect::Spec) => url_port == Some(number),
            (Some(Port::Number(number)), Dialect::Browsers) if upgraded => number == 80 && url_port == Some(443),
            (Some(Port::Number(number)), Dialect::Browsers) => url_port == Some(number),
        }
    }

    /// § 6.7.2.10, host-part match.
    fn host_matches(self, pattern: &HostPattern) -> bool {
        let Some(host) = self.url.host() else { return false };
        // An address is no domain, so the specification lets no host pattern match one; browsers compare the text.
        if self.dialect == Dialect::Spec && is_ip_address(host) {
            return false;
        }
        match pattern {
            HostPattern::Any => true,
            HostPattern::Exact(name) => host == name,
            HostPattern::Subdomains(parent) => is_below(host, parent),
        }
    }

    /// § 6.7.2.12, path-part match.
    fn path_matches(self, source: &str) -> bool {
        let path = self.url.path();
        if source.is_empty() || (source == "/" && path.is_empty()) {
            return true;
        }
        match self.dialect {
            Dialect::Browsers => {
                let (source, path) = (percent_decode(source), percent_decode(path));
                if source.ends_with(b"/") { path.starts_with(&source) } else { path == source }
            }
            Dialect::Spec => {
                let exact = !source.ends_with('/');
                let pieces: Vec<_> = source.split('/').collect();
                let wanted = if exact { &pieces[..] } else { &pieces[..pieces.len() - 1] };
                let given: Vec<_> = path.split('/').collect();
                (if exact { given.len() == wanted.len() } else { given.len() >= pieces.len() })
                    && wanted.iter().zip(&given).all(|(a, b)| percent_decode(a) == percent_decode(b))
            }
        }
    }
}

/// Whether a name lies below `parent`, at any depth.
pub(crate) fn is_below(name: &str, parent: &str) -> bool {
    name.strip_suffix(parent).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
}

/// Whether a source of one scheme also matches the other, which is its secure form.
pub(super) fn is_upgrade(source: &str, scheme: &str) -> bool {
    matches!((source, scheme), ("http", "https") | ("ws", "wss"))
}

fn is_ip_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
}
