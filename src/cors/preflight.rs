//! Which requests of a script a browser asks the server about first: Fetch § 4.8 "CORS-preflight fetch" and the
//! safelists of § 2.2.1 and § 2.2.2.
//!
//! 1. `Request` upper-cases the methods `DELETE`, `GET`, `HEAD`, `OPTIONS`, `POST` and `PUT`, and no other: `patch`
//!    stays.
//! 2. Forbidden request-headers are dropped in silence.
//! 3. A method other than `GET`, `HEAD` and `POST` asks, and so does a request with the use-CORS-preflight flag.
//! 4. A header that is not safelisted asks, by its name or by its value.
//! 5. Safelisted values of more than 1024 bytes together ask.
//!
//! What does not ask is sent, whatever the server thinks of the origin: a `POST` of `text/plain` is one that carries
//! JSON.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::headers::{Headers, trim};

/// A request of a script, as it is written. Rows of other shapes have fields that are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FetchRequest {
    /// Absent: `GET`.
    pub method: Option<String>,
    /// What the script sets.
    pub headers: Headers,
    /// What it sends.
    pub body: Option<Body>,
    /// The flag of that name: a `ReadableStream` as the body sets it, and so does a listener on
    /// `XMLHttpRequest.upload`.
    pub use_cors_preflight: bool,
    /// The page's origin, serialized; `null` in a sandbox.
    pub origin: String,
    /// `RequestInit.credentials`.
    pub credentials: Credentials,
    /// The URL that the request goes to in the end. Absent: one of another origin.
    pub url: Option<String>,
    /// The origin of a redirect that led there.
    pub redirect_via: Option<String>,
}

/// The body of a request.
///
/// Closed: of a body Fetch asks only for the type that it brings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Body {
    /// A string.
    Text(String),
    /// A `Blob` of that type, or what else brings one: `multipart/form-data` for a `FormData`,
    /// `application/x-www-form-urlencoded` for `URLSearchParams`. Empty for a buffer.
    Blob {
        /// `Blob.type`.
        #[serde(default, rename = "type")]
        content_type: String,
    },
}

/// `RequestInit.credentials`. To another origin the default sends none.
///
/// Closed by Fetch (§ 2.2.5): a request has one of three.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Credentials {
    Omit,
    #[default]
    SameOrigin,
    Include,
}

/// Whether a preflight is sent, and what it asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CorsPreflight {
    /// Whether it is.
    pub preflight: bool,
    /// What decided: `method`, `content-type`, `header authorization`, `value length`, `safelisted` and the like.
    pub why: Cow<'static, str>,
    /// The method as it is sent: `Access-Control-Request-Method`.
    pub method: String,
    /// The names in `Access-Control-Request-Headers`: lower case, sorted.
    pub request_headers: Vec<String>,
}

/// Whether a browser sends a preflight before `request`.
pub fn cors_preflight_required(request: &FetchRequest) -> CorsPreflight {
    let method = normalize_method(request.method.as_deref().unwrap_or("GET"));
    let headers = sent_headers(request);
    let safelisted_method = matches!(method.as_str(), "GET" | "HEAD" | "POST");
    let of_headers = unsafe_headers(&headers.kept);
    let why: Option<Cow<'static, str>> = if is_forbidden_method(&method) {
        None
    } else if !safelisted_method {
        Some("method".into())
    } else if request.use_cors_preflight {
        Some("use-CORS-preflight flag".into())
    } else {
        of_headers.first().map(|(_, why)| why.clone())
    };
    let preflight = why.is_some();
    let why = why.unwrap_or_else(|| {
        let has = |wanted: &str| headers.kept.iter().any(|(name, _)| name == wanted);
        Cow::Borrowed(match () {
            () if is_forbidden_method(&method) => "forbidden method",
            () if headers.dropped => "forbidden header dropped",
            () if has("content-type") => "safelisted content-type",
            () if has("range") => "safelisted simple range",
            () => "safelisted",
        })
    });
    let mut request_headers: Vec<String> = of_headers.into_iter().map(|(name, _)| name).collect();
    request_headers.sort();
    request_headers.dedup();
    CorsPreflight { preflight, why, method, request_headers }
}

/// Fetch § 2.2.1 "normalize a method".
pub(super) fn normalize_method(method: &str) -> String {
    let upper = method.to_ascii_uppercase();
    let known = matches!(upper.as_str(), "DELETE" | "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT");
    if known { upper } else { method.to_owned() }
}

/// Fetch § 2.2.1: what `Request` refuses to send at all.
pub(super) fn is_forbidden_method(method: &str) -> bool {
    ["CONNECT", "TRACE", "TRACK"].iter().any(|forbidden| method.eq_ignore_ascii_case(forbidden))
}

struct Sent<'a> {
    /// Names in lower case.
    kept: Vec<(String, &'a str)>,
    dropped: bool,
}

