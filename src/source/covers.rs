//! Does one source let through everything that another does? How policies are narrowed and compared.

use super::expression::{HostPattern, Port, Source, SourceList};
use super::matching::{is_below, is_upgrade};
use super::origin::Origin;
use super::url::default_port;

impl SourceList {
    /// The first source that covers `other`.
    pub fn covering(&self, other: &Source, self_origin: &Origin) -> Option<&Source> {
        self.iter().find(|source| source.covers(other, self_origin))
    }
}

impl Source {
    /// Whether every URL that `other` matches on a page of `self_origin` is matched here too, by what browsers do. Where that
    /// cannot be told, the answer is no.
    pub fn covers(&self, other: &Self, self_origin: &Origin) -> bool {
        if self == other {
            return true;
        }
        match (self, other) {
            (_, Self::None | Self::Keyword(_)) => true,
            (Self::None | Self::Keyword(_), _) => false,
            // `'self'` is a socket's URL and an upgraded one too, which no other single source is.
            (_, Self::SelfOrigin) => *self == Self::Any || *self_origin == Origin::Opaque,
            (Self::SelfOrigin, Self::Host { .. }) => as_host(self_origin)
                .is_some_and(|own| Pattern::of(other, self_origin).is_none_or(|other| own.covers(&other))),
            (Self::SelfOrigin, _) => false,
            (Self::Any, Self::Scheme(scheme)) => is_network(scheme) || scheme_of(self_origin) == Some(scheme),
            (Self::Any, Self::Host { .. }) => {
                Pattern::of(other, self_origin).is_none_or(|other| is_network(other.scheme))
            }
            (_, Self::Any) => false,
            (Self::Scheme(scheme), Self::Scheme(other)) => reaches(scheme, other),
            (Self::Scheme(scheme), Self::Host { .. }) => {
                Pattern::of(other, self_origin).is_none_or(|other| reaches(scheme, other.scheme))
            }
            (Self::Host { .. }, Self::Scheme(_)) => false,
            (Self::Host { .. }, Self::Host { .. }) => {
                let Some(other) = Pattern::of(other, self_origin) else { return true };
                Pattern::of(self, self_origin).is_some_and(|own| own.covers(&other))
            }
        }
    }
}

/// A host source with what it leaves out filled in.
#[derive(Debug, Clone, Copy)]
struct Pattern<'a> {
    scheme: &'a str,
    host: Host<'a>,
    port: Option<Port>,
    path: &'a str,
}

#[derive(Debug, Clone, Copy)]
enum Host<'a> {
    Any,
    Subdomains(&'a str),
    Exact(&'a str),
}

impl<'a> Pattern<'a> {
    /// `None` for a source that matches nothing: one without a scheme, on a page without an origin.
    fn of(source: &'a Source, self_origin: &'a Origin) -> Option<Self> {
        let Source::Host { scheme, host, port, path } = source else { return None };
        let host = match host {
            HostPattern::Any => Host::Any,
            HostPattern::Subdomains(parent) => Host::Subdomains(parent),
            HostPattern::Exact(host) => Host::Exact(host),
        };
        Some(Self { scheme: scheme.as_deref().or(scheme_of(self_origin))?, host, port: *port, path })
    }

    fn covers(&self, other: &Self) -> bool {
        reaches(self.scheme, other.scheme)
            && self.covers_port(other)
            && self.host.covers(other.host)
            && (matches!(self.path, "" | "/") || covers_path(self.path, other.path))
    }

    /// A source without a port means its scheme's default, and an upgrade of the scheme upgrades port 80 alone.
    fn covers_port(&self, other: &Self) -> bool {
        let upgraded = self.scheme != other.scheme;
        match (self.port, other.port) {
            (Some(Port::Any), _) => true,
            (_, Some(Port::Any)) => false,
            (None, None) => true,
            (None, Some(Port::Number(number))) => default_port(other.scheme) == Some(number),
            (Some(Port::Number(own)), None) => own == default_port(self.scheme).unwrap_or(0),
            (Some(Port::Number(own)), Some(Port::Number(number))) if upgraded => own == 80 && number == 443,
            (Some(Port::Number(own)), Some(Port::Number(number))) => own == number,
        }
    }
}

impl Host<'_> {
    fn covers(self, other: Self) -> bool {
        match (self, other) {
            (Self::Any, _) => true,
            (Self::Subdomains(parent), Self::Subdomains(name)) => name == parent || is_below(name, parent),
            (Self::Subdomains(parent), Self::Exact(name)) => is_below(name, parent),
            (Self::Exact(own), Self::Exact(name)) => own == name,
            _ => false,
        }
    }
}

/// Escapes are compared as they are written: what differs in them alone counts as another path.
fn covers_path(own: &str, other: &str) -> bool {
    if own.ends_with('/') { other.starts_with(own) } else { own == other }
}

/// Whether a source of `scheme` matches URLs of `other`, and of all that `other` upgrades to.
fn reaches(scheme: &str, other: &str) -> bool {
    scheme == other || is_upgrade(scheme, other)
}

fn is_network(scheme: &str) -> bool {
    matches!(scheme, "http" | "https" | "ws" | "wss")
}

fn scheme_of(origin: &Origin) -> Option<&str> {
    match origin {
        Origin::Tuple { scheme, .. } => Some(scheme),
        Origin::Opaque => None,
    }
}

/// The page's own origin, as a host source has it.
fn as_host(origin: &Origin) -> Option<Pattern<'_>> {
    let Origin::Tuple { scheme, host, port } = origin else { return None };
    let port = (default_port(scheme) != Some(*port)).then_some(Port::Number(*port));
    Some(Pattern { scheme, host: Host::Exact(host), port, path: "" })
}
