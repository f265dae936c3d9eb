//! The headers that a client in a browser needs from an MCP server, and where to write them.
//!
//! *Threat:* a client that cannot read `Mcp-Session-Id` is mended with `Access-Control-Allow-Origin: *`, and every page of the
//! web calls the server from then on. *Rule:* the origins are those that are named, each compared as a whole; the names of
//! methods and headers are those of the protocol's revision.

mod config;

use std::collections::BTreeMap;

use serde::Serialize;

use super::audit::audit;
use super::policy::CorsPreset;
use super::probe::{Auth, CorsAudit, preset_of};
use crate::error::{Error, ErrorKind, quote};
use crate::finding::registry::Definition;
use crate::finding::registry::cors as registry;
use crate::source::{Origin, Url, is_serialized};

/// What a server is to answer, and what its answers lack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CorsFix {
    /// The revision of MCP that the headers are of.
    pub mcp: String,
    /// The headers of the answer to a preflight of the first origin.
    pub preflight: BTreeMap<String, String>,
    /// The headers of every other answer to it, errors included.
    pub response: BTreeMap<String, String>,
    /// What keeps clients out of the answers that were seen, a sentence each; empty where nothing was seen to.
    pub lacks: Vec<Lack>,
    /// The same as configuration: `express`, `fastapi` (Starlette as well), `axum`, `caddy`, `nginx`.
    pub config: BTreeMap<&'static str, String>,
}

/// What an answer lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// The finding's code.
    pub code: &'static str,
    /// What it keeps a client from.
    pub why: &'static str,
}

/// The newest revision whose servers keep sessions: what it needs, the older ones do.
const REVISION: &str = "2025-11-25";

/// Seconds: Chromium remembers a preflight no longer.
const MAX_AGE: &str = "7200";

/// What keeps a client that is allowed from its call.
const KEEPS_OUT: &[Definition] = &[
    registry::PREFLIGHT_NOT_OK,
    registry::ACAO_INVALID,
    registry::MCP_REQUEST_HEADERS_MISSING,
    registry::AUTHORIZATION_NOT_LISTED,
    registry::WILDCARD_LITERAL_UNDER_CREDENTIALS,
    registry::MCP_DELETE_MISSING,
    registry::MCP_SESSION_NOT_EXPOSED,
    registry::ERROR_RESPONSE_LACKS_CORS,
    registry::WWW_AUTHENTICATE_NOT_EXPOSED,
    registry::VARY_ORIGIN_MISSING,
    registry::WILDCARD_WITH_CREDENTIALS,
];

/// What an MCP server has to answer so that the pages of `target.origins`, and no others, can be its clients.
///
/// # Errors
/// `invalid-input`: no origin is named, one is none, or the URL is none of http or https.
pub fn fix_cors(input: &CorsAudit) -> Result<CorsFix, Error> {
    let invalid = |why: String| Error::new(ErrorKind::InvalidInput, why);
    let origins = input.target.origins.as_deref().unwrap_or_default();
    if origins.is_empty() {
        return Err(invalid(
            "target.origins: expected the origins of the clients, such as https://client.example".into(),
        ));
    }
    let is_none = |origin: &&String| !is_serialized(origin) || Origin::of(origin) == Origin::Opaque;
    if let Some(origin) = origins.iter().find(is_none) {
        let why = "expected an origin as browsers write it, such as https://client.example";
        return Err(invalid(format!("target.origins: {}: {why}", quote(origin))));
    }
    let Some(url) = Url::parse(&input.target.url, None).filter(Url::is_http) else {
        return Err(invalid(format!("target.url: {}: expected an http or https URL", quote(&input.target.url))));
    };
    let mcp = input.target.mcp.clone().unwrap_or_else(|| REVISION.to_owned());
    let mut asked = input.clone();
    asked.target.mcp = Some(mcp.clone());
    let found = audit(&asked);
    let is_found = |definition: &&Definition| found.iter().any(|finding| definition.code == finding.code.as_str());
    let lacks = KEEPS_OUT.iter().filter(is_found);
    let lacks = lacks.map(|definition| Lack { code: definition.code.as_str(), why: definition.why }).collect();
    let needed = Needed::new(preset_of(&mcp), input.target.auth, origins, url.path());
    Ok(CorsFix { mcp, preflight: needed.preflight(), response: needed.response(), lacks, config: config::all(&needed) })
}

/// What is written into each configuration.
struct Needed<'a> {
    origins: &'a [String],
    path: &'a str,
    methods: &'static [&'static str],
    headers: Vec<&'static str>,
    expose: &'static [&'static str],
    credentials: bool,
}

impl<'a> Needed<'a> {
    fn new(preset: CorsPreset, auth: Auth, origins: &'a [String], path: &'a str) -> Self {
        let is_needed = |name: &&&'static str| auth == Auth::Bearer || **name != "Authorization";
        Self {
            origins,
            path,
            methods: preset.methods(),
            headers: preset.headers().iter().filter(is_needed).copied().collect(),
            expose: preset.expose(),
            credentials: auth == Auth::Cookie,
        }
    }

    fn response(&self) -> BTreeMap<String, String> {
        let mut headers: BTreeMap<String, String> = [
            ("Access-Control-Allow-Origin", self.origins.first().cloned().unwrap_or_default()),
            ("Access-Control-Expose-Headers", self.expose.join(", ")),
            ("Vary", "Origin".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        if self.credentials {
            headers.insert("Access-Control-Allow-Credentials".into(), "true".into());
        }
        headers
    }

    fn preflight(&self) -> BTreeMap<String, String> {
        let mut headers = self.response();
        headers.remove("Access-Control-Expose-Headers");
        headers.insert("Access-Control-Allow-Methods".into(), self.methods.join(", "));
        headers.insert("Access-Control-Allow-Headers".into(), self.headers.join(", "));
        headers.insert("Access-Control-Max-Age".into(), MAX_AGE.into());
        headers
    }
}
