//! What a browser lets a script have of a response from another origin: Fetch § 4.10 "CORS check", the preflight's own
//! check (§ 4.8 "CORS-preflight fetch") and § 4.9 on what it remembers.
//!
//! 1. A redirect from another origin to another one taints the origin: it is `null` from there on.
//! 2. Where a preflight is sent, its answer passes the CORS check and has a status of 200 to 299; a redirect is none.
//! 3. Its methods and headers are lists of tokens, and they name what the request has, or `*` without credentials.
//! 4. The response passes the CORS check: `*` without credentials, or the origin byte for byte, and with credentials
//!    `true`.
//! 5. Script reads the safelisted headers and the exposed ones.
//!
//! One deliberate divergence: by the specification `*` never stands for `Authorization`; in Chromium 156 and Firefox
//! 153 it does. [`Dialect::Browsers`] is what they do.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::headers::{Headers, tokens};
use super::preflight::{Credentials, FetchRequest, cors_preflight_required, is_forbidden_method};
use crate::finding::Engine;
use crate::source::{Dialect, Origin};

/// A request and what the server answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BrowserCheck {
    /// What the script asks for.
    pub request: FetchRequest,
    /// The answer to the preflight. Absent: there is none, and a request that needs one fails.
    pub preflight_response: Option<ServerResponse>,
    /// The answer.
    pub response: ServerResponse,
    /// Whose rules: `browsers` or `spec`.
    pub dialect: Dialect,
}

/// A response: its headers, and its status beside them as `:status`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Headers")]
pub struct ServerResponse {
    /// Absent: 200.
    pub status: Option<u16>,
    /// The headers.
    pub headers: Headers,
}

impl From<Headers> for ServerResponse {
    fn from(mut headers: Headers) -> Self {
        let status = headers.take(":status").and_then(|status| status.trim().parse().ok());
        Self { status, headers }
    }
}

impl ServerResponse {
    fn status(&self) -> u16 {
        self.status.unwrap_or(200)
    }
}

/// What a browser does with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CorsOutcome {
    /// Whether script gets the response.
    pub outcome: Outcome,
    /// A stable word; `preflight-` in front where the preflight decided.
    pub reason: Cow<'static, str>,
    /// The headers that script reads: lower case, sorted.
    pub readable_headers: Vec<String>,
}

/// Whether script gets the response.
///
/// Closed: it does, or it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Outcome {
    Allowed,
    Blocked,
}

/// What a browser does with a response from another origin.
pub fn cors_browser_check(input: &BrowserCheck) -> CorsOutcome {
    let request = &input.request;
    let blocked = |reason| CorsOutcome { outcome: Outcome::Blocked, reason, readable_headers: Vec::new() };
    if is_forbidden_method(request.method.as_deref().unwrap_or("GET")) {
        return blocked("forbidden-method".into());
    }
    if is_same_origin(request) {
        let readable_headers = names(&input.response.headers, |_| true);
        return CorsOutcome { outcome: Outcome::Allowed, reason: "same-origin".into(), readable_headers };
    }
    if let Err(reason) = preflight(input) {
        return blocked(reason);
    }
    match cors_check(request, &input.response.headers) {
        Ok(reason) => {
            let readable_headers = readable(request.credentials, &input.response.headers);
            CorsOutcome { outcome: Outcome::Allowed, reason: reason.into(), readable_headers }
        }
        Err(reason) => blocked(reason.into()),
    }
}

/// For how many seconds a browser remembers a preflight with this `Access-Control-Max-Age`. Caps of Chromium and
/// Firefox are their sources', WebKit's is its documentation's.
pub fn preflight_max_age(value: Option<&str>, engine: Engine) -> u32 {
    let cap = match engine {
        Engine::Chromium => 7_200,
        Engine::Firefox => 86_400,
        Engine::Webkit => 600,
        Engine::Spec => u32::MAX,
    };
    value.and_then(delta_seconds).unwrap_or(5).min(cap)
}

/// `delta-seconds`: digits and nothing else, as many as there are.
pub(super) fn delta_seconds(value: &str) -> Option<u32> {
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| value.parse().unwrap_or(u32::MAX))
}

