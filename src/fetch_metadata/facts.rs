//! What a request says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::Origin;

/// A request, as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RequestFacts {
    /// As sent: methods are case-sensitive.
    pub method: String,
    /// `https` or `http`: how the client sees it. Absent, where a proxy hides it: as its `Origin` has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The `Host` header, or `:authority`.
    pub host: String,
    /// With or without its query.
    pub path: String,
    /// The address of this server that the connection came to, where it is known: `127.0.0.1`, `::1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_address: Option<String>,
    /// Names in any case. A header that came several times is joined by commas.
    pub headers: BTreeMap<String, String>,
}

/// What is asked about a request, borrowed from wherever it is kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// As sent.
    pub method: &'a str,
    /// How the client sees it.
    pub scheme: Option<&'a str>,
    /// The `Host` header, or `:authority`.
    pub host: &'a str,
    /// With or without its query.
    pub path: &'a str,
    /// The address of this server that the connection came to, where it is known.
    pub local_address: Option<&'a str>,
    /// `Sec-Fetch-Site`
    pub site: Option<&'a str>,
    /// `Sec-Fetch-Mode`
    pub mode: Option<&'a str>,
    /// `Sec-Fetch-Dest`
    pub dest: Option<&'a str>,
    /// `Sec-Fetch-User`
    pub user: Option<&'a str>,
    /// `Sec-Purpose`
    pub purpose: Option<&'a str>,
    /// `Purpose`, which came before it.
    pub legacy_purpose: Option<&'a str>,
    /// `Origin`
    pub origin: Option<&'a str>,
    /// Whether there is an `Access-Control-Request-Method`.
    pub asks_for_method: bool,
    /// Whether somebody else trusts its origin: a CORS policy that lists it.
    pub vouched: bool,
}

impl RequestFacts {
    /// What is asked about it.
    pub fn facts(&self) -> Facts<'_> {
        let fields = Facts::FIELDS.map(|wanted| {
            let found = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.trim_ascii())
        });
        let head = Facts {
            method: &self.method,
            scheme: self.scheme.as_deref(),
            host: &self.host,
            path: &self.path,
            local_address: self.local_address.as_deref(),
            ..Facts::default()
        };
        head.with_fields(fields)
    }
}

impl<'a> Facts<'a> {
    /// The header fields that isolation reads, in the order in which [`Facts::with_fields`] takes their values.
    pub const FIELDS: [&'static str; 8] = [
        "sec-fetch-site",
        "sec-fetch-mode",
        "sec-fetch-dest",
        "sec-fetch-user",
        "sec-purpose",
        "purpose",
        "origin",
        "access-control-request-method",
    ];

    /// The same with these values of [`Facts::FIELDS`].
    #[must_use]
    pub fn with_fields(self, fields: [Option<&'a str>; 8]) -> Self {
        let [site, mode, dest, user, purpose, legacy_purpose, origin, request_method] = fields;
        let asks_for_method = request_method.is_some();
        Self { site, mode, dest, user, purpose, legacy_purpose, origin, asks_for_method, ..self }
    }

    /// Fetch § 4.8: what is asked before a request that CORS has to allow.
    pub(super) fn is_preflight(&self) -> bool {
        self.method == "OPTIONS" && self.origin.is_some() && self.asks_for_method
    }

    /// A method that changes nothing: RFC 9110 § 9.2.1, as far as a browser navigates by it. `get` is another one.
    pub(super) fn is_safe(&self) -> bool {
        matches!(self.method, "GET" | "HEAD")
    }

    /// Whether `Sec-Purpose` says that nobody has asked yet: for a prefetch, and for a prerender. A list of tokens with
    /// parameters (RFC 9651), of which `prefetch` counts and its `prerender`, unless that is false.
    pub(super) fn speculates(&self) -> (bool, bool) {
        let members = self.purpose.into_iter().flat_map(|value| value.split(','));
        let mut parts = members.map(|member| member.split(';').map(str::trim_ascii)).filter_map(|mut parts| {
            (parts.next() == Some("prefetch"))
                .then(|| parts.any(|parameter| matches!(parameter, "prerender" | "prerender=?1")))
        });
        match parts.next() {
            None => (false, false),
            Some(first) => (true, first || parts.any(|more| more)),
        }
    }

    /// Whether an `Origin` is this very server.
    pub(super) fn matches_host(&self, origin: &str) -> Result<&'static str, &'static str> {
        if origin == "null" {
            return Err("origin-mismatch");
        }
        let Some(asking) = Origin::sent(origin) else { return Err("origin-malformed") };
        let Origin::Tuple { scheme: asking_scheme, .. } = &asking else { return Err("origin-mismatch") };
        let scheme = self.scheme.unwrap_or(asking_scheme);
        if Origin::of(&format!("{scheme}://{}", self.host)) == asking {
            Ok("origin-matches-host")
        } else {
            Err("origin-mismatch")
        }
    }
}
