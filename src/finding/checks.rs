//! How an audit runs its checks: each is a function from what was seen to findings, and all of them stand in one list.

use super::registry::Definition;
use super::{Evidence, Finding};

/// Runs every check, in order.
pub(crate) fn run<S>(checks: &[fn(&S, &mut Vec<Finding>)], seen: &S) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in checks {
        check(seen, &mut findings);
    }
    findings
}

/// Adds the finding once, at the first of `probes` that shows it. Whether one did.
pub(crate) fn first<P>(
    findings: &mut Vec<Finding>,
    definition: &Definition,
    probes: &[P],
    shows: &dyn Fn(&P) -> bool,
    evidence: impl FnOnce(&P) -> Evidence,
) -> bool {
    let Some((at, probe)) = probes.iter().enumerate().find(|(_, probe)| shows(probe)) else { return false };
    let evidence = Evidence { path: Some(format!("/probes/{at}")), ..evidence(probe) };
    findings.push(definition.found(Some(evidence)));
    true
}
