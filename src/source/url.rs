//! URLs, parsed by the WHATWG rules and split into the parts that matching needs.
//!
//! One implementation of the URL standard decides: the `url` crate natively, and in WebAssembly the runtime's own
//! `URL`, which is the parser that the browser will use on the very string we let through. Both hand over a
//! *serialized* URL (URL Standard § 4.5), whose grammar is simple enough to be split without parsing it again.

use std::ops::Range;

use super::origin::Origin;

/// A parsed, absolute URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    href: String,
    scheme: usize,
    credentials: bool,
    host: Option<Range<usize>>,
    port: Option<u16>,
    path: Range<usize>,
}

impl Url {
    /// Parses `input`, relative to `base` if there is one. `None` where the URL standard says failure.
    pub fn parse(input: &str, base: Option<&Url>) -> Option<Self> {
        // Only markup has many such links.
        let may_be_opaque = cfg!(feature = "html");
        if base.is_none() && (is_serialized(input) || may_be_opaque && is_opaque(input)) {
            return Self::from_serialized(input.to_owned());
        }
        Self::parse_against(input, base.map(Url::href))
    }

    /// As [`Url::parse`], where one look tells that the parser returns `input` as it stands.
    #[cfg(feature = "html")]
    pub(crate) fn plainly_serialized(input: &str) -> Option<Self> {
        is_plainly_serialized(input).then(|| Self::from_serialized(input.to_owned()))?
    }

    /// As [`Url::parse`], with the base as text.
    pub(crate) fn parse_against(input: &str, base: Option<&str>) -> Option<Self> {
        Self::from_serialized(platform::href(input, base)?)
    }

    fn from_serialized(href: String) -> Option<Self> {
        let scheme = href.find(':')?;
        let after_scheme = scheme + 1;
        let end_of = |from: usize, stops: &[u8]| {
            href.bytes().skip(from).position(|byte| stops.contains(&byte)).map_or(href.len(), |at| from + at)
        };

        let mut credentials = false;
        let mut host = None;
        let mut port = None;
        let mut path_start = after_scheme;
        if href[after_scheme..].starts_with("//") {
            let authority_start = after_scheme + 2;
            let authority_end = end_of(authority_start, b"/?#");
            let host_start = match href[authority_start..authority_end].rfind('@') {
                Some(at) => {
                    credentials = true;
                    authority_start + at + 1
                }
                None => authority_start,
            };
            let host_end = match href[host_start..authority_end].rfind(':') {
                // The colons of an IPv6 address are inside its brackets.
                Some(at) if !href[host_start + at..authority_end].contains(']') => {
                    port = Some(href[host_start + at + 1..authority_end].parse().ok()?);
                    host_start + at
                }
                _ => authority_end,
            };
            // Chromium percent-encodes some of these in a host where the standard says failure.
            if is_special(&href[..scheme]) && href[host_start..host_end].bytes().any(is_forbidden_in_domains) {
                return None;
            }
            host = Some(host_start..host_end);
            path_start = authority_end;
        } else if href[after_scheme..].starts_with("/.//") {
            // URL Standard § 4.5: what keeps a path that begins with two slashes from being read as a host.
            path_start += 2;
        }
        let path = path_start..end_of(path_start, b"?#");
        Some(Self { href, scheme, credentials, host, port, path })
    }

    /// The whole URL, serialized.
    pub fn href(&self) -> &str {
        &self.href
    }

    /// The scheme, lower case, without the colon.
    pub fn scheme(&self) -> &str {
        &self.href[..self.scheme]
    }

    /// The host as serialized: ASCII, lower case, IPv6 in brackets.
    pub fn host(&self) -> Option<&str> {
        self.host.clone().map(|host| &self.href[host]).filter(|host| !host.is_empty())
    }

    /// Host and port as serialized, without credentials: empty in `file:///a`, absent in `mailto:a`.
    #[cfg(feature = "html")]
    pub(crate) fn authority(&self) -> Option<&str> {
        self.host.as_ref().map(|host| &self.href[host.start..self.path.start])
    }

    /// All that comes ahead of the path, without credentials. In `a:/.//b` that is `a:/.`, without which the path would be
    /// read as a host.
    #[cfg(feature = "html")]
    pub(crate) fn before_path(&self) -> String {
        match self.authority() {
            Some(authority) => format!("{}://{authority}", self.scheme()),
            None => self.href[..self.path.start].to_owned(),
        }
    }

    /// The port, the scheme's default where none is written.
    pub fn port(&self) -> Option<u16> {
        self.port.or_else(|| default_port(self.scheme()))
    }

    /// The path, percent-encoded.
    pub fn path(&self) -> &str {
        &self.href[self.path.clone()]
    }

    /// Whether the URL carries a user name or a password.
    pub fn has_credentials(&self) -> bool {
        self.credentials
    }

    /// Whether the scheme is `http` or `https`.
    pub fn is_http(&self) -> bool {
        matches!(self.scheme(), "http" | "https")
    }

