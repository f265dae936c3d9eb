//! The origins of callers, as options list them: one grammar for whoever lets origins in.
//!
//! An exact origin; a loopback host on any port (`http://localhost:*`); every host of a scheme that is one application's
//! (`vscode-webview://*`). *Threat:* a pattern that means more than it says. A wildcard stands for the whole of a port or of
//! a host and nowhere else, and what is matched is an origin as browsers serialize it, never a URL.

use std::fmt;

use super::origin::{Origin, is_of_an_app};
use super::suffix;
use super::url::{Url, is_loopback};

/// An origin out of a list, or a pattern of origins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// As a browser sends it; of a pattern, what it has before its wildcard.
    serialized: String,
    kind: Kind,
    /// Whether it was written otherwise; a name in Unicode is how people write it.
    pub(crate) is_normalized: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Exact(Origin),
    /// `http://localhost:*`
    AnyPort,
    /// `vscode-webview://*`
    AnyHost,
}

/// What is wrong with an origin of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallerProblem {
    /// What every sandboxed page calls itself.
    Null,
    /// No origin.
    Invalid,
    /// A scheme whose pages do not send requests.
    Scheme,
    /// A path, a query or a fragment.
    Path,
    /// A user name or a password.
    Credentials,
    /// A wildcard where none can stand.
    Pattern,
}

impl CallerProblem {
    /// The end of a sentence that begins with the origin.
    pub(crate) const fn why(self) -> &'static str {
        match self {
            Self::Null => "is what every sandboxed page calls itself; it never matches",
            Self::Invalid => "is not an origin such as https://app.example.com",
            Self::Scheme => "is of no page: origins that send requests are https:, http: or an app's own",
            Self::Path => "has a path; an origin is a scheme, a host and a port",
            Self::Credentials => "has a user name; an origin is a scheme, a host and a port",
            Self::Pattern => {
                "is a pattern that is not known: what can be written is an exact origin, any port of a loopback host \
                 (http://localhost:*, http://127.0.0.1:*, http://[::1]:*) and any host of a scheme that one application \
                 has for itself (vscode-webview://*)"
            }
        }
    }
}

