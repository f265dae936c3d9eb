//! Origins, and the ways in which one is written.
//!
//! Three rules read an origin out of text, each for one writer. `Origin::listed` reads what a person lists: any spelling
//! that the URL parser makes an origin of (`https://Bücher.test`). `Origin::sent` reads what a client sends, which may be no
//! browser: letter case and a default port are its own (`HTTPS://a.test:443`), and nothing else is. `is_serialized` knows
//! what a browser sends, byte for byte (`https://a.test`).

use std::fmt;

use super::url::{Url, default_port};

/// An origin: HTML Standard § 7.1.1.
///
/// Closed by the standard: an origin is opaque or a tuple.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Equal to nothing, itself included, when it is matched against a source.
    Opaque,
    /// A scheme, a host and a port.
    Tuple {
        /// Lower case, no colon.
        scheme: String,
        /// Serialized host.
        host: String,
        /// The port, never absent.
        port: u16,
    },
}

impl Origin {
    /// The origin of `url`; opaque if it does not parse, as for the string `null`.
    pub fn of(url: &str) -> Self {
        Url::parse(url, None).map_or(Self::Opaque, |url| url.origin())
    }

    /// Reads an origin that is written as one and as nothing more: a scheme, a host, perhaps a port.
    pub(crate) fn listed(text: &str) -> Option<Self> {
        let (_, authority) = text.split_once("://")?;
        if authority.is_empty() || authority.contains(['/', '?', '#', '@', '\\', ',', ' ', '*']) {
            return None;
        }
        Url::parse(text, None).map(|url| url.origin())
    }

    /// As [`Origin::listed`], and nothing that a parser has to make one of, such as an escape or a tab in its host. A default
    /// port may be spelled out.
    pub(crate) fn sent(text: &str) -> Option<Self> {
        let origin = Self::listed(text)?;
        let is_spelled_so = match &origin {
            Self::Tuple { scheme, .. } => {
                let port = default_port(scheme).map(|port| format!(":{port}")).unwrap_or_default();
                let bare = text.strip_suffix(&port).unwrap_or(text);
                bare.eq_ignore_ascii_case(&origin.to_string())
            }
            // A scheme of an app's: there is one way to write it.
            Self::Opaque => true,
        };
        is_spelled_so.then_some(origin)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opaque => f.write_str("null"),
            Self::Tuple { scheme, host, port } if default_port(scheme) == Some(*port) => write!(f, "{scheme}://{host}"),
            Self::Tuple { scheme, host, port } => write!(f, "{scheme}://{host}:{port}"),
        }
    }
}

/// Whether a browser could have sent `text` as the origin of a page: HTML § 7.1.1 "serialization of an origin".
pub(crate) fn is_serialized(text: &str) -> bool {
    if text.starts_with("http:") || text.starts_with("https:") {
        return matches!(Origin::listed(text), Some(origin @ Origin::Tuple { .. }) if origin.to_string() == text);
    }
    is_of_an_app(text)
}

/// `chrome-extension://…`, `tauri://localhost`: no standard says how they are written, so they are compared as they stand.
/// Safari's extensions have capital letters in their ids, and Electron's apps are at `app://.` by custom.
pub(crate) fn is_of_an_app(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else { return false };
    let is = |text: &str, more: &[u8]| {
        text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || more.contains(&byte))
    };
    let is_authority = match scheme {
        "http" | "https" => false,
        "safari-web-extension" | "safari-extension" => is(&authority.to_ascii_lowercase(), b"-.:"),
        "app" if authority == "." => true,
        _ => is(authority, b"-.:"),
    };
    is_authority && is(scheme, b"+-.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        for (url, origin) in [
            ("https://a.test/x", "https://a.test"),
            ("https://a.test:8443/x", "https://a.test:8443"),
            ("data:text/html,x", "null"),
            ("file:///x", "null"),
            ("null", "null"),
        ] {
            assert_eq!(Origin::of(url).to_string(), origin, "{url}");
        }
    }

    /// By a person's list, by a client, by a browser.
    #[test]
    fn who_writes_it_so() {
        for (text, listed, sent, serialized) in [
            ("https://a.test", true, true, true),
            ("https://a.test:8443", true, true, true),
            ("http://[::1]", true, true, true),
            ("https://xn--bcher-kva.test", true, true, true),
            ("chrome-extension://abcdefghijklmnop", true, true, true),
            ("tauri://localhost", true, true, true),
            ("app://.", true, true, true),
            ("safari-web-extension://3F2504E0-4F89", true, true, true),
            ("https://A.test", true, true, false),
            ("https://a.test:443", true, true, false),
            ("http://[::1]:80", true, true, false),
            ("https://bücher.test", true, false, false),
            ("https://%61.test", true, false, false),
            ("https://a.te\tst", true, false, false),
            ("https://a.test/", false, false, false),
            ("https://a.test@b.test", false, false, false),
            ("https://a.test, https://b.test", false, false, false),
            ("https://a.test ", false, false, false),
            ("https://*.a.test", false, false, false),
            ("https://a.test,b.test", false, false, false),
            ("null", false, false, false),
            ("", false, false, false),
            ("a.test", false, false, false),
        ] {
            assert_eq!(Origin::listed(text).is_some(), listed, "{text:?} in a list");
            assert_eq!(Origin::sent(text).is_some(), sent, "{text:?} of a client");
            assert_eq!(is_serialized(text), serialized, "{text:?} of a browser");
        }
    }
}
