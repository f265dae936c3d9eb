//! The ways out beside `connect-src`: what an image, a form or a frame carries away in its address.

use super::scripts::{lists_scheme, trusted};
use super::{every_policy_has, evidence};
use crate::csp::effective::PagePolicies;
use crate::csp::reach::{Asked, Opening, Reach, WAYS, Way, opening};
use crate::finding::registry::{self, Definition};
use crate::finding::{Finding, Severity};

/// Points for a way that every customer of a hosting service is behind.
const CUSTOMERS: i32 = -6;

/// What the page loads, and what it loads ahead.
pub(super) fn loads(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    // Without an enforced policy everything is open, and one finding says so.
    if policies.enforced().next().is_none() {
        return;
    }
    let is_load =
        |way: &&Way| !matches!(way.name, "connect-src" | "script-src" | "form-action" | "base-uri" | "frame-ancestors");
    for way in WAYS.iter().filter(is_load) {
        let opening = match way.asked {
            // Prefetch is open wherever anything is, which the others say: what is left to say is that default-src is.
            Some(Asked::Prefetch) => opening(policies, Asked::Directive("default-src")),
            _ => way.opening(policies),
        };
        let Some(opening) = opening else { continue };
        if way.name == "object-src" && opening.reach == Reach::Unrestricted {
            findings.push(registry::OBJECT_MISSING.found(None));
            continue;
        }
        let mut finding = open(registry::CHANNEL_OPEN, way, &opening);
        // A worker of another origin does not start, and what is loaded ahead is a request that another directive may allow.
        if matches!(way.name, "worker-src" | "prefetch") {
            (finding.severity, finding.score) = (Severity::Low, -1);
        }
        findings.push(finding);
    }
}

/// Where forms are sent: nothing stands in for a `form-action` that is missing.
pub(super) fn forms(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let Some((way, opening)) = open_way(policies, "form-action") else { return };
    findings.push(match opening.reach {
        Reach::Unrestricted => registry::FORM_ACTION_MISSING.found(None),
        _ => open(registry::CHANNEL_OPEN, way, &opening),
    });
}

/// A base that is written and holds nothing. One that is missing counts where scripts are trusted by nonce or hash.
pub(super) fn base(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let Some((way, opening)) = open_way(policies, "base-uri") else { return };
    if opening.reach == Reach::Unrestricted {
        return;
    }
    let mut finding = open(registry::CHANNEL_OPEN, way, &opening);
    let counts = !policies.is_sandboxed() && trusted(policies).is_some();
    finding.score = if counts { registry::BASE_URI_MISSING.score } else { 0 };
    finding.severity = registry::BASE_URI_MISSING.severity;
    findings.push(finding);
}

/// Objects whose address spells out a document.
pub(super) fn objects(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let decided = every_policy_has(policies, "object-src", |sources| lists_scheme(sources, "data"));
    findings.extend(decided.map(|decided| registry::OBJECT_DATA.found(Some(evidence(decided)))));
}

/// That way of an enforced policy, if it is open.
pub(crate) fn open_way<'a>(policies: &'a PagePolicies, name: &str) -> Option<(&'static Way, Opening<'a>)> {
    policies.enforced().next()?;
    let way = WAYS.iter().find(|way| way.name == name)?;
    Some((way, way.opening(policies)?))
}

/// A way that is open, as a finding: by which source, and what goes there.
pub(crate) fn open(definition: Definition, way: &Way, opening: &Opening<'_>) -> Finding {
    let mut finding = definition.found(opening.decided.map(evidence));
    finding.code = format!("{}:{}", definition.code.as_str(), way.subject(opening));
    let by = match (&opening.widest, opening.decided) {
        (Some(widest), Some((_, directive))) => format!("{widest} in {} lets it", directive.name),
        _ => format!("no directive holds it, since neither {} nor default-src is there", way.name),
    };
    finding.why = format!("{} What goes that way: {}. Open, since {by}.", definition.why, way.what);
    if opening.reach == Reach::Customers {
        finding.score = finding.score.max(CUSTOMERS);
    }
    finding
}