    /// The origin: URL Standard § 4.7. `blob:` URLs count as opaque here: nothing of ours trusts the origin inside one.
    pub fn origin(&self) -> Origin {
        match (self.scheme(), self.host(), self.port()) {
            (scheme @ ("http" | "https" | "ws" | "wss"), Some(host), Some(port)) => {
                Origin::Tuple { scheme: scheme.to_owned(), host: host.to_owned(), port }
            }
            _ => Origin::Opaque,
        }
    }
}

/// Whether a host is the machine itself: Secure Contexts § 3.1, where no TLS is asked for. `127.evil.test` is a name.
pub(crate) fn is_loopback(host: &str) -> bool {
    let is_address = || host.starts_with("127.") && host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || is_address()
}

/// Schemes whose URLs run script, or show a document of somebody else's making as the page's own.
pub(crate) const SCRIPT_SCHEMES: &[&str] =
    &["about", "blob", "data", "filesystem", "javascript", "vbscript", "view-source"];

/// What most links are, told in one pass: `http` or `https`, a name of lower-case labels whose last begins with a letter, a
/// path without dot segments, no character that is percent-encoded anywhere.
#[cfg(feature = "html")]
pub(crate) fn is_plainly_serialized(input: &str) -> bool {
    let rest = input.strip_prefix("https://").or_else(|| input.strip_prefix("http://"));
    let Some(rest) = rest.map(str::as_bytes) else { return false };
    let mut in_label = false;
    let mut begins_with_letter = false;
    let mut before = 0;
    let mut end = 0;
    loop {
        match rest.get(end) {
            Some(byte @ (b'a'..=b'z' | b'0'..=b'9')) => {
                if !in_label {
                    begins_with_letter = byte.is_ascii_lowercase();
                }
                in_label = true;
            }
            Some(b'-') if in_label && before != b'-' => {}
            Some(b'.') if in_label => in_label = false,
            Some(b'/') if in_label && begins_with_letter && end <= 63 => break,
            _ => return false,
        }
        before = rest[end];
        end += 1;
    }
    let path = &rest[end..];
    let mut is_path = true;
    let mut has_fragment = false;
    let mut at = 0;
    loop {
        while path.get(at).is_some_and(|byte| PLAIN_ANYWHERE[usize::from(*byte)]) {
            at += 1;
        }
        match path.get(at) {
            None => return true,
            Some(b'#') if has_fragment => return false,
            Some(b'#') => {
                has_fragment = true;
                is_path = false;
            }
            Some(b'?') => is_path = false,
            // A segment of one dot or two is none.
            Some(b'.') if is_path && path[at - 1] == b'/' => {
                let is_end = |byte: Option<&u8>| matches!(byte, None | Some(b'/' | b'?' | b'#'));
                let second = path.get(at + 1);
                if is_end(second) || second == Some(&b'.') && is_end(path.get(at + 2)) {
                    return false;
                }
            }
            Some(b'.') => {}
            // An escape stays as it is, but for that of a dot.
            Some(b'%') if path[at..].starts_with(b"%2e") || path[at..].starts_with(b"%2E") => return false,
            Some(b'%') => {}
            Some(_) => return false,
        }
        at += 1;
    }
}

/// What no part of a URL percent-encodes, and no parser strips.
static PLAIN: [bool; 256] = plain_but(b"");

/// Of those, what means the same wherever it stands behind a host.
#[cfg(feature = "html")]
static PLAIN_ANYWHERE: [bool; 256] = plain_but(b".?");

const fn plain_but(without: &[u8]) -> [bool; 256] {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let others = b"-_~!$&()*+,;=:@/.?";
    let mut at = 0;
    while at < others.len() {
        plain[others[at] as usize] = true;
        at += 1;
    }
    let mut at = 0;
    while at < without.len() {
        plain[without[at] as usize] = false;
        at += 1;
    }
    plain
}

/// Whether the parser returns `input` as it stands: most URLs that are written down. A plain subset, on the safe side: a
/// name of lower-case labels that is not internationalized (`--`) and whose last label begins with a letter (§ 3.5), or
/// four decimal numbers; a port that is no scheme's default; no credentials, a path without dot segments, and no
/// character that is percent-encoded anywhere (§ 1.3).
fn is_serialized(input: &str) -> bool {
    let Some(rest) = input.strip_prefix("https://").or_else(|| input.strip_prefix("http://")) else { return false };
    let Some((authority, rest)) = rest.split_once('/') else { return false };
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let is_written = |number: &str| number == "0" || number.starts_with(|c: char| matches!(c, '1'..='9'));
    let is_port = |port: &str| is_written(port) && port.parse::<u16>().is_ok_and(|port| !matches!(port, 80 | 443));
    let is_name = host.len() <= 63
        && host.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
        && host.split('.').all(|label| !label.is_empty() && !label.contains("--"))
        && host.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_lowercase()));
    let is_address = || {
        host.split('.').count() == 4 && host.split('.').all(|number| is_written(number) && number.parse::<u8>().is_ok())
    };
    let is_plain = |byte: u8| PLAIN[usize::from(byte)];
    let (before_fragment, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let path = before_fragment.split('?').next().unwrap_or_default();
    (is_name || is_address())
        && port.is_none_or(is_port)
        && before_fragment.bytes().chain(fragment.bytes()).all(is_plain)
        && path.split('/').all(|segment| !matches!(segment, "." | ".."))
}

