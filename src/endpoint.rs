//! What stands in front of a handler: isolation, then CORS, and one answer of both.
//!
//! 1. [`Isolation`] judges. An origin that the CORS policy lists is one that it trusts.
//! 2. What it refuses is answered at once. A listed origin can read that answer: a client has to know why.
//! 3. A preflight is answered by the [`CorsPolicy`], before any handler and any authentication.
//! 4. Everything else goes on, and its response gets the policy's headers, whatever its status. A page of the server's own
//!    passes though nobody listed it, for a browser vouched for it; its response gets no headers, and needs none.
//!
//! Every response says what it varies by, whoever gave it. A policy alone, without isolation, refuses what it does not list,
//! this server's own pages included: list them.

use std::borrow::Cow;

use crate::cors::{Asked, CorsPolicy, CorsRuling, CorsVerdict, Headers};
use crate::error::{Error, ErrorKind};
use crate::fetch_metadata::{Facts, Isolation, Verdict, status};

/// The headers that a CORS policy answers for: a handler's own do not pass it.
pub const GRANTS: [&str; 3] =
    ["access-control-allow-origin", "access-control-allow-credentials", "access-control-expose-headers"];

/// The header fields that a decision reads, in lower case and in the order in which [`read`] takes their values:
/// isolation's, then what CORS alone asks.
pub const FIELDS: [&str; 10] = {
    let [site, mode, dest, user, purpose, legacy_purpose, origin, request_method] = Facts::FIELDS;
    let [_, _, request_headers, private_network] = Asked::FIELDS;
    [site, mode, dest, user, purpose, legacy_purpose, origin, request_method, request_headers, private_network]
};

/// What isolation and CORS ask about a request, out of what `head` says of its first line and the values of [`FIELDS`].
pub fn read<'a>(head: Facts<'a>, fields: [Option<&'a str>; 10]) -> (Facts<'a>, Asked<'a>) {
    let [by_isolation @ .., request_headers, private_network] = fields;
    let [.., origin, request_method] = by_isolation;
    let by_cors = [origin, request_method, request_headers, private_network].map(|field| field.map(Cow::Borrowed));
    (head.with_fields(by_isolation), Asked::of(head.method, by_cors))
}

/// A policy for requests, checked.
#[derive(Debug, Clone)]
pub struct Endpoint {
    isolation: Option<Isolation>,
    cors: Option<CorsPolicy>,
    /// Of an answer, and of the answer to a preflight.
    vary: [String; 2],
}

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The status to answer with now; `None` where the handler answers.
    pub status: Option<u16>,
    /// A stable word: of isolation, or of the CORS policy where that answers.
    pub reason: Cow<'static, str>,
    /// What the response gets, whoever gives it, `Vary` apart.
    pub headers: Headers,
    /// Whether it is the answer to a preflight.
    is_preflight: bool,
}

impl Ruling {
    /// Whether this is a refusal, and not a handler's answer or a preflight that passes.
    pub fn is_refusal(&self) -> bool {
        self.status.is_some_and(|status| status >= 400)
    }
}

impl Endpoint {
    /// Isolation, and CORS for those it lists.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidOption`]: a CORS policy of `*`, whose readers isolation would turn away all the same.
    pub fn new(isolation: Isolation, cors: CorsPolicy) -> Result<Self, Error> {
        Self::of_isolation(isolation).with_cors(cors)
    }

    /// The same with another CORS policy.
    ///
    /// # Errors
    /// As [`Endpoint::new`].
    pub fn with_cors(self, cors: CorsPolicy) -> Result<Self, Error> {
        if self.isolation.is_some() && cors.allows_any() {
            let why = "isolation turns other sites away; list the origins, or have the CORS policy without isolation";
            return Err(Error::new(ErrorKind::InvalidOption, format!("cors.origins: \"*\": {why}")));
        }
        Ok(Self::of(self.isolation, Some(cors)))
    }

    /// Isolation alone.
    pub fn of_isolation(isolation: Isolation) -> Self {
        Self::of(Some(isolation), None)
    }

    /// CORS alone.
    pub fn of_cors(policy: CorsPolicy) -> Self {
        Self::of(None, Some(policy))
    }

    fn of(isolation: Option<Isolation>, cors: Option<CorsPolicy>) -> Self {
        let by_isolation = isolation.as_ref().map_or(&[][..], Isolation::vary);
        let preflight = Asked { method: "OPTIONS", request_method: Some(Cow::Borrowed("")), ..Asked::default() };
        let vary = [Asked::default(), preflight].map(|asked| {
            let by_cors = if cors.is_some() { asked.vary() } else { &[] };
            let mut names = by_isolation.to_vec();
            names.extend(by_cors.iter().filter(|name| !by_isolation.contains(name)));
            names.join(", ")
        });
        Self { isolation, cors, vary }
    }

    /// The headers that an answer depends on, as `Vary` lists them.
    pub fn vary(&self, ruling: &Ruling) -> &str {
        &self.vary[usize::from(ruling.is_preflight)]
    }

    /// Whether the CORS headers of a handler's own are to be taken out.
    pub fn has_cors(&self) -> bool {
        self.cors.is_some()
    }

    /// [`Isolation::names_hosts`]; CORS alone asks for no host.
    pub fn names_hosts(&self) -> bool {
        self.isolation.as_ref().is_none_or(Isolation::names_hosts)
    }

    /// Decides about a request.
    pub fn rule(&self, facts: &Facts<'_>, asked: &Asked<'_>) -> Ruling {
        let listed =
            self.cors.as_ref().filter(|cors| asked.origin.as_deref().is_some_and(|origin| cors.allows(origin)));
        let facts = Facts { vouched: listed.is_some(), ..*facts };
        let verdict = self.isolation.as_ref().map(|isolation| isolation.judge(&facts));
        if let Some(Err(reason)) = verdict {
            let headers = match (listed, asked.origin.as_deref()) {
                (Some(cors), Some(origin)) => cors.readable(origin),
                _ => Headers::default(),
            };
            let status = Some(status(Err(reason)));
            return Ruling { status, reason: reason.into(), headers, is_preflight: false };
        }
        let Some(cors) = &self.cors else { return handled(verdict, "no-policy".into(), Headers::default()) };
        let CorsRuling { verdict: by_cors, reason, headers } = cors.rule(asked);
        let is_preflight = asked.is_preflight();
        match by_cors {
            CorsVerdict::Reject if verdict.is_some() && !is_preflight => handled(verdict, reason, headers),
            CorsVerdict::Allow | CorsVerdict::AllowWithoutCors => handled(verdict, reason, headers),
            _ => Ruling { status: by_cors.status(), reason, headers, is_preflight },
        }
    }
}

/// The handler answers. Isolation says why, if it was asked.
fn handled(verdict: Option<Verdict>, reason: Cow<'static, str>, headers: Headers) -> Ruling {
    let reason = verdict.and_then(Result::ok).map_or(reason, Cow::Borrowed);
    Ruling { status: None, reason, headers, is_preflight: false }
}
