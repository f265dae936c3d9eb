//! Every rule: what its finding is called, what it costs, and a piece of code that raises it beside one that does not.
//!
//! `docs/scan.md` is written from here, and a test scans each example.

use serde::{Deserialize, Serialize};

mod markup;
mod sending;
mod servers;

/// All rules, in the order of their page.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [markup::RULES, sending::RULES, servers::RULES].into_iter().flatten()
}

/// A rule's stable name.
pub type Code = &'static str;

/// How bad it is, worst first: the audits' severities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Data leaves or script runs now.
    Critical,
    /// One more step of an attacker's suffices.
    High,
    /// A layer is missing that another one stands in for.
    Medium,
    /// Weakens defense in depth.
    Low,
}

/// The guide that a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guide {
    /// On `navigator.sendBeacon` and `connect-src`.
    Beacon,
    /// On Background Fetch.
    BackgroundFetch,
    /// On Fetch Metadata.
    FetchMetadata,
    /// On CORS and preflights.
    Cors,
    /// On speculation rules.
    Speculation,
}

impl Guide {
    /// As a page writes it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Beacon => "Beacon API",
            Self::BackgroundFetch => "Background Fetch",
            Self::FetchMetadata => "Fetch Metadata",
            Self::Cors => "CORS preflight",
            Self::Speculation => "Speculation Rules",
        }
    }
}

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Stable name.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Points off a score of 100.
    pub score: i32,
    /// The guide that it belongs to.
    pub guide: Guide,
    /// Whether the points are the guide's own.
    pub is_guides: bool,
    /// What was found, in a line.
    pub title: &'static str,
    /// What an attacker does with it.
    pub why: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// When it is wrong.
    pub wrong: &'static str,
    /// The file name of the examples, which says how they are read.
    pub file: &'static str,
    /// Code that raises it.
    pub raised: &'static str,
    /// The same, corrected.
    pub fixed: &'static str,
}

/// A rule by its name.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code == code)
}

pub(crate) const MARKUP: Code = "scan-markup-from-output";
pub(crate) const CHANGED: Code = "scan-markup-changed-after-sanitizing";
pub(crate) const SCRIPT: Code = "scan-script-from-output";
pub(crate) const SCHEME: Code = "scan-url-scheme-from-output";
pub(crate) const RESOURCE: Code = "scan-resource-from-output";
pub(crate) const SANITIZER: Code = "scan-sanitizer-lets-script-through";
pub(crate) const INVISIBLE_KEPT: Code = "scan-invisible-text-kept";
pub(crate) const RENDERER: Code = "scan-renderer-trusts-markup";
pub(crate) const SANDBOX: Code = "scan-sandbox-can-be-left";
pub(crate) const OPENER: Code = "scan-opener-given";
pub(crate) const BEACON: Code = "scan-beacon-without-allowlist";
pub(crate) const BEACON_DESTINATION: Code = "scan-beacon-destination-from-output";
pub(crate) const REQUEST: Code = "scan-request-destination-from-output";
pub(crate) const BACKGROUND_OPEN: Code = "scan-background-fetch-open";
pub(crate) const BACKGROUND_UNLISTED: Code = "scan-background-fetch-unlisted";
pub(crate) const BACKGROUND_DESTINATION: Code = "scan-background-fetch-from-output";
pub(crate) const WORKER_EVALUATES: Code = "scan-worker-evaluates-message";
pub(crate) const WORKER_SCOPE: Code = "scan-worker-scope-wide";
pub(crate) const SPECULATION: Code = "scan-speculation-rules-from-output";
pub(crate) const SPECULATION_ANY: Code = "scan-speculation-rules-match-output";
pub(crate) const COMMAND: Code = "scan-command-from-output";
pub(crate) const OPENED: Code = "scan-opened-url-from-output";
pub(crate) const TRANSPORT: Code = "scan-transport-without-origin-check";
pub(crate) const BINDS_EVERYWHERE: Code = "scan-server-binds-everywhere";
pub(crate) const CORS_REFLECTED_CREDENTIALS: Code = "scan-cors-reflected-with-credentials";
pub(crate) const CORS_REFLECTED: Code = "scan-cors-reflected";
pub(crate) const CORS_WILDCARD_CREDENTIALS: Code = "scan-cors-wildcard-with-credentials";
pub(crate) const CORS_PATTERN: Code = "scan-cors-origin-pattern";
pub(crate) const SESSION_NOT_EXPOSED: Code = "scan-cors-session-not-exposed";
pub(crate) const GET_CHANGES: Code = "scan-get-changes-state";
pub(crate) const WEBSOCKET: Code = "scan-websocket-without-origin-check";
pub(crate) const NO_ISOLATION: Code = "scan-endpoint-without-isolation";
pub(crate) const REFUSES_CLIENTS: Code = "scan-isolation-refuses-clients";
pub(crate) const EXEMPT_PREFIX: Code = "scan-exempt-path-prefix";
pub(crate) const HIDDEN_TEXT: Code = "scan-tool-description-hidden-text";
pub(crate) const ADVISORY: Code = "scan-package-with-advisory";
pub(crate) const NO_REASON: Code = "scan-ignored-without-reason";
