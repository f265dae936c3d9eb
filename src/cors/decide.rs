//! What a server answers by its CORS policy. In this order:
//!
//! 1. A request without `Origin` is none of CORS's: it goes on. Clients that are not browsers send none.
//! 2. `Origin` is compared as it stands: with the listed origins, then with the subdomain rules. `null`, two origins
//!    and what no browser writes never match, not even `*`.
//! 3. An origin that is not listed is refused with 403, as MCP asks (2025-11-25, Streamable HTTP, "Security Warning");
//!    or, where the policy says so, goes on and its response stays unreadable.
//! 4. `OPTIONS` with `Access-Control-Request-Method` is a preflight, to be answered here: before authentication, for it
//!    carries none. Methods are compared byte for byte and headers without case.
//! 5. Everything else goes on, and its response gets the headers, whatever its status: a 401 that script cannot read
//!    does not tell it where to log in.
//!
//! Every response varies by `Origin`, refusals included; preflights by what they ask as well.
//!
//! *Deployment caveat:* pages of the server's own send `Origin` too. List their origin: to take it from `Host` would
//! trust what an attacker chooses under DNS rebinding.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::headers::{Headers, is_token, tokens};
use super::policy::CorsPolicy;
use crate::error::shorten;
use crate::source::is_serialized;

/// Headers that mirror parameters in one request: more than any tool has parameters.
const MOST_MIRRORED: usize = 256;

/// What the decision looks at. Other facts of a request may stand beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CorsRequest {
    /// As it came.
    pub method: String,
    /// As they came.
    pub headers: Headers,
}

/// What is asked about a request, borrowed from wherever it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// As it came.
    pub method: &'a str,
    /// `Origin`
    pub origin: Option<Cow<'a, str>>,
    /// `Access-Control-Request-Method`
    pub request_method: Option<Cow<'a, str>>,
    /// `Access-Control-Request-Headers`
    pub request_headers: Option<Cow<'a, str>>,
    /// `Access-Control-Request-Private-Network`
    pub private_network: Option<Cow<'a, str>>,
}

impl CorsRequest {
    /// What is asked about it.
    pub fn asked(&self) -> Asked<'_> {
        Asked::of(&self.method, Asked::FIELDS.map(|name| self.headers.get(name)))
    }
}

impl<'a> Asked<'a> {
    /// The header fields that CORS reads, in the order in which [`Asked::of`] takes their values.
    pub const FIELDS: [&'static str; 4] = [
        "origin",
        "access-control-request-method",
        "access-control-request-headers",
        "access-control-request-private-network",
    ];

    /// What a request of this method asks, with these values of [`Asked::FIELDS`].
    pub fn of(method: &'a str, fields: [Option<Cow<'a, str>>; 4]) -> Self {
        let [origin, request_method, request_headers, private_network] = fields;
        Self { method, origin, request_method, request_headers, private_network }
    }

    /// The method that a preflight asks for: Fetch § 3.2.2.
    fn preflight(&self) -> Option<&str> {
        self.request_method.as_deref().filter(|_| self.method == "OPTIONS")
    }

    /// Whether it is a preflight.
    pub fn is_preflight(&self) -> bool {
        self.preflight().is_some()
    }

    /// The headers that its answer depends on, whatever it is.
    pub fn vary(&self) -> &'static [&'static str] {
        if self.is_preflight() {
            &["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"]
        } else {
            &["Origin"]
        }
    }
}

/// What to do.
///
/// Closed: whoever acts on it has to have an answer to each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorsVerdict {
    /// Go on; the response gets the headers and can be read.
    Allow,
    /// Go on; the response gets `Vary` and cannot be read.
    AllowWithoutCors,
    /// Answer now: the preflight passes.
    PreflightOk,
    /// Answer now: the preflight fails, and the browser sends nothing more.
    PreflightDenied,
    /// Answer now: refused.
    Reject,
}

/// The decision about a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CorsDecision {
    /// What to do.
    pub decision: CorsVerdict,
    /// The status of the answer; `None` where the request goes on.
    pub status: Option<u16>,
    /// A stable word; what was asked for follows a colon: `header-not-allowed:x-evil`.
    pub reason: Cow<'static, str>,
    /// What the response gets, whatever its status.
    pub headers: Headers,
    /// What [`CorsPolicy::warnings`] says.
    pub config_warnings: Vec<&'static str>,
}

/// Decides about a request.
pub fn decide_cors(request: &CorsRequest, policy: &CorsPolicy) -> CorsDecision {
    let asked = request.asked();
    let mut ruling = policy.rule(&asked);
    ruling.headers.append("Vary", asked.vary().join(", "));
    CorsDecision {
        decision: ruling.verdict,
        status: ruling.verdict.status(),
        reason: ruling.reason,
        headers: ruling.headers,
        config_warnings: policy.warnings().to_vec(),
    }
}

/// [`CorsDecision`], without what goes without saying: the status, `Vary`, the policy's warnings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorsRuling {
    /// What to do.
    pub verdict: CorsVerdict,
    /// Why.
    pub reason: Cow<'static, str>,
    /// What the response gets.
    pub headers: Headers,
}

