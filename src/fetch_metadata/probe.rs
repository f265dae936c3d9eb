//! A server under audit, the requests that it was sent, and what it answered.
//!
//! A status says nothing by itself: 405 may be a policy's, or that of a handler which has no such method. *Rule:* what a
//! request got is compared with what the same request got as a page of the server's own sends it, or as a client that is
//! no browser does (the baseline: same method, path and type of body). Only what differs from it was refused.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::facts::{Facts, RequestFacts};
use super::options::Preset;
use super::path::normalized;
use crate::source::{Origin, Url, is_listed, is_loopback};

/// What is audited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RequestAudit {
    /// The server. What is not said is taken from the probes, or not known.
    pub target: RequestTarget,
    /// What it was asked and what it answered.
    pub probes: Vec<RequestProbe>,
}

/// The server under audit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequestTarget {
    /// The endpoint. Absent: as the probes' `scheme` and `host` have it.
    pub url: Option<String>,
    /// How requests prove who sends them.
    pub auth: RequestAuth,
    /// Whether people are meant to navigate to it. Default: they are not.
    pub preset: Preset,
    /// The origins that are meant to be let in. Default: its own alone.
    pub origins: Vec<String>,
    /// Paths that are exempt from isolation: requests that leave them by `..` are listed for each.
    pub exempt_paths: Vec<String>,
    /// The revision of MCP that it speaks, such as `2025-11-25`: its headers are listed.
    pub mcp: Option<String>,
    /// Whether handshakes of WebSockets are listed.
    pub websocket: bool,
}

/// How requests prove who sends them. A browser adds cookies by itself, and nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum RequestAuth {
    Cookie,
    Bearer,
    #[default]
    None,
}

/// A request and its response.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RequestProbe {
    /// What reports call it.
    pub name: Option<String>,
    /// What was sent.
    pub request: RequestFacts,
    /// What came back.
    pub response: ProbeResponse,
    /// Whether the server's log told of it; absent: not known.
    pub logged: Option<bool>,
}

/// A response, as far as it is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProbeResponse {
    /// Absent: not known.
    pub status: Option<u16>,
    /// Names in any case; a value, or one a line.
    pub headers: BTreeMap<String, HeaderValue>,
    /// The length of its body; absent: not known.
    pub body_bytes: Option<u64>,
}

/// A header's value, or one a line.
///
/// Closed: there is one line, or there are several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum HeaderValue {
    One(String),
    Many(Vec<String>),
}

impl ProbeResponse {
    /// Every line of that name, joined by commas.
    pub(super) fn header(&self, wanted: &str) -> Option<String> {
        let (_, value) = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        Some(match value {
            HeaderValue::One(value) => value.clone(),
            HeaderValue::Many(values) => values.join(", "),
        })
    }

    /// Whether a header lists `name`, or `*`.
    pub(super) fn lists(&self, header: &str, name: &str) -> bool {
        let value = self.header(header).unwrap_or_default();
        value.split(',').map(str::trim).any(|member| member == "*" || member.eq_ignore_ascii_case(name))
    }
}

/// What an answer says, next to the baseline's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// The handler answered.
    Reached,
    /// Something in front of the handler did.
    Refused,
    /// The same as the baseline, where no handler is: 404, 405, 501.
    Absent,
    /// There is no baseline, or none that a handler answered.
    Unknown,
}

/// What sends a request of this shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One that is compared with others of its method.
    Ordinary,
    /// `Sec-Purpose: prefetch`.
    Speculative,
    /// Fetch's preflight.
    Preflight,
    /// A WebSocket's handshake.
    Handshake,
    /// A path that leaves another one by `..`.
    Traversal,
    /// Sent under another name than the server's: what CORS's audit judges.
    Rebound,
}

/// A probe, read once.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub(super) at: usize,
    pub(super) probe: &'a RequestProbe,
    pub(super) facts: Facts<'a>,
    pub(super) kind: Kind,
    pub(super) told: Told,
    pub(super) group: Group,
}

/// What requests have to have in common to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    method: String,
    path: Vec<String>,
    content_type: String,
}

impl Seen<'_> {
    pub(super) fn status(&self) -> Option<u16> {
        self.probe.response.status
    }

    /// Whether the server is known to have done what was asked.
    pub(super) fn is_accepted(&self) -> bool {
        self.status().is_some_and(|status| status < 400)
    }

    pub(super) fn site(&self) -> Option<&str> {
        self.facts.site.filter(|site| !site.is_empty())
    }

    pub(super) fn is(&self, kind: Kind, site: &str) -> bool {
        self.kind == kind && self.site() == Some(site)
    }

    /// Whether a page loads it into itself, and is told no more than that it loaded.
    pub(super) fn is_subresource(&self) -> bool {
        !matches!(self.facts.dest.unwrap_or("empty"), "empty" | "document") || self.facts.mode == Some("no-cors")
    }

    pub(super) fn is_navigation(&self) -> bool {
        self.facts.mode == Some("navigate") && self.facts.dest == Some("document")
    }

    /// A client that is no browser.
    fn is_client(&self) -> bool {
        self.kind == Kind::Ordinary && self.site().is_none() && self.facts.origin.is_none()
    }

    fn is_own(&self) -> bool {
        self.is(Kind::Ordinary, "same-origin") && matches!(self.facts.dest.unwrap_or("empty"), "empty")
    }

    /// A body that a form can send, without a preflight: Fetch § 2.2.2 "CORS-safelisted request-header".
    pub(super) fn is_simple(&self) -> bool {
        let simple = ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"];
        simple.contains(&self.group.content_type.as_str())
    }
}