impl Caller {
    /// Reads an origin of a list.
    pub(crate) fn parse(text: &str) -> Result<Self, CallerProblem> {
        if text.eq_ignore_ascii_case("null") {
            return Err(CallerProblem::Null);
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '\\' | ',')) {
            return Err(CallerProblem::Invalid);
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err(if text.contains('*') { CallerProblem::Pattern } else { CallerProblem::Invalid });
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err(CallerProblem::Credentials);
        }
        let is_pattern = text.contains('*');
        if !matches!(&rest[authority.len()..], "" | "/") {
            return Err(CallerProblem::Path);
        }
        let scheme = scheme.to_ascii_lowercase();
        match scheme.as_str() {
            "http" | "https" if is_pattern => Self::any_port(&scheme, authority, text),
            "http" | "https" => Self::of_the_web(authority, text),
            _ if is_of_no_page(&scheme) => Err(CallerProblem::Scheme),
            _ if is_pattern => Self::any_host(&scheme, text),
            _ => Self::of_an_app(&scheme, authority, text),
        }
    }

    fn of_the_web(authority: &str, text: &str) -> Result<Self, CallerProblem> {
        let origin = Url::parse(text, None).ok_or(CallerProblem::Invalid)?.origin();
        let Origin::Tuple { host, .. } = &origin else { return Err(CallerProblem::Invalid) };
        let serialized = origin.to_string();
        let written_host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
        let ascii = if written_host.is_ascii() { text.to_owned() } else { text.replacen(written_host, host, 1) };
        Ok(Self { is_normalized: ascii != serialized, serialized, kind: Kind::Exact(origin) })
    }

    fn any_port(scheme: &str, authority: &str, text: &str) -> Result<Self, CallerProblem> {
        let host = authority.strip_suffix(":*").ok_or(CallerProblem::Pattern)?;
        let has_port = host.contains(':') && !(host.starts_with('[') && host.ends_with(']'));
        if host.contains(['*', '%']) || has_port {
            return Err(CallerProblem::Pattern);
        }
        match Origin::of(&format!("{scheme}://{host}")) {
            Origin::Tuple { host, .. } if is_loopback(&host) => {
                let serialized = format!("{scheme}://{host}");
                Ok(Self { is_normalized: format!("{serialized}:*") != text, serialized, kind: Kind::AnyPort })
            }
            _ => Err(CallerProblem::Pattern),
        }
    }

    fn any_host(scheme: &str, text: &str) -> Result<Self, CallerProblem> {
        let serialized = format!("{scheme}://");
        let is_whole = text.split_once("://").is_some_and(|(_, host)| host == "*");
        if !is_whole || is_shared(scheme) || !is_of_an_app(&format!("{serialized}a")) {
            return Err(CallerProblem::Pattern);
        }
        Ok(Self { is_normalized: format!("{serialized}*") != text, serialized, kind: Kind::AnyHost })
    }

    fn of_an_app(scheme: &str, authority: &str, text: &str) -> Result<Self, CallerProblem> {
        // Their ids are compared as they are sent, and Chromium and Firefox send none but small letters.
        let is_lowered = matches!(scheme, "chrome-extension" | "moz-extension" | "vscode-webview" | "vscode-file");
        let host = if is_lowered { authority.to_ascii_lowercase() } else { authority.to_owned() };
        let serialized = format!("{scheme}://{host}");
        if !is_of_an_app(&serialized) || host.split_once(':').is_some_and(|(_, port)| !is_port(port)) {
            return Err(CallerProblem::Invalid);
        }
        Ok(Self { is_normalized: serialized != text, serialized, kind: Kind::Exact(Origin::Opaque) })
    }

    /// The origin, if it is one and no pattern, as a browser sends it.
    pub(crate) fn exact(&self) -> Option<&str> {
        matches!(self.kind, Kind::Exact(_)).then_some(self.serialized.as_str())
    }

    /// Whether it is a loopback host on any port.
    pub(crate) fn is_any_port(&self) -> bool {
        self.kind == Kind::AnyPort
    }

    /// Whether whoever is on the path can be this origin.
    pub(crate) fn is_insecure(&self) -> bool {
        matches!(&self.kind, Kind::Exact(Origin::Tuple { scheme, host, .. }) if scheme == "http" && !is_loopback(host))
    }

    /// Whether an origin, as a browser serializes it, is one of these.
    pub(crate) fn matches(&self, origin: &str) -> bool {
        let Some(rest) = origin.strip_prefix(&self.serialized) else { return false };
        match &self.kind {
            Kind::Exact(_) => rest.is_empty(),
            Kind::AnyPort => rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port),
            Kind::AnyHost => is_of_an_app(origin) && !rest.contains(':'),
        }
    }

    /// An origin that is one of these, to ask as.
    fn example(&self) -> String {
        match self.kind {
            Kind::Exact(_) => self.serialized.clone(),
            Kind::AnyPort => format!("{}:49152", self.serialized),
            Kind::AnyHost => format!("{}0123456789abcdef", self.serialized),
        }
    }

    /// Of a pattern, an origin that is one of these; else what was written.
    pub(crate) fn to_ask_as(&self, written: &str) -> String {
        if self.exact().is_some() { written.to_owned() } else { self.example() }
    }

    /// The scheme, and the host with its port if it has one, where subdomains of the host are one registrant's: of no
    /// address, and of no name below which anybody may have one.
    pub(crate) fn as_domain(&self) -> Option<(&str, &str)> {
        let Kind::Exact(Origin::Tuple { scheme, host, .. }) = &self.kind else { return None };
        let is_address = host.starts_with('[') || host.rsplit('.').next()?.bytes().all(|byte| byte.is_ascii_digit());
        let name = host.trim_end_matches('.');
        let is_domain = host == "localhost" || !(suffix::is_public(name) || suffix::is_shared(name));
        let authority = self.serialized.strip_prefix(scheme.as_str())?.strip_prefix("://")?;
        (is_domain && !is_address).then_some((scheme.as_str(), authority))
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wildcard = match self.kind {
            Kind::Exact(_) => "",
            Kind::AnyPort => ":*",
            Kind::AnyHost => "*",
        };
        write!(f, "{}{wildcard}", self.serialized)
    }
}

/// Whether an origin is one that a list has, by a pattern or by name.
pub(crate) fn is_listed(listed: &str, origin: &str) -> bool {
    Caller::parse(listed).is_ok_and(|caller| caller.matches(origin))
}

/// A port as browsers serialize it.
fn is_port(text: &str) -> bool {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && !text.starts_with('0') && text.parse::<u16>().is_ok()
}

fn is_of_no_page(scheme: &str) -> bool {
    const NONE: &[&str] =
        &["ws", "wss", "ftp", "file", "blob", "data", "about", "javascript", "filesystem", "view-source"];
    NONE.contains(&scheme)
}