impl CorsVerdict {
    /// The status of the answer; `None` where the request goes on.
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Allow | Self::AllowWithoutCors => None,
            Self::PreflightOk => Some(204),
            // Not 204: for what needs nobody's leave a browser would go on, whatever is listed.
            Self::PreflightDenied | Self::Reject => Some(403),
        }
    }
}

impl CorsPolicy {
    /// [`decide_cors`], for whoever adds `Vary` himself.
    pub fn rule(&self, asked: &Asked<'_>) -> CorsRuling {
        let without = |verdict, reason| CorsRuling { verdict, reason, headers: Headers::default() };
        let Some(origin) = asked.origin.as_deref() else {
            return without(CorsVerdict::AllowWithoutCors, "no-origin".into());
        };
        match (judge(origin, self), asked.preflight()) {
            (Err(reason), _) if self.reject_disallowed_origin => without(CorsVerdict::Reject, reason.into()),
            (Err(reason), Some(_)) => without(CorsVerdict::PreflightDenied, reason.into()),
            (Err(reason), None) => without(CorsVerdict::AllowWithoutCors, reason.into()),
            (Ok(reason), None) => {
                CorsRuling { verdict: CorsVerdict::Allow, reason: reason.into(), headers: self.readable(origin) }
            }
            (Ok(reason), Some(method)) => match preflight(method, asked, self) {
                Ok(granted) => {
                    let mut headers = Headers::default();
                    allow_origin(&mut headers, origin, self);
                    granted.into_iter().for_each(|(name, value)| headers.append(name, value));
                    CorsRuling { verdict: CorsVerdict::PreflightOk, reason: reason.into(), headers }
                }
                Err(reason) => without(CorsVerdict::PreflightDenied, reason),
            },
        }
    }

    /// Whether an origin, as a request names it, is one that the policy allows.
    pub fn allows(&self, origin: &str) -> bool {
        judge(origin, self).is_ok()
    }

    /// Whether every origin is allowed.
    pub fn allows_any(&self) -> bool {
        self.any_origin
    }

    /// What lets an allowed origin read a response.
    pub fn readable(&self, origin: &str) -> Headers {
        let mut headers = Headers::default();
        allow_origin(&mut headers, origin, self);
        if !self.expose.written.is_empty() {
            headers.append("Access-Control-Expose-Headers", self.expose.written.as_str());
        }
        headers
    }
}

/// Why an origin is allowed, or why not.
fn judge(origin: &str, policy: &CorsPolicy) -> Result<&'static str, &'static str> {
    if policy.exact.iter().any(|listed| listed == origin) {
        return Ok("listed");
    }
    if origin == "null" {
        return Err("origin-null");
    }
    if !is_serialized(origin) {
        return Err("origin-malformed");
    }
    if policy.any_origin {
        return Ok("wildcard");
    }
    if policy.patterns.iter().any(|pattern| pattern.matches(origin)) {
        return Ok("listed");
    }
    if policy.subdomains.iter().any(|rule| rule.matches(origin)) {
        return Ok("subdomain");
    }
    Err("origin-not-allowed")
}

fn allow_origin(headers: &mut Headers, origin: &str, policy: &CorsPolicy) {
    headers.append("Access-Control-Allow-Origin", if policy.any_origin { "*" } else { origin });
    if policy.credentials {
        headers.append("Access-Control-Allow-Credentials", "true");
    }
}

/// What an allowed origin's preflight is granted, or why it is not.
fn preflight(
    method: &str,
    asked: &Asked<'_>,
    policy: &CorsPolicy,
) -> Result<Vec<(&'static str, String)>, Cow<'static, str>> {
    let not_allowed = |what: &str, name: &str| Cow::from(format!("{what}-not-allowed:{}", shorten(name, 120)));
    if !is_token(method) {
        return Err("malformed-request-method".into());
    }
    if !policy.methods.any && !policy.methods.listed.iter().any(|listed| listed == method) {
        return Err(not_allowed("method", method));
    }
    let names = tokens(asked.request_headers.as_deref().unwrap_or_default()).ok_or("malformed-request-headers")?;
    let mut allowed = policy.headers.written.clone();
    let mut mirrored: BTreeSet<String> = BTreeSet::new();
    for name in names {
        if policy.headers.any || policy.headers.listed.iter().any(|listed| listed.eq_ignore_ascii_case(name)) {
            continue;
        }
        let name = name.to_ascii_lowercase();
        let is_mirrored = |prefix: &str| name.len() > prefix.len() && name.starts_with(prefix);
        if !policy.mirrored_prefix.is_some_and(is_mirrored) {
            return Err(not_allowed("header", &name));
        }
        mirrored.insert(name);
        if mirrored.len() > MOST_MIRRORED {
            return Err("too-many-request-headers".into());
        }
    }
    for name in mirrored {
        allowed.push_str(if allowed.is_empty() { "" } else { ", " });
        allowed.push_str(&name);
    }
    let mut granted = vec![("Access-Control-Allow-Methods", policy.methods.written.clone())];
    if !allowed.is_empty() {
        granted.push(("Access-Control-Allow-Headers", allowed));
    }
    if let Some(seconds) = policy.max_age {
        granted.push(("Access-Control-Max-Age", seconds.to_string()));
    }
    if policy.allow_private_network && asked.private_network.as_deref() == Some("true") {
        granted.push(("Access-Control-Allow-Private-Network", "true".to_owned()));
    }
    Ok(granted)
}
