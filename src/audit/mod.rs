//! Gathers findings and scores them.

#[cfg(feature = "sanitizer")]
mod document;
mod drift;
pub mod format;
mod headers;
mod page;
mod server;
mod structured;

#[cfg(feature = "sanitizer")]
pub use document::meta_policies;
pub use headers::Response;
pub use page::{Fetched, Frame, Page, PageReport, PolicySource, SeenPolicy, Worker, audit_page};
pub use server::{ServerAudit, audit_server};

use serde::{Deserialize, Serialize};

use crate::cors::{self, CorsAudit};
use crate::csp::{self, Observed, PagePolicies};
use crate::fetch_metadata::{self, RequestAudit};
use crate::finding::{Finding, Severity};
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
}

/// A school grade.
///
/// Closed: a school has no more of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Grade {
    A,
    B,
    C,
    D,
    F,
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
    report(csp::audit(&PagePolicies::new(observed)))
}

/// Judges the headers of a response, with the policies that its document carries.
pub fn audit_headers(response: &Response) -> AuditReport {
    report(headers::audit(response))
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

fn report(mut findings: Vec<Finding>) -> AuditReport {
    findings.sort_by_key(|finding| (finding.severity, finding.score));
    let mut breakdown: Vec<_> = findings
        .iter()
        .filter(|finding| finding.score != 0)
        .map(|finding| Part { code: finding.code.clone(), score: finding.score })
        .collect();
    let sum = 100 + breakdown.iter().map(|part| part.score).sum::<i32>();
    if sum < 0 {
        breakdown.push(Part { code: "floor".into(), score: -sum });
    }
    let score = sum.max(0);
    let critical = findings.iter().any(|finding| finding.severity == Severity::Critical);
    AuditReport { score, grade: grade(score, critical), findings, breakdown }
}

fn grade(score: i32, critical: bool) -> Grade {
    let by_score = match score {
        90.. => Grade::A,
        75.. => Grade::B,
        60.. => Grade::C,
        40.. => Grade::D,
        _ => Grade::F,
    };
    if critical { by_score.max(Grade::D) } else { by_score }
}