/// An audit's input, read once.
pub(super) struct View<'a> {
    pub(super) target: &'a RequestTarget,
    pub(super) url: Option<Url>,
    pub(super) seen: Vec<Seen<'a>>,
    own: Origin,
}

impl<'a> View<'a> {
    pub(super) fn new(input: &'a RequestAudit) -> Self {
        let target = &input.target;
        let of_probes = || {
            let request = &input.probes.first()?.request;
            Url::parse(
                &format!("{}://{}{}", request.scheme.as_deref().unwrap_or("https"), request.host, request.path),
                None,
            )
        };
        let url = target.url.as_deref().and_then(|url| Url::parse(url, None)).or_else(of_probes);
        let own = url.as_ref().map_or(Origin::Opaque, Url::origin);
        let mut view = Self { target, url, seen: Vec::new(), own };
        view.seen = input.probes.iter().enumerate().map(|(at, probe)| view.read(at, probe)).collect();
        let told: Vec<Told> = view.seen.iter().map(|one| view.told(one)).collect();
        view.seen.iter_mut().zip(told).for_each(|(one, told)| one.told = told);
        view
    }

    fn read(&self, at: usize, probe: &'a RequestProbe) -> Seen<'a> {
        let facts = probe.request.facts();
        let header = |wanted: &str| {
            let found = probe.request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map_or("", |(_, value)| value.trim_ascii())
        };
        let path = normalized(facts.path);
        let own_path = || self.url.as_ref().and_then(|url| normalized(url.path()));
        let kind = if header("upgrade").eq_ignore_ascii_case("websocket") {
            Kind::Handshake
        } else if self.is_rebound(&facts) {
            Kind::Rebound
        } else if facts.is_preflight() {
            Kind::Preflight
        } else if leaves_a_folder(facts.path) {
            Kind::Traversal
        } else if facts.speculates().0 {
            Kind::Speculative
        } else {
            Kind::Ordinary
        };
        // A path of no one meaning is compared with what it was meant to come to.
        let path = path.or_else(|| own_path().filter(|_| kind == Kind::Traversal)).unwrap_or_default();
        let content_type = header("content-type").split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let group = Group { method: facts.method.to_owned(), path, content_type };
        Seen { at, probe, facts, kind, told: Told::Unknown, group }
    }

    fn is_rebound(&self, facts: &Facts<'_>) -> bool {
        match &self.own {
            Origin::Tuple { scheme, .. } if self.target.url.is_some() && !facts.host.is_empty() => {
                Origin::of(&format!("{scheme}://{}", facts.host)) != self.own
            }
            _ => false,
        }
    }

    /// What the handler answers: to a page of its own, or else to a client that is no browser.
    pub(super) fn baseline(&self, group: &Group) -> Option<&Seen<'a>> {
        let mut of_group =
            self.seen.iter().filter(|one| one.group == *group && one.status().is_some_and(is_a_handlers));
        let own = of_group.clone().find(|one| one.is_own());
        own.or_else(|| of_group.find(|one| one.is_client()))
    }

    /// What clients that are no browsers got, where a page of the server's own got an answer.
    pub(super) fn clients(&self) -> impl Iterator<Item = &Seen<'a>> {
        let own = |group: &Group| self.baseline(group).is_some_and(Seen::is_own);
        self.seen.iter().filter(move |one| one.is_client() && own(&one.group))
    }

    fn told(&self, one: &Seen<'_>) -> Told {
        let (Some(status), Some(baseline)) = (one.status(), self.baseline(&one.group)) else { return Told::Unknown };
        let (expected, bodies) =
            (baseline.status(), (one.probe.response.body_bytes, baseline.probe.response.body_bytes));
        let is_absent = expected.is_some_and(|status| matches!(status, 404 | 405 | 501));
        if expected == Some(status) {
            return match bodies {
                // The same error for another reason, for all that is known.
                (Some(one), Some(other)) if status >= 400 && one != other => Told::Unknown,
                _ if is_absent => Told::Absent,
                _ => Told::Reached,
            };
        }
        match status {
            429 => Told::Unknown,
            400.. => Told::Refused,
            _ => Told::Reached,
        }
    }

    /// Whether an origin is neither the server's own nor one that is meant to be let in.
    pub(super) fn is_foreign(&self, origin: &str) -> bool {
        let is = |known: &Origin| matches!(known, Origin::Tuple { .. }) && *known == Origin::of(origin);
        let mut origins = self.target.origins.iter();
        !is(&self.own) && !origins.any(|listed| is(&Origin::of(listed)) || is_listed(listed, origin))
    }

    /// Whether browsers send Fetch Metadata to it: to trustworthy origins alone.
    pub(super) fn is_trustworthy(&self) -> bool {
        self.url.as_ref().is_none_or(|url| url.scheme() != "http" || url.host().is_some_and(is_loopback))
    }
}

/// A status that a handler may well have given, rather than what stands before it: no redirect, no refusal, no failure.
fn is_a_handlers(status: u16) -> bool {
    match status {
        200..=299 | 501 => true,
        400..=499 => !matches!(status, 401 | 403 | 407 | 421 | 429),
        _ => false,
    }
}

/// Whether a path is written so as to mean another one.
fn leaves_a_folder(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    ["..", "%2e", "%2f", "%5c", "%25", "\\", "//"].iter().any(|part| path.contains(part))
}