/// Schemes whose URLs every browser reads as § 4.4 does: what stands behind them is opaque.
const OPAQUE: &[&str] = &["data", "javascript", "mailto", "sms", "tel"];

/// As [`is_serialized`], of a URL with an opaque path (§ 4.1): `mailto:a@b.test`, `javascript:void(0)`.
fn is_opaque(input: &str) -> bool {
    let is_plain = |byte: u8| PLAIN[usize::from(byte)] || byte == b'\'';
    input
        .split_once(':')
        .is_some_and(|(scheme, rest)| OPAQUE.contains(&scheme) && !rest.starts_with('/') && rest.bytes().all(is_plain))
}

/// URL Standard § 3.1, forbidden domain code points, as far as they can be told apart from an IPv6 address's brackets.
fn is_forbidden_in_domains(byte: u8) -> bool {
    matches!(byte, b' ' | b'#' | b'/' | b'<' | b'>' | b'?' | b'@' | b'\\' | b'^' | b'|' | b'%' | 0x7F)
}

/// URL Standard § 4.2.
fn is_special(scheme: &str) -> bool {
    default_port(scheme).is_some() || scheme == "file"
}

/// The default port of a special scheme: URL Standard § 4.2.
pub(crate) fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "ftp" => Some(21),
        _ => None,
    }
}

/// URL Standard § 4.4, "special authority ignore slashes state": `///host/x` is `//host/x` to a browser and a failure to the
/// `url` crate. `None` where that state is not reached.
#[cfg(not(target_arch = "wasm32"))]
fn ignoring_slashes(input: &str, base_scheme: &str) -> Option<String> {
    default_port(base_scheme)?;
    let is_slash = |c: char| matches!(c, '/' | '\\');
    let kept: String =
        input.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let rest = kept.trim_start_matches(is_slash);
    (kept.len() - rest.len() > 2).then(|| format!("//{rest}"))
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    pub(super) fn href(input: &str, base: Option<&str>) -> Option<String> {
        let url = match base {
            Some(base) => {
                let base = url::Url::parse(base).ok()?;
                match super::ignoring_slashes(input, base.scheme()) {
                    Some(input) => base.join(&input),
                    None => base.join(input),
                }
            }
            None => url::Url::parse(input),
        };
        url.ok().map(String::from)
    }
}

#[cfg(target_arch = "wasm32")]
pub(crate) mod platform {
    use std::sync::OnceLock;

    /// Parses the first argument against the second, and serializes.
    pub(crate) type Parser = fn(&str, Option<&str>) -> Option<String>;

    static PARSER: OnceLock<Parser> = OnceLock::new();

    /// Names the runtime's parser, once, when the module starts.
    pub(crate) fn install(parser: Parser) {
        PARSER.get_or_init(|| parser);
    }

    /// Without a parser no URL is valid, so none is let through.
    pub(super) fn href(input: &str, base: Option<&str>) -> Option<String> {
        let parse = PARSER.get()?;
        let href = parse(input, base)?;
        #[cfg(feature = "html")]
        let href = with_host_of_file(*parse, input, href)?;
        Some(href)
    }

    /// Firefox drops the host of a file server, which is shown.
    #[cfg(feature = "html")]
    fn with_host_of_file(parse: Parser, input: &str, href: String) -> Option<String> {
        let Some(host) = super::host_of_file(input, &href) else { return Some(href) };
        let canonical = parse(&format!("http://{host}/"), None)?;
        let host = canonical.strip_prefix("http://")?.strip_suffix('/')?;
        if host == "localhost" {
            return Some(href);
        }
        let is_host = !host.contains(['/', '@', '?', '#']) && (host.starts_with('[') || !host.contains(':'));
        is_host.then(|| format!("file://{host}{}", href.strip_prefix("file://").unwrap_or_default()))
    }
}

/// The host that a `file:` URL is written with and that its serialization lacks: URL Standard § 4.4, file host state.
#[cfg(any(test, all(target_arch = "wasm32", feature = "html")))]
fn host_of_file(input: &str, href: &str) -> Option<String> {
    href.strip_prefix("file:///")?;
    let written: String = input.trim_matches(|c: char| c <= ' ').chars().filter(|c| !"\t\n\r".contains(*c)).collect();
    let rest = written.get(.."file:".len()).filter(|scheme| scheme.eq_ignore_ascii_case("file:")).map(str::len)?;
    let is_slash = |c: char| matches!(c, '/' | '\\');
    let rest = written[rest..].strip_prefix(is_slash)?.strip_prefix(is_slash)?;
    let host = rest.split(|c: char| is_slash(c) || matches!(c, '?' | '#')).next().unwrap_or_default();
    let is_drive = matches!(host.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic());
    (!host.is_empty() && !is_drive).then(|| host.to_owned())
}

#[cfg(test)]
mod tests;
