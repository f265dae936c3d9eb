//! The checks: each is a function from a page's policies to findings, and all of them stand in [`CHECKS`].
//!
//! A request must pass every enforced policy, so a check of how wide they are looks for what all of them let through. What is
//! written wrongly is a finding wherever it stands. It costs no points by itself: what it leaves open does.

mod connect;
mod scripts;
mod trusted_types;
mod ways_out;
mod words;
mod written;

use super::effective::PagePolicies;
use super::parse::{Csp, Directive};
use super::reach::{self, Asked};
use crate::finding::registry;
use crate::finding::{Evidence, Finding, checks};
use crate::source::SourceList;

pub(super) use connect::is_insecure;
pub(super) use scripts::is_ignored;
pub use scripts::script_nonces;
pub(crate) use ways_out::{open, open_way};
pub(super) use words::{HASHED, KEYWORDS, nearest};
pub(super) use written::{is_address, is_directive, is_unquoted, understood, wrong};

type Check = fn(&PagePolicies, &mut Vec<Finding>);

const CHECKS: &[Check] = &[
    presence,
    connect::reach,
    connect::hosts,
    scripts::reach,
    scripts::schemes,
    scripts::gadgets,
    scripts::inline,
    scripts::eval,
    scripts::trust,
    scripts::ignored,
    scripts::speculation_rules,
    ways_out::loads,
    ways_out::forms,
    ways_out::base,
    ways_out::objects,
    trusted_types::judge,
    written::dropped,
    written::spelling,
    written::sources,
    written::values,
    written::insecure,
    written::paths,
    written::commas,
];

/// Runs every check.
pub fn audit(policies: &PagePolicies) -> Vec<Finding> {
    checks::run(CHECKS, policies)
}

/// Whether some enforced policy lists the hosts that requests of `name` may go to.
pub fn names_hosts(policies: &PagePolicies, name: &'static str) -> bool {
    reach::opening(policies, Asked::Directive(name)).is_none_or(|opening| opening.reach < reach::Reach::AnyHost)
}

/// No policy at all, or one that only reports.
fn presence(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    if policies.enforced().next().is_some() {
        return;
    }
    findings.push(match policies.all().first() {
        None => registry::CSP_MISSING.found(None),
        Some(policy) => registry::CSP_REPORT_ONLY.found(Some(policy.whole())),
    });
}

/// The policies that decide about `name`, each with its directive.
fn deciding<'a>(policies: &'a PagePolicies, name: &'a str) -> impl Iterator<Item = (&'a Csp, &'a Directive)> {
    policies.enforced().filter_map(move |policy| policy.deciding(name).map(|directive| (policy, directive)))
}

/// The first of the deciding directives, if there is one and `bad` is true of all of them.
fn every_policy_has<'a>(
    policies: &'a PagePolicies,
    name: &'a str,
    bad: impl Fn(&SourceList) -> bool,
) -> Option<(&'a Csp, &'a Directive)> {
    let decided: Vec<_> = deciding(policies, name).collect();
    decided.iter().all(|(_, directive)| bad(&directive.sources())).then(|| decided.first().copied())?
}

fn evidence((policy, directive): (&Csp, &Directive)) -> Evidence {
    policy.evidence(directive.span)
}
