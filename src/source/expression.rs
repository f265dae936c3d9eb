//! Source expressions: CSP Level 3 § 2.3.1, parsed into types.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind, quote};

/// One source expression.
///
/// Closed by the grammar: every word that it may yet get is a [`Source::Keyword`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// `'none'`: nothing, where it stands alone.
    None,
    /// `'self'`.
    SelfOrigin,
    /// `*`.
    Any,
    /// `https:`.
    Scheme(String),
    /// `https://*.example.com:8443/path/`.
    Host {
        /// Lower case; absent where only a host is written.
        scheme: Option<String>,
        /// What the host must be.
        host: HostPattern,
        /// What the port must be; absent: the default of the scheme.
        port: Option<Port>,
        /// The path as written, without a query; empty: any.
        path: String,
    },
    /// `'nonce-…'`, `'sha256-…'`, `'unsafe-inline'` and the other quoted words: no URL matches them.
    Keyword(String),
}

/// The host part of a source.
///
/// Closed by the grammar: `host-part`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostPattern {
    /// `*`
    Any,
    /// `*.example.com`, held without its `*.`
    Subdomains(String),
    /// `example.com`
    Exact(String),
}

/// The port part of a source.
///
/// Closed by the grammar: `port-part`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// `*`
    Any,
    /// A number.
    Number(u16),
}

impl Source {
    /// Parses one token as browsers do: what is not in the grammar is nothing, and they go on without it.
    pub fn parse(token: &str) -> Option<Self> {
        if token == "*" {
            return Some(Self::Any);
        }
        if let Some(word) = token.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            return match word.to_ascii_lowercase().as_str() {
                "none" => Some(Self::None),
                "self" => Some(Self::SelfOrigin),
                "" => None,
                _ => Some(Self::Keyword(word.to_owned())),
            };
        }
        if let Some(scheme) = token.strip_suffix(':').filter(|scheme| is_scheme(scheme)) {
            return Some(Self::Scheme(scheme.to_ascii_lowercase()));
        }
        Self::parse_host_source(token)
    }

    /// The kind and the value of a nonce or a hash: of a quoted word that ends in base64.
    fn with_value(&self) -> Option<(&str, &str)> {
        match self {
            Self::Keyword(word) => word.split_once('-').filter(|(_, value)| is_base64(value)),
            _ => None,
        }
    }

    fn nonce(&self) -> Option<&str> {
        self.with_value().filter(|(kind, _)| kind.eq_ignore_ascii_case("nonce")).map(|(_, value)| value)
    }

    // host-source = [ scheme-part "://" ] host-part [ ":" port-part ] [ path-part ]
    fn parse_host_source(token: &str) -> Option<Self> {
        let (scheme, rest) = match token.split_once("://") {
            Some((scheme, rest)) => (Some(is_scheme(scheme).then(|| scheme.to_ascii_lowercase())?), rest),
            None => (None, token),
        };
        let (authority, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(parse_port(port)?)),
            None => (authority, None),
        };
        // Browsers ignore a query or a fragment in a source, with a warning; the path before it counts.
        let path = path.split(['?', '#']).next().unwrap_or_default().to_owned();
        Some(Self::Host { scheme, host: HostPattern::parse(host)?, port, path })
    }
}

/// Strict: what a policy of ours says must be understood whole.
impl FromStr for Source {
    type Err = Error;

