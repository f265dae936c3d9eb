//! What a response says of itself to browsers that speculate.
//!
//! - `Supports-Loading-Mode`: a page may be prefetched or prerendered for another site, which is refused without it.
//!   <https://wicg.github.io/nav-speculation/prerendering.html#supports-loading-mode>
//! - `No-Vary-Search`: parameters of the query that change nothing, so that one response does for all of them.
//!   <https://httpwg.org/http-extensions/draft-ietf-httpbis-no-vary-search.html>
//!
//! *Threat:* a response that was fetched for one address is shown for another. *Rule:* parameters are named, those that
//! change nothing or, with `except`, those that change something; no response takes every query for the same.

use serde::Deserialize;

use crate::error::{Error, ErrorKind, quote};

/// Options as written: JSON of this shape, camelCase.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SpeculationInput {
    /// The ways of loading that the page is made for. Default none.
    pub loading_modes: Vec<LoadingMode>,
    /// Which part of the query changes nothing. Default: every part changes something.
    pub no_vary_search: Option<NoVarySearchInput>,
}

/// A token of `Supports-Loading-Mode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum LoadingMode {
    /// Prerendered from another origin of its site, with cookies.
    CredentialedPrerender,
    /// Prefetched from another site, without cookies.
    UncredentialedPrefetch,
    /// Prerendered from another site, without cookies until it is shown.
    UncredentialedPrerender,
    /// Shown in a fenced frame.
    FencedFrame,
}

/// What of a query changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct NoVarySearchInput {
    /// Whether the order of parameters of different names changes nothing.
    pub key_order: bool,
    /// Parameters that change nothing.
    pub params: Vec<String>,
    /// Parameters that change something, where no other does.
    pub except: Vec<String>,
}

/// The headers, by name.
///
/// # Errors
/// [`ErrorKind::InvalidOption`]; the message names the option.
pub fn response_headers(input: &SpeculationInput) -> Result<Vec<(&'static str, String)>, Error> {
    let mut headers = Vec::new();
    if !input.loading_modes.is_empty() {
        let mut tokens: Vec<&str> = Vec::new();
        for token in input.loading_modes.iter().map(|mode| mode.token()) {
            if !tokens.contains(&token) {
                tokens.push(token);
            }
        }
        headers.push(("Supports-Loading-Mode", tokens.join(", ")));
    }
    if let Some(search) = &input.no_vary_search {
        headers.push(("No-Vary-Search", no_vary_search(search)?));
    }
    Ok(headers)
}

impl LoadingMode {
    fn token(self) -> &'static str {
        match self {
            Self::CredentialedPrerender => "credentialed-prerender",
            Self::UncredentialedPrefetch => "uncredentialed-prefetch",
            Self::UncredentialedPrerender => "uncredentialed-prerender",
            Self::FencedFrame => "fenced-frame",
        }
    }
}

fn no_vary_search(search: &NoVarySearchInput) -> Result<String, Error> {
    let refuse = |why: String| Err(Error::new(ErrorKind::InvalidOption, format!("options.noVarySearch{why}")));
    if let (Some(_), Some(except)) = (search.params.first(), search.except.first()) {
        let why = "beside params: list what changes nothing, or what changes something";
        return refuse(format!(".except: {} {why}", quote(except)));
    }
    let mut members = Vec::new();
    if search.key_order {
        members.push("key-order".to_owned());
    }
    if !search.params.is_empty() {
        members.push(format!("params={}", names(&search.params)));
    }
    if !search.except.is_empty() {
        members.push(format!("params, except={}", names(&search.except)));
    }
    if members.is_empty() {
        return refuse(": expected keyOrder, params or except".to_owned());
    }
    Ok(members.join(", "))
}

/// An inner list of strings (RFC 9651 § 3.1.1), each as a query writes it: `application/x-www-form-urlencoded`.
fn names(params: &[String]) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"*-._".contains(&byte);
    let encoded = params.iter().map(|name| {
        let bytes = name.bytes().map(|byte| match byte {
            b' ' => "+".to_owned(),
            _ if plain(byte) => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        });
        format!("\"{}\"", bytes.collect::<String>())
    });
    format!("({})", encoded.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(json: &str) -> Result<Vec<(&'static str, String)>, Error> {
        response_headers(&serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}")))
    }

    #[test]
    fn as_browsers_read_them() {
        for (json, expected) in [
            ("{}", &[][..]),
            (
                r#"{"loadingModes": ["credentialed-prerender", "fenced-frame", "fenced-frame"]}"#,
                &[("Supports-Loading-Mode", "credentialed-prerender, fenced-frame")],
            ),
            (r#"{"noVarySearch": {"keyOrder": true}}"#, &[("No-Vary-Search", "key-order")]),
            (
                r#"{"noVarySearch": {"keyOrder": true, "params": ["utm_source", "a b", "é\"%"]}}"#,
                &[("No-Vary-Search", r#"key-order, params=("utm_source" "a+b" "%C3%A9%22%25")"#)],
            ),
            (r#"{"noVarySearch": {"except": ["q"]}}"#, &[("No-Vary-Search", r#"params, except=("q")"#)]),
        ] {
            let expected: Vec<_> = expected.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            assert_eq!(headers(json), Ok(expected), "{json}");
        }
    }

    #[test]
    fn what_says_nothing_or_two_things_is_refused() {
        for (json, says) in [
            (r#"{"noVarySearch": {}}"#, "options.noVarySearch: expected keyOrder"),
            (
                r#"{"noVarySearch": {"params": ["a"], "except": ["b"]}}"#,
                r#"options.noVarySearch.except: "b" beside params"#,
            ),
        ] {
            let error = headers(json).expect_err("it is refused").to_string();
            assert!(error.starts_with(says), "{error}");
        }
    }
}
