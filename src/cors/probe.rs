//! A server under audit, the probes that it was sent, and what it answered.

use std::borrow::Cow;

use serde::Deserialize;

use super::headers::{Headers, tokens};
use super::lookalike::{Kinship, Site};
use super::policy::CorsPreset;
use crate::source::{Origin, Url, is_loopback};

/// What is audited.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CorsAudit {
    /// The server.
    pub target: Target,
    /// What it was asked and what it answered.
    #[serde(default)]
    pub probes: Vec<CorsProbe>,
}

/// The server under audit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Target {
    /// The endpoint.
    pub url: String,
    /// How requests prove who sends them.
    pub auth: Auth,
    /// Who reaches it. Absent: by its address.
    pub network: Option<Network>,
    /// The revision of MCP that it speaks, such as `2025-11-25`. Absent: it is no MCP server, for all that is known.
    pub mcp: Option<String>,
    /// The origins that are meant to be allowed. Absent: guessed by their names.
    pub origins: Option<Vec<String>>,
}

/// How requests prove who sends them. A browser adds cookies by itself, and nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Auth {
    Cookie,
    Bearer,
    #[default]
    None,
}

/// Who reaches a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Network {
    /// Everybody.
    Public,
    /// A network of its own.
    Private,
    /// The machine itself, or its network.
    Local,
    /// The machine itself.
    Loopback,
}

/// A request and its response.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CorsProbe {
    /// `Origin`; absent: none was sent.
    pub origin: Option<String>,
    /// `OPTIONS` is a preflight.
    pub method: String,
    /// `Host`, where it was not the target's.
    pub host: Option<String>,
    /// `Content-Type` of what was sent.
    pub content_type: Option<String>,
    /// The headers of the response.
    pub response: Headers,
    /// Its status; absent: not known.
    pub status: Option<u16>,
}

impl CorsProbe {
    pub(super) fn is_preflight(&self) -> bool {
        self.method.eq_ignore_ascii_case("OPTIONS")
    }

    pub(super) fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        self.response.get(name)
    }

    pub(super) fn allow_origin(&self) -> Option<Cow<'_, str>> {
        self.header("access-control-allow-origin")
    }

    /// Whether cookies may come along.
    pub(super) fn with_credentials(&self) -> bool {
        self.header("access-control-allow-credentials").as_deref() == Some("true")
    }

    /// Whether the origin that asked is the one that is allowed.
    pub(super) fn is_echoed(&self) -> bool {
        self.origin.is_some() && self.allow_origin().as_deref() == self.origin.as_deref()
    }

    /// Whether a browser would let the page read the response, without credentials at least.
    pub(super) fn is_granted(&self) -> bool {
        self.is_echoed() || self.allow_origin().as_deref() == Some("*")
    }

    /// Whether the server is known to have done what was asked.
    pub(super) fn is_accepted(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// Whether nothing says that the server did not.
    pub(super) fn may_be_accepted(&self) -> bool {
        self.status.is_none() || self.is_accepted()
    }

    /// Whether a header lists `name`, or `*` where that is no literal.
    pub(super) fn lists(&self, header: &str, name: &str) -> bool {
        let value = self.header(header).unwrap_or_default();
        let members = tokens(&value).unwrap_or_default();
        members.iter().any(|member| member.eq_ignore_ascii_case(name))
            || members.contains(&"*") && !self.with_credentials()
    }

    /// Whether caches keep the response apart by `Origin`.
    pub(super) fn varies(&self) -> bool {
        let value = self.header("vary").unwrap_or_default();
        value.split(',').map(str::trim).any(|member| member == "*" || member.eq_ignore_ascii_case("origin"))
    }
}

/// An audit's input, read once.
pub(super) struct View<'a> {
    pub(super) target: &'a Target,
    pub(super) probes: &'a [CorsProbe],
    pub(super) url: Option<Url>,
    pub(super) is_public: bool,
    pub(super) preset: Option<CorsPreset>,
    site: Site,
}

impl<'a> View<'a> {
    pub(super) fn new(input: &'a CorsAudit) -> Self {
        let target = &input.target;
        let url = Url::parse(&target.url, None);
        let host = url.as_ref().and_then(Url::host).unwrap_or_default();
        let is_public = match target.network {
            Some(network) => network == Network::Public,
            None => !is_loopback(host) && !is_private(host),
        };
        let mut site = Site::new(host, is_public, target.origins.as_deref());
        for probe in input.probes.iter().filter(|probe| probe.is_echoed()) {
            site.learn(probe.origin.as_deref().unwrap_or_default());
        }
        let preset = target.mcp.as_deref().map(preset_of);
        Self { target, probes: &input.probes, url, is_public, preset, site }
    }

    /// What the origin of a probe is to the server.
    pub(super) fn kinship(&self, probe: &CorsProbe) -> Kinship {
        match probe.origin.as_deref() {
            None => Kinship::Own,
            Some(origin) if Origin::of(origin) == self.origin() && origin != "null" => Kinship::Own,
            Some(origin) => self.site.kinship(origin),
        }
    }

    /// The server's own origin.
    pub(super) fn origin(&self) -> Origin {
        self.url.as_ref().map_or(Origin::Opaque, Url::origin)
    }

    /// Whether a page of that origin has no business with the server.
    pub(super) fn is_foreign(&self, probe: &CorsProbe) -> bool {
        !matches!(self.kinship(probe), Kinship::Own | Kinship::Client)
    }
}

/// Revisions are dates. What is newer has the headers of the newest that is known; those with sessions have the same.
pub(super) fn preset_of(revision: &str) -> CorsPreset {
    if revision < "2026-07-28" { CorsPreset::Mcp20251125 } else { CorsPreset::Mcp20260728 }
}

/// An address of a private network: RFC 1918, RFC 3927, RFC 4193, and names that only such a network resolves.
fn is_private(host: &str) -> bool {
    let octets: Vec<u8> = host.split('.').filter_map(|part| part.parse().ok()).collect();
    let is_name = [".local", ".internal", ".lan", ".home.arpa"].iter().any(|suffix| host.ends_with(suffix));
    is_name
        || host.starts_with("[fc")
        || host.starts_with("[fd")
        || host.starts_with("[fe80:")
        || host.split('.').count() == 4
            && matches!(octets[..], [10, _, _, _] | [172, 16..=31, _, _] | [192, 168, _, _] | [169, 254, _, _])
}