fn is_same_origin(request: &FetchRequest) -> bool {
    let own = Origin::of(&request.origin);
    let goes_to = |url: &Option<String>| url.as_deref().map(Origin::of) == Some(own.clone());
    own != Origin::Opaque && goes_to(&request.url) && (request.redirect_via.is_none() || goes_to(&request.redirect_via))
}

/// Fetch § 2.2.5 "serialize a request origin": `null` once a redirect has crossed from one foreign origin to another.
fn serialized_origin(request: &FetchRequest) -> &str {
    let Some(via) = request.redirect_via.as_deref().map(Origin::of) else { return &request.origin };
    let leaves = request.url.as_deref().map(Origin::of) != Some(via.clone());
    if leaves && via != Origin::of(&request.origin) { "null" } else { &request.origin }
}

/// Fetch § 4.10.
fn cors_check(request: &FetchRequest, headers: &Headers) -> Result<&'static str, &'static str> {
    let Some(origin) = headers.get("access-control-allow-origin") else { return Err("acao-missing") };
    let with_credentials = request.credentials == Credentials::Include;
    let own = serialized_origin(request);
    if origin == "*" {
        return if with_credentials { Err("wildcard-with-credentials") } else { Ok("wildcard") };
    }
    if origin != own {
        return Err(if own == "null" && origin == request.origin { "origin-tainted" } else { "acao-mismatch" });
    }
    if with_credentials {
        match headers.get("access-control-allow-credentials").as_deref() {
            Some("true") => {}
            Some(_) => return Err("acac-not-true"),
            None => return Err("acac-missing"),
        }
    }
    Ok("exact")
}

/// Fetch § 4.8, from step 7. Nothing to say where no preflight is sent.
fn preflight(input: &BrowserCheck) -> Result<(), Cow<'static, str>> {
    let request = &input.request;
    let asked = cors_preflight_required(request);
    if !asked.preflight {
        return Ok(());
    }
    let Some(response) = &input.preflight_response else { return Err("preflight-missing".into()) };
    cors_check(request, &response.headers).map_err(|reason| format!("preflight-{reason}"))?;
    match response.status() {
        200..=299 => {}
        300..=399 => return Err("preflight-redirect".into()),
        _ => return Err("preflight-not-ok".into()),
    }
    let list = |name: &str| match response.headers.get(name) {
        None => Some(Vec::new()),
        Some(value) => tokens(&value).map(|members| members.into_iter().map(str::to_owned).collect::<Vec<_>>()),
    };
    let methods = list("access-control-allow-methods").ok_or("allow-methods-malformed")?;
    let headers = list("access-control-allow-headers").ok_or("allow-headers-malformed")?;
    let with_credentials = request.credentials == Credentials::Include;
    let any = |members: &[String]| !with_credentials && members.iter().any(|member| member == "*");

    let safelisted = matches!(asked.method.as_str(), "GET" | "HEAD" | "POST");
    if !safelisted && !methods.contains(&asked.method) && !any(&methods) {
        return Err("method-not-allowed".into());
    }
    let listed = |name: &str| headers.iter().any(|member| member.eq_ignore_ascii_case(name));
    for name in asked.request_headers.iter().filter(|name| !listed(name)) {
        if !any(&headers) {
            return Err("header-not-allowed".into());
        }
        // § 2.2.2 "CORS non-wildcard request-header name".
        if input.dialect == Dialect::Spec && name == "authorization" {
            return Err("authorization-not-listed".into());
        }
    }
    Ok(())
}

/// Fetch § 2.2.6 "CORS filtered response".
fn readable(credentials: Credentials, headers: &Headers) -> Vec<String> {
    const SAFELISTED: [&str; 7] =
        ["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"];
    let value = headers.get("access-control-expose-headers");
    let exposed = value.as_deref().and_then(tokens).unwrap_or_default();
    let all = credentials != Credentials::Include && exposed.contains(&"*");
    names(headers, |name| {
        all || SAFELISTED.contains(&name) || exposed.iter().any(|exposed| exposed.eq_ignore_ascii_case(name))
    })
}

/// The names that script may know of, lower case and sorted, without those that it never may.
fn names(headers: &Headers, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<String> = headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .filter(|name| !matches!(name.as_str(), "set-cookie" | "set-cookie2") && wanted(name))
        .collect();
    names.sort();
    names.dedup();
    names
}
