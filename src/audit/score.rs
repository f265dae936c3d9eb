//! What the findings cost together.
//!
//! The order is a law, which `tests/it/audit/order.rs` holds: a policy that is added, or a directive that narrows, never lowers
//! a score, one that widens never raises it, and nothing is worth less than no policy. So a set of findings about one and the
//! same hole is paid for once, by the worst, and what is written wrongly costs nothing by itself: what it leaves open does.

use serde::{Deserialize, Serialize};

use super::Part;
use crate::finding::registry::{self, Definition};
use crate::finding::{Finding, Severity};

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

/// Findings about one hole, of which the worst is paid for.
struct Hole {
    findings: &'static [Definition],
    /// What each of the others takes off all the same: another way through.
    further: i32,
    /// Of the ways out, those that count here.
    ways: fn(&str) -> bool,
}

const HOLES: &[Hole] = &[
    // Where scripts may send.
    Hole {
        findings: &[
            registry::CONNECT_MISSING,
            registry::CONNECT_WILDCARD,
            registry::CONNECT_BARE_SCHEME,
            registry::CONNECT_WILDCARD_HOST,
            registry::CONNECT_PUBLIC_SUFFIX,
            registry::CONNECT_MULTI_TENANT,
            registry::CONNECT_INSECURE,
        ],
        further: 0,
        ways: |_| false,
    },
    // Which hosts' scripts run.
    Hole {
        findings: &[
            registry::SCRIPT_MISSING,
            registry::SCRIPT_WILDCARD,
            registry::SCRIPT_BARE_SCHEME,
            registry::SCRIPT_DANGEROUS_SCHEME,
            registry::SCRIPT_GADGET_HOST,
            registry::INSECURE_SOURCE,
        ],
        further: 0,
        ways: |_| false,
    },
    // Which script of the page's markup runs: one that is trusted may be another by its base.
    Hole {
        findings: &[
            registry::SCRIPT_MISSING,
            registry::SCRIPT_UNSAFE_INLINE,
            registry::NONCE_REUSED,
            registry::SPECULATION_INJECTABLE,
            registry::NONCE_TOO_SHORT,
            registry::SCRIPT_UNSAFE_HASHES,
            registry::BASE_URI_MISSING,
            registry::CHANNEL_OPEN,
        ],
        further: 0,
        ways: |way| way == "base-uri",
    },
    // What the page loads: one way out is enough.
    Hole {
        findings: &[registry::CHANNEL_OPEN, registry::OBJECT_MISSING],
        further: -1,
        ways: |way| !matches!(way, "form-action" | "base-uri" | "frame-ancestors"),
    },
    // Whether anybody hears of an attack.
    Hole { findings: &[registry::REPORTING_MISSING, registry::REPORT_TO_UNDEFINED], further: 0, ways: |_| false },
];

/// What findings cost.
pub(super) struct Scored {
    pub(super) score: i32,
    pub(super) grade: Grade,
    pub(super) findings: Vec<Finding>,
    pub(super) breakdown: Vec<Part>,
}

/// Few findings weigh differently: they are put together weight by weight, for a sort would be three kilobytes of the module.
fn worst_first(mut findings: Vec<Finding>) -> Vec<Finding> {
    let weight = |finding: &Finding| (finding.severity, finding.score);
    let mut weights = Vec::new();
    for finding in &findings {
        if let Err(place) = weights.binary_search(&weight(finding)) {
            weights.insert(place, weight(finding));
        }
    }
    let mut sorted = Vec::with_capacity(findings.len());
    for wanted in weights {
        sorted.extend(findings.extract_if(.., |finding| weight(finding) == wanted));
    }
    sorted
}

pub(super) fn of(mut findings: Vec<Finding>) -> Scored {
    for hole in HOLES {
        pay_once(&mut findings, hole);
    }
    let findings = worst_first(findings);
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
    Scored { score, grade: grade(score, critical), findings, breakdown }
}

fn pay_once(findings: &mut [Finding], hole: &Hole) {
    let is_of = |finding: &Finding| {
        let (code, way) = (finding.rule(), finding.subject().unwrap_or_default());
        let is_way = registry::CHANNEL_OPEN.code == code;
        hole.findings.iter().any(|definition| definition.code == code) && (!is_way || (hole.ways)(way))
    };
    let of_hole = || findings.iter().enumerate().filter(|(_, finding)| is_of(finding));
    let Some(worst) = of_hole().min_by_key(|(_, finding)| finding.score).map(|(at, _)| at) else { return };
    for (at, finding) in findings.iter_mut().enumerate() {
        if at != worst && is_of(finding) {
            finding.score = finding.score.max(hole.further);
        }
    }
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