/// The headers that leave: the script's own, and the `Content-Type` that the body brings along.
fn sent_headers(request: &FetchRequest) -> Sent<'_> {
    let mut kept: Vec<(String, &str)> = Vec::new();
    let mut dropped = false;
    for (name, value) in request.headers.iter() {
        let name = name.to_ascii_lowercase();
        if is_forbidden_header(&name, value) {
            dropped = true;
        } else {
            kept.push((name, value));
        }
    }
    let of_body = match &request.body {
        Some(Body::Text(_)) => Some("text/plain;charset=UTF-8"),
        Some(Body::Blob { content_type }) => {
            Some(content_type.as_str()).filter(|content_type| !content_type.is_empty())
        }
        None => None,
    };
    if let Some(content_type) = of_body
        && !kept.iter().any(|(name, _)| name == "content-type")
    {
        kept.push(("content-type".to_owned(), content_type));
    }
    Sent { kept, dropped }
}

/// Fetch § 2.2.2 "forbidden request-header", of a name in lower case.
fn is_forbidden_header(name: &str, value: &str) -> bool {
    const FORBIDDEN: &[&str] = &[
        "accept-charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "connection",
        "content-length",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    ];
    FORBIDDEN.contains(&name)
        || name.starts_with("proxy-")
        || name.starts_with("sec-")
        || matches!(name, "x-http-method" | "x-http-method-override" | "x-method-override")
            && value.split(',').any(|method| is_forbidden_method(method.trim_matches([' ', '\t'])))
}

/// Fetch § 2.2.2 "CORS-unsafe request-header names", each with what made it so.
fn unsafe_headers(headers: &[(String, &str)]) -> Vec<(String, Cow<'static, str>)> {
    let mut found = Vec::new();
    let mut potentially: Vec<&String> = Vec::new();
    let mut size = 0;
    for (name, value) in headers {
        match safelisted(name, value) {
            Ok(()) => {
                potentially.push(name);
                size += byte_length(value);
            }
            Err(why) => found.push((name.clone(), why)),
        }
    }
    if size > 1024 {
        found.extend(potentially.into_iter().map(|name| (name.clone(), "value length together".into())));
    }
    found
}

/// Whether a `POST` of that `Content-Type` needs no preflight.
pub(super) fn is_safelisted_content_type(value: &str) -> bool {
    safelisted("content-type", trim(value)).is_ok()
}

/// Fetch § 2.2.2 "CORS-safelisted request-header"; if it is none, why.
fn safelisted(name: &str, value: &str) -> Result<(), Cow<'static, str>> {
    let holds = |condition: bool, why: &'static str| if condition { Ok(()) } else { Err(Cow::Borrowed(why)) };
    if !matches!(name, "accept" | "accept-language" | "content-language" | "content-type" | "range") {
        return Err(format!("header {name}").into());
    }
    holds(byte_length(value) <= 128, "value length")?;
    match name {
        "accept" => holds(!value.bytes().any(is_unsafe_byte), "value not safelisted"),
        "content-type" => {
            let form = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
            holds(form.contains(&essence(value).as_str()) && !value.bytes().any(is_unsafe_byte), "content-type")
        }
        "range" => holds(is_simple_range(value), "range value"),
        _ => {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" *,-.;=".contains(&byte);
            holds(value.bytes().all(plain), "value not safelisted")
        }
    }
}

/// A header's value is a `ByteString`: a char is a byte.
fn byte_length(value: &str) -> usize {
    value.chars().count()
}

/// Fetch § 2.2.2 "CORS-unsafe request-header byte".
fn is_unsafe_byte(byte: u8) -> bool {
    byte < 0x20 && byte != b'\t' || b"\"():<>?@[\\]{}\x7f".contains(&byte)
}

/// The essence of a MIME type, where it is one: MIME Sniffing § 4.4, as far as the semicolon.
fn essence(value: &str) -> String {
    trim(value.split(';').next().unwrap_or_default()).to_ascii_lowercase()
}

/// Fetch § 2.2.2 "parse a single range header value", without whitespace, and with a first byte.
fn is_simple_range(value: &str) -> bool {
    let Some((first, last)) = value.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return false;
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // Compared as numbers of any length.
    let size = |text: &str| {
        let significant = text.trim_start_matches('0').to_owned();
        (significant.len(), significant)
    };
    !first.is_empty() && digits(first) && digits(last) && (last.is_empty() || size(first) <= size(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (value, simple) in [
            ("bytes=0-", true),
            ("bytes=0-0", true),
            ("bytes=9-10", true),
            ("bytes=007-7", true),
            ("bytes=1-99999999999999999999999999", true),
            ("bytes=10-9", false),
            ("bytes=-5", false),
            ("bytes=-", false),
            ("bytes= 0-1", false),
            ("Bytes=0-1", false),
            ("bytes 0-1", false),
            ("bytes=0-1,3-4", false),
            ("bytes=+1-2", false),
        ] {
            assert_eq!(is_simple_range(value), simple, "{value}");
        }
    }

    #[test]
    fn essences() {
        for (value, expected) in [
            ("text/plain", "text/plain"),
            (" TEXT/Plain ; x", "text/plain"),
            ("text/plain, application/json", "text/plain, application/json"),
            ("text/", "text/"),
            ("text / plain", "text / plain"),
            (";text/plain", ""),
        ] {
            assert_eq!(essence(value), expected, "{value}");
        }
    }
}
