//! A server that was probed for both: who may read its answers, and which requests reach its handlers.

use super::{AuditReport, report};
use crate::cors::{self, CorsAudit};
use crate::fetch_metadata::{self, RequestAudit};
use crate::finding::Finding;
use crate::finding::registry::{cors as of_cors, request_policy as of_requests};

/// What a server was asked, and what it answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerAudit {
    /// As pages of other origins.
    pub cors: CorsAudit,
    /// With Fetch Metadata of each shape.
    pub requests: RequestAudit,
}

/// Judges both, as one report. A request that both audits send is counted once. Evidence points at `/cors/probes/…` and
/// `/requests/probes/…`.
pub fn audit_server(input: &ServerAudit) -> AuditReport {
    let mut findings = placed("/cors", cors::audit(&input.cors));
    let is_known = findings.iter().any(|finding| finding.code == of_cors::MCP_ORIGIN_NOT_VALIDATED.code);
    let same = [of_requests::FOREIGN_ORIGIN_ACCEPTED.code, of_requests::NULL_ORIGIN_ACCEPTED.code];
    let of_requests = placed("/requests", fetch_metadata::audit(&input.requests)).into_iter();
    findings.extend(of_requests.filter(|finding| !is_known || !same.iter().any(|code| finding.code == *code)));
    report(findings)
}

fn placed(part: &str, mut findings: Vec<Finding>) -> Vec<Finding> {
    for evidence in findings.iter_mut().filter_map(|finding| finding.evidence.as_mut()) {
        evidence.path = evidence.path.as_ref().map(|path| format!("{part}{path}"));
    }
    findings
}