/// Whether more than one application has hosts of this scheme: every extension of a browser has one, every program that is
/// made with the same framework, every page of a network, and every site that registers a handler.
fn is_shared(scheme: &str) -> bool {
    const SHARED: &[&str] = &[
        "app",
        "android-app",
        "capacitor",
        "chrome",
        "chrome-untrusted",
        "content",
        "dat",
        "devtools",
        "electron",
        "extension",
        "gemini",
        "gopher",
        "hyper",
        "intent",
        "ionic",
        "ipfs",
        "ipns",
        "isolated-app",
        "local",
        "neutralino",
        "resource",
        "tauri",
        "wails",
    ];
    SHARED.contains(&scheme)
        || scheme.ends_with("-extension")
        || scheme.starts_with("web+")
        || scheme.starts_with("ext+")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a list may have, and which origins it lets in.
    #[test]
    fn who_is_let_in() {
        for (listed, is_normalized, lets_in, keeps_out) in [
            ("https://A.test:443/", true, &["https://a.test"][..], &["http://a.test", "https://a.test:8443"][..]),
            (
                "http://localhost:*",
                false,
                &["http://localhost", "http://localhost:1", "http://localhost:65535"],
                &[
                    "https://localhost:3000",
                    "http://localhost:",
                    "http://localhost:0",
                    "http://localhost:080",
                    "http://localhost:65536",
                    "http://localhost:+80",
                    "http://localhost:*",
                    "http://localhost.evil.test",
                    "http://localhost.evil.test:80",
                    "http://localhost:80@evil.test",
                    "http://localhost:80/",
                    "http://a.localhost:80",
                    "http://127.0.0.1:80",
                ],
            ),
            ("https://LOCALHOST:*", true, &["https://localhost:8443"], &["http://localhost:8443"]),
            ("http://127.1:*", true, &["http://127.0.0.1:5"], &["http://127.0.0.1.evil.test", "http://127.0.0.12"]),
            (
                "http://[0:0::1]:*",
                true,
                &["http://[::1]:5", "http://[::1]"],
                &["http://[::1]evil.test", "http://[::2]"],
            ),
            (
                "vscode-webview://*",
                false,
                &["vscode-webview://0a1b2c"],
                &[
                    "vscode-webview://",
                    "vscode-webview://*",
                    "vscode-webview://a@b",
                    "vscode-webview://a:1",
                    "vscode-webview://a/b",
                    "x-vscode-webview://a",
                ],
            ),
            ("app://.", false, &["app://."], &["app://", "app://..", "app://a", "app://.a"]),
            ("TAURI://localhost", true, &["tauri://localhost"], &["tauri://localhost.evil", "tauri://localhost:1"]),
            ("capacitor://localhost", false, &["capacitor://localhost"], &["capacitor://localhos"]),
            ("chrome-extension://ABC", true, &["chrome-extension://abc"], &["chrome-extension://abcd"]),
            (
                "safari-web-extension://3F2504E0-4F89-41D3-9A0C-0305E82C3301",
                false,
                &["safari-web-extension://3F2504E0-4F89-41D3-9A0C-0305E82C3301"],
                &["safari-web-extension://3F2504E0-4F89-41D3-9A0C-0305E82C3302"],
            ),
        ] {
            let caller = Caller::parse(listed).expect(listed);
            assert_eq!(caller.is_normalized, is_normalized, "{listed}");
            assert!(caller.matches(&caller.example()), "{listed}");
            for origin in lets_in {
                assert!(caller.matches(origin), "{listed} lets {origin} in");
            }
            for origin in keeps_out {
                assert!(!caller.matches(origin), "{listed} keeps {origin} out");
            }
        }
    }

    #[test]
    fn what_no_list_may_have() {
        use CallerProblem::*;
        for (text, problem) in [
            ("*", Pattern),
            ("*://localhost", Pattern),
            ("http://*", Pattern),
            ("http://*:80", Pattern),
            ("http*://localhost", Pattern),
            ("https://*.a.test", Pattern),
            ("https://a.test:*", Pattern),
            ("http://localhost.evil.test:*", Pattern),
            ("http://127.0.0.1.evil.test:*", Pattern),
            ("http://0.0.0.0:*", Pattern),
            ("http://10.0.0.1:*", Pattern),
            ("http://[::2]:*", Pattern),
            ("http://[::ffff:127.0.0.1]:*", Pattern),
            ("http://::1:*", Pattern),
            ("http://localhost:*0", Pattern),
            ("http://localhost:80:*", Pattern),
            ("http://localhost:*:*", Pattern),
            ("http://*localhost:*", Pattern),
            ("http://localhos%74:*", Pattern),
            ("http://:*", Pattern),
            ("vscode-webview://*.evil", Pattern),
            ("vscode-webview://a*", Pattern),
            ("vscode-webview://*:80", Pattern),
            ("vscode-webview://*/", Pattern),
            ("chrome-extension://*", Pattern),
            ("MOZ-extension://*", Pattern),
            ("safari-web-extension://*", Pattern),
            ("app://*", Pattern),
            ("tauri://*", Pattern),
            ("capacitor://*", Pattern),
            ("web+mcp://*", Pattern),
            ("a*://*", Pattern),
            ("null", Null),
            ("NULL", Null),
            ("http://localhost:*@evil.test", Credentials),
            ("http://localhost:*/x", Path),
            ("https://a.test?*", Path),
            ("http://localhost:65536", Invalid),
            ("http://localhost:-1", Invalid),
            ("tauri://localhost:65536", Invalid),
            ("tauri://localhost:0x1", Invalid),
            ("app://", Invalid),
            ("app://..", Invalid),
            ("app://.evil", Invalid),
            ("app://a%2e", Invalid),
            ("app://b\u{fc}cher", Invalid),
            ("localhost", Invalid),
            ("http://localhost, http://a.test", Invalid),
            ("file://*", Scheme),
            ("wss://localhost:*", Scheme),
            ("javascript://a", Scheme),
        ] {
            assert_eq!(Caller::parse(text), Err(problem), "{text}");
        }
        assert!(Pattern.why().contains("http://localhost:*") && Pattern.why().contains("vscode-webview://*"));
    }
}
