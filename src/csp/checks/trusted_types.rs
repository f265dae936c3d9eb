//! Trusted Types: whether strings are kept from what runs them, and by whom they are let through. Trusted Types § 4.

use super::evidence;
use crate::csp::effective::PagePolicies;
use crate::csp::parse::Csp;
use crate::finding::{Finding, registry};

const REQUIRE: &str = "require-trusted-types-for";

pub(super) fn judge(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    if policies.is_sandboxed() {
        return;
    }
    let is_script = |token: &str| token.eq_ignore_ascii_case("'script'");
    let mut required = false;
    for policy in policies.enforced() {
        let Some(directive) = policy.directive(REQUIRE) else { continue };
        required |= directive.value.split_ascii_whitespace().any(is_script);
        if !directive.value.split_ascii_whitespace().all(is_script) || directive.value.is_empty() {
            findings.push(registry::TRUSTED_TYPES_VALUE.found(Some(evidence((policy, directive)))));
        }
    }
    if !required {
        let seen = policies.enforced().next().map(Csp::whole);
        findings.push(registry::TRUSTED_TYPES_MISSING.found(seen));
        return;
    }
    // Every list of names must have a policy's name on it.
    let lists: Vec<_> = policies
        .enforced()
        .filter_map(|policy| policy.directive("trusted-types").map(|directive| (policy, directive)))
        .collect();
    let is_wide = |value: &str| {
        value.split_ascii_whitespace().any(|token| token == "*" || token.eq_ignore_ascii_case("'allow-duplicates'"))
    };
    let first = lists.first().filter(|_| lists.iter().all(|(_, directive)| is_wide(&directive.value)));
    findings.extend(first.map(|first| registry::TRUSTED_TYPES_ANY_POLICY.found(Some(evidence(*first)))));
}
