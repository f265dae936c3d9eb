//! `connect-src`: where scripts may send.

use super::{deciding, evidence};
use crate::csp::effective::PagePolicies;
use crate::csp::reach::{Asked, Opening, Reach, opening};
use crate::finding::{Finding, registry};
use crate::source::{HostPattern, Source, is_loopback};

const CONNECT: &str = "connect-src";

pub(super) fn reach(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let Some(Opening { reach, decided, .. }) = opening(policies, Asked::Directive(CONNECT)) else {
        return inherited(policies, findings);
    };
    let definition = match reach {
        Reach::Unrestricted => registry::CONNECT_MISSING,
        Reach::Everywhere => registry::CONNECT_WILDCARD,
        Reach::Scheme => registry::CONNECT_BARE_SCHEME,
        Reach::AnyHost => registry::CONNECT_WILDCARD_HOST,
        Reach::Suffix => registry::CONNECT_PUBLIC_SUFFIX,
        Reach::Customers => registry::CONNECT_MULTI_TENANT,
    };
    findings.push(definition.found(decided.map(evidence)));
}

/// Worth knowing where everything is held.
fn inherited(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let mut decided = deciding(policies, CONNECT).peekable();
    let first = decided.peek().copied();
    if decided.all(|(_, directive)| directive.name == "default-src") {
        findings.extend(first.map(|first| registry::CONNECT_INHERITED.found(Some(evidence(first)))));
    }
}

/// Hosts that are reached without TLS, where hosts are named at all.
pub(super) fn hosts(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let is_wide = |opening: Opening<'_>| opening.reach >= Reach::AnyHost;
    if opening(policies, Asked::Directive(CONNECT)).is_some_and(is_wide) {
        return;
    }
    let decided = super::every_policy_has(policies, CONNECT, |sources| sources.iter().any(is_insecure));
    findings.extend(decided.map(|decided| registry::CONNECT_INSECURE.found(Some(evidence(decided)))));
}

/// Whether a source names a host and lets it be reached without TLS.
pub(in crate::csp) fn is_insecure(source: &Source) -> bool {
    match source {
        Source::Host {
            scheme: Some(scheme), host: HostPattern::Exact(host) | HostPattern::Subdomains(host), ..
        } => matches!(scheme.as_str(), "http" | "ws") && !is_loopback(host),
        _ => false,
    }
}
