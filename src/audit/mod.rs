//! Gathers findings and scores them.

mod corrected;
#[cfg(feature = "html")]
mod document;
mod drift;
pub mod format;
mod headers;
mod page;
mod score;
mod server;
mod structured;
mod ways;

pub use corrected::Corrected;
#[cfg(feature = "html")]
pub use document::{MetaPolicies, document_policies, meta_policies};
pub use headers::Response;
pub use page::{Fetched, Frame, Page, PageReport, PolicySource, SeenPolicy, Worker, audit_page};
pub use score::Grade;
pub use server::{ServerAudit, audit_server};
pub use ways::{ClosedWay, OpenWay};

use serde::{Deserialize, Serialize};
#[cfg(target_arch = "wasm32")]
use serde::{Deserializer, de::IgnoredAny};

use crate::cors::{self, CorsAudit};
use crate::csp::{self, Observed, PagePolicies};
use crate::fetch_metadata::{self, RequestAudit};
use crate::finding::Finding;
use crate::speculation::{self, RouteAudit};

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditReport {
    /// 100 and the sum of the breakdown, from 0 to 100.
    pub score: i32,
    /// A from 90, B from 75, C from 60, D from 40, else F; a critical finding allows no better than D.
    pub grade: Grade,
    /// What was found, worst first.
    pub findings: Vec<Finding>,
    /// The score's parts.
    pub breakdown: Vec<Part>,
    /// Of a page or a response: the ways out that are open to an attacker's host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", serde(deserialize_with = "passed_over"))]
    pub open: Option<Vec<OpenWay>>,
    /// The ways out that are closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", serde(deserialize_with = "passed_over"))]
    pub closed: Option<Vec<ClosedWay>>,
    /// Of a response: its own headers with the least change that ends the findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", serde(deserialize_with = "passed_over"))]
    pub corrected: Option<Corrected>,
}

/// What one finding takes off. A part named `floor` makes up for what went below zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The finding's code.
    pub code: String,
    /// Its points.
    pub score: i32,
}

/// Judges the policies that a page was seen to have.
pub fn audit_policies(observed: &Observed) -> AuditReport {
    let policies = PagePolicies::new(observed);
    page_report(csp::audit(&policies), &policies, None)
}

/// Judges the headers of a response, with the policies that its document carries.
pub fn audit_headers(response: &Response) -> AuditReport {
    let policies = headers::policies(response);
    page_report(headers::judge(response, &policies), &policies, Some(response))
}

/// Judges speculation rules.
pub fn audit_speculation_rules(rules: &str, context: &speculation::Context) -> AuditReport {
    report(speculation::audit(rules, context))
}

/// Judges what a server answered to requests from other origins.
pub fn audit_cors(input: &CorsAudit) -> AuditReport {
    report(cors::audit(input))
}

/// Judges what a server answered to requests with the headers of each kind of page, and with none.
pub fn audit_request_policy(input: &RequestAudit) -> AuditReport {
    report(fetch_metadata::audit(input))
}

/// Judges a server's routes: which `GET` changes something.
pub fn audit_routes(input: &RouteAudit) -> AuditReport {
    report(speculation::audit_routes(input))
}

/// What reads a report in a page, `toSarif`, reads its findings: the readers of the rest would be a hundredth of the module.
#[cfg(target_arch = "wasm32")]
fn passed_over<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<Option<T>, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| None)
}

/// A report of what has no ways out: a server's answers, rules, routes.
fn report(findings: Vec<Finding>) -> AuditReport {
    let score::Scored { score, grade, findings, breakdown } = score::of(findings);
    AuditReport { score, grade, findings, breakdown, open: None, closed: None, corrected: None }
}

/// The report of a page, by its policies and the response that brought it.
fn page_report(mut findings: Vec<Finding>, policies: &PagePolicies, response: Option<&Response>) -> AuditReport {
    let corrected = response.map(|response| corrected::of(response, policies, &mut findings));
    let (open, closed) = ways::of(policies, response);
    AuditReport { open: Some(open), closed: Some(closed), corrected, ..report(findings) }
}