    fn from_str(token: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Err(Error::new(ErrorKind::InvalidPolicy, format!("{} {why}", quote(token))));
        if token.is_empty()
            || token.contains(|c: char| !c.is_ascii_graphic() || matches!(c, ';' | ',' | '"' | '<' | '>' | '\\' | '`'))
        {
            return refuse("is not one source expression: no spaces, separators, quotes or non-ASCII characters");
        }
        match Self::parse(token) {
            Some(Self::Keyword(_)) => {
                refuse("is not a source of URLs; expected 'self', a scheme such as data: or a host")
            }
            Some(Self::Host { host: HostPattern::Exact(host), scheme: None, port: None, path })
                if path.is_empty() && matches!(host.as_str(), "self" | "none") =>
            {
                refuse(&format!("is a host name here; the keyword is written '{host}', in single quotes"))
            }
            // By the grammar it is a scheme (RFC 3986 § 3.1 lets one have dots), and no URL of the web would ever match it.
            Some(Self::Scheme(scheme)) if scheme.contains('.') => {
                refuse(&format!("is a scheme here, by its colon; a host is written {scheme} or https://{scheme}"))
            }
            Some(Self::Host { path, .. }) if token.contains(['?', '#']) && !path.contains('?') => {
                refuse("has a query or a fragment, which no browser matches")
            }
            Some(source) => Ok(source),
            None => refuse(
                "is not a source expression: 'self', data:, https://api.example.com, https://*.example.com:8443/path/",
            ),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("'none'"),
            Self::SelfOrigin => f.write_str("'self'"),
            Self::Any => f.write_str("*"),
            Self::Scheme(scheme) => write!(f, "{scheme}:"),
            Self::Keyword(word) => write!(f, "'{word}'"),
            Self::Host { scheme, host, port, path } => {
                if let Some(scheme) = scheme {
                    write!(f, "{scheme}://")?;
                }
                match host {
                    HostPattern::Any => f.write_str("*")?,
                    HostPattern::Subdomains(parent) => write!(f, "*.{parent}")?,
                    HostPattern::Exact(host) => f.write_str(host)?,
                }
                match port {
                    None => {}
                    Some(Port::Any) => f.write_str(":*")?,
                    Some(Port::Number(number)) => write!(f, ":{number}")?,
                }
                f.write_str(path)
            }
        }
    }
}

impl HostPattern {
    // host-part = "*" / [ "*." ] 1*host-char *( "." 1*host-char ) [ "." ]; no IPv6 literal is in it.
    fn parse(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::Any);
        }
        let (wildcard, name) = match text.strip_prefix("*.") {
            Some(parent) => (true, parent),
            None => (false, text),
        };
        let labels = name.strip_suffix('.').unwrap_or(name);
        let is_label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !labels.split('.').all(is_label) {
            return None;
        }
        let name = name.to_ascii_lowercase();
        Some(if wildcard { Self::Subdomains(name) } else { Self::Exact(name) })
    }
}

fn parse_port(text: &str) -> Option<Port> {
    if text == "*" {
        return Some(Port::Any);
    }
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok().map(Port::Number))?
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// A list of sources, as a directive or a policy field holds one. An empty list matches nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceList(Vec<Source>);

impl SourceList {
    /// Parses a directive's value as browsers do: CSP § 2.3.1, unknown tokens left out.
    pub fn parse(value: &str) -> Self {
        Self(value.split_ascii_whitespace().filter_map(Source::parse).collect())
    }

    /// The sources, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Source> {
        self.0.iter()
    }

    /// The quoted word of that name, if it is listed: a keyword, or the whole of a nonce or a hash.
    pub fn keyword(&self, name: &str) -> Option<&Source> {
        self.iter().find(|source| matches!(source, Source::Keyword(word) if word.eq_ignore_ascii_case(name)))
    }

    /// The nonce source of that nonce: compared byte for byte (CSP § 6.7.2.2), and never empty.
    pub fn with_nonce(&self, nonce: &str) -> Option<&Source> {
        self.iter().find(|source| source.nonce() == Some(nonce))
    }

    /// The values of the nonces that are listed.
    pub(crate) fn nonces(&self) -> impl Iterator<Item = &str> {
        self.iter().filter_map(Source::nonce)
    }

    /// Whether a nonce or a hash is listed, beside which `'unsafe-inline'` does not count: CSP § 6.7.3.2.
    pub fn has_nonce_or_hash(&self) -> bool {
        const KINDS: [&str; 4] = ["nonce", "sha256", "sha384", "sha512"];
        let is_known = |kind: &str| KINDS.iter().any(|known| kind.eq_ignore_ascii_case(known));
        self.iter().filter_map(Source::with_value).any(|(kind, _)| is_known(kind))
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// CSP § 2.3.1, `base64-value`: a nonce or a hash with other characters is no source.
pub(crate) fn is_base64(value: &str) -> bool {
    let digits = value.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
    !digits.is_empty() && value.len() - digits.len() <= 2 && digits.bytes().all(is_digit)
}

impl FromIterator<Source> for SourceList {
    fn from_iter<I: IntoIterator<Item = Source>>(sources: I) -> Self {
        Self(sources.into_iter().collect())
    }
}

/// As a directive's value: `'none'` for an empty list.
impl fmt::Display for SourceList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("'none'");
        }
        for (index, source) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{source}")?;
        }
        Ok(())
    }
}
