//! What runs as script: by its host, by its scheme, inline, and by what is trusted.

use super::{deciding, every_policy_has, evidence};
use crate::csp::effective::PagePolicies;
use crate::csp::gadgets::{self, Gadget};
use crate::csp::inline::{Inline, allows_inline};
use crate::csp::parse::{Csp, Directive};
use crate::csp::reach::{Asked, Opening, Reach, opening};
use crate::finding::{Finding, Severity, registry};
use crate::source::{Dialect, Origin, Source, SourceList, Target};

const ELEMENTS: &str = "script-src-elem";

/// Whether scripts are held at all, and have anything of the page's in their reach.
fn count(policies: &PagePolicies) -> bool {
    !policies.is_sandboxed() && deciding(policies, ELEMENTS).next().is_some()
}

pub(super) fn reach(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    if policies.is_sandboxed() {
        return;
    }
    let Some(Opening { reach, decided, widest }) = opening(policies, Asked::Directive(ELEMENTS)) else { return };
    let seen = decided.map(evidence);
    findings.push(match reach {
        Reach::Unrestricted => registry::SCRIPT_MISSING.found(seen),
        Reach::Everywhere | Reach::AnyHost | Reach::Suffix => registry::SCRIPT_WILDCARD.found(seen),
        Reach::Scheme => registry::SCRIPT_BARE_SCHEME.found(seen),
        Reach::Customers => {
            let mut finding = registry::SCRIPT_GADGET_HOST.found(seen);
            let widest = widest.map(|source| source.to_string()).unwrap_or_default();
            finding.why = format!("{} {widest} is whoever has an account there.", finding.why);
            finding
        }
    });
}

/// Schemes whose addresses hold the script themselves: `data:` needs nothing, `blob:` a script that made it.
pub(super) fn schemes(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    if !count(policies) {
        return;
    }
    for scheme in ["data", "blob", "filesystem"] {
        let decided = every_policy_has(policies, ELEMENTS, |sources| has_scheme(sources, scheme));
        findings.extend(decided.map(|decided| {
            let mut finding = registry::SCRIPT_DANGEROUS_SCHEME.found(Some(evidence(decided)));
            if scheme != "data" {
                finding.severity = Severity::Medium;
                finding.score = BLOB;
                finding.why = format!("{} A {scheme}: address has to be made by a script first.", finding.why);
            }
            finding
        }));
    }
    // A list that scripts share has its finding above: this is about a list that workers have to themselves.
    let workers = every_policy_has(policies, "worker-src", |sources| has_scheme(sources, "data"));
    let workers = workers.filter(|(_, directive)| matches!(directive.name.as_str(), "worker-src" | "child-src"));
    findings.extend(workers.map(|decided| {
        let mut finding = registry::SCRIPT_DANGEROUS_SCHEME.found(Some(evidence(decided)));
        finding.severity = Severity::Low;
        finding.score = 0;
        finding.why = WORKER_FROM_DATA.to_owned();
        finding
    }));
}

const WORKER_FROM_DATA: &str = "An attacker's script can start a worker whose address spells out its code. The worker has an \
                                origin of its own, and nothing of the page's in its reach.";

/// Points for a scheme whose addresses a script has to make first.
const BLOB: i32 = -4;

/// Whether a script's address may be of that scheme.
fn has_scheme(sources: &SourceList, scheme: &str) -> bool {
    sources.keyword("strict-dynamic").is_none() && lists_scheme(sources, scheme)
}

pub(super) fn lists_scheme(sources: &SourceList, scheme: &str) -> bool {
    sources.iter().any(|source| matches!(source, Source::Scheme(listed) if listed == scheme))
}

/// Hosts that serve script for anybody, where every policy lets one and the same through.
pub(super) fn gadgets(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    if !count(policies) {
        return;
    }
    let decided: Vec<(&Csp, &Directive, SourceList)> =
        deciding(policies, ELEMENTS).map(|(policy, directive)| (policy, directive, directive.sources())).collect();
    if decided.iter().any(|(.., sources)| sources.keyword("strict-dynamic").is_some()) {
        return;
    }
    let Some((policy, directive, _)) = decided.first() else { return };
    let eval = allows_eval(policies);
    let self_origin = Origin::of("null");
    let lets = |gadget: &Gadget| {
        let Some(url) = gadget.url() else { return false };
        let target = Target { url: &url, self_origin: &self_origin, redirected: false, dialect: Dialect::Browsers };
        // Without the page's own scheme the matcher refuses a host that is written without one: its name is compared instead.
        let reaches =
            |source: &Source| source.matches(target) || gadgets::behind(source, eval).is_some_and(|one| one == gadget);
        decided.iter().all(|(.., sources)| sources.iter().any(reaches))
    };
    let mut named: Vec<&Gadget> = Vec::new();
    for gadget in
        decided.iter().flat_map(|(.., sources)| sources.iter()).filter_map(|source| gadgets::behind(source, eval))
    {
        if lets(gadget) && !named.iter().any(|one| one.host == gadget.host) {
            named.push(gadget);
        }
    }
    if named.is_empty() {
        return;
    }
    let mut finding = registry::SCRIPT_GADGET_HOST.found(Some(policy.evidence(directive.span)));
    let reasons: Vec<_> = named.iter().map(|gadget| format!("{}: {}", gadget.host, gadget.why.text())).collect();
    finding.why = format!("{} Here {}.", finding.why, reasons.join("; "));
    findings.push(finding);
}

/// `'unsafe-inline'` counts only where no nonce, hash or `'strict-dynamic'` stands beside it: CSP § 6.7.3.2.
pub(super) fn inline(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for policy in policies.all() {
        for name in [ELEMENTS, "style-src-elem"] {
            let Some(directive) = policy.deciding(name) else { continue };
            let sources = directive.sources();
            if sources.keyword("unsafe-inline").is_some() && sources.has_nonce_or_hash() {
                findings.push(registry::UNSAFE_INLINE_IGNORED.found(Some(evidence((policy, directive)))));
            }
        }
    }
    if !count(policies) {
        return;
    }
    let attribute = "script-src-attr";
    let elements = allows_inline(policies.enforced(), Inline::Script(None), true);
    let handlers = allows_inline(policies.enforced(), Inline::Handler, true);
    if elements || handlers {
        let decided = deciding(policies, if elements { ELEMENTS } else { attribute }).next();
        let mut finding = registry::SCRIPT_UNSAFE_INLINE.found(decided.map(evidence));
        if !elements {
            finding.why = format!("{} Here event handlers run: script-src-attr lets them through.", finding.why);
        }
        findings.push(finding);
        return;
    }
    let by_hash = |sources: &SourceList| sources.keyword("unsafe-hashes").is_some() && sources.has_nonce_or_hash();
    let decided = every_policy_has(policies, attribute, by_hash);
    findings.extend(decided.map(|decided| registry::SCRIPT_UNSAFE_HASHES.found(Some(evidence(decided)))));
}

/// Whether every policy lets strings run. `eval` asks script-src itself: where only elements are held, it is free.
fn allows_eval(policies: &PagePolicies) -> bool {
    deciding(policies, "script-src").all(|(_, one)| one.sources().keyword("unsafe-eval").is_some())
}

pub(super) fn eval(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    if !count(policies) {
        return;
    }
    // 'wasm-unsafe-eval' is no finding: a module needs a script that instantiates it, and a string still does not run.
    if allows_eval(policies) {
        let decided = deciding(policies, "script-src").next().or_else(|| deciding(policies, ELEMENTS).next());
        findings.push(registry::SCRIPT_UNSAFE_EVAL.found(decided.map(evidence)));
    }
}

/// A nonce of fewer characters holds less than 96 bits, whichever alphabet of base64 it is in.
const SHORTEST_NONCE: usize = 16;

/// Nonces, hashes and `'strict-dynamic'`, and the base that relative addresses of trusted scripts hang on.
pub(super) fn trust(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for (policy, directive) in deciding(policies, "style-src-elem").filter(|(_, one)| one.name != "default-src") {
        if directive.sources().nonces().any(|nonce| nonce.len() < SHORTEST_NONCE) {
            let mut finding = registry::NONCE_TOO_SHORT.found(Some(evidence((policy, directive))));
            (finding.severity, finding.score) = (Severity::Low, 0);
            finding.why = format!("{} Here it is a style sheet's.", finding.why);
            findings.push(finding);
        }
    }
    for (policy, directive) in deciding(policies, ELEMENTS) {
        let sources = directive.sources();
        let seen = || Some(evidence((policy, directive)));
        if sources.keyword("strict-dynamic").is_some() && !sources.has_nonce_or_hash() {
            findings.push(registry::STRICT_DYNAMIC_ALONE.found(seen()));
        }
        if let Some(short) = sources.nonces().find(|nonce| nonce.len() < SHORTEST_NONCE) {
            let mut finding = registry::NONCE_TOO_SHORT.found(seen());
            if policies.is_sandboxed() || !allows_inline(policies.enforced(), Inline::Script(Some(short)), true) {
                finding.score = 0;
            }
            findings.push(finding);
        }
    }
    if policies.is_sandboxed() || policies.enforced().any(|policy| policy.directive("base-uri").is_some()) {
        return;
    }
    findings.extend(trusted(policies).map(|decided| registry::BASE_URI_MISSING.found(Some(evidence(decided)))));
}

/// What does not count beside `'strict-dynamic'`: CSP § 6.7.1.1, step 4.
pub(super) fn ignored(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for policy in policies.all() {
        let Some(directive) = policy.deciding(ELEMENTS).filter(|one| one.name != "default-src") else { continue };
        let sources = directive.sources();
        if sources.keyword("strict-dynamic").is_none() {
            continue;
        }
        let listed: Vec<String> =
            sources.iter().filter(|source| is_ignored(source)).map(|source| source.to_string()).collect();
        if !listed.is_empty() {
            let mut finding = registry::STRICT_DYNAMIC_IGNORES.found(Some(evidence((policy, directive))));
            finding.why = format!("{} Here {}.", finding.why, listed.join(" "));
            findings.push(finding);
        }
    }
}

/// Whether a source does not count beside `'strict-dynamic'`.
pub(in crate::csp) fn is_ignored(source: &Source) -> bool {
    match source {
        Source::Any | Source::SelfOrigin | Source::Scheme(_) | Source::Host { .. } => true,
        Source::None | Source::Keyword(_) => false,
    }
}

/// The directive by which a script's element is trusted wherever its address leads: by its nonce, or by a hash under
/// `'strict-dynamic'`.
pub(super) fn trusted(policies: &PagePolicies) -> Option<(&Csp, &Directive)> {
    every_policy_has(policies, ELEMENTS, |sources| {
        sources.nonces().next().is_some() || sources.keyword("strict-dynamic").is_some() && sources.has_nonce_or_hash()
    })
}

/// Every nonce of the enforced policies.
pub fn script_nonces(policies: &PagePolicies) -> Vec<String> {
    let lists = deciding(policies, ELEMENTS).map(|(_, directive)| directive.sources());
    lists.flat_map(|sources| sources.nonces().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Measured in Chromium: the keyword counts in `script-src` and `script-src-elem`, and not beside a nonce or a hash.
/// `'unsafe-inline'` lets rules through too, and so does a policy that says nothing of scripts.
pub(super) fn speculation_rules(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let counts = policies.enforced().next().is_some() && !policies.is_sandboxed();
    if counts && allows_inline(policies.enforced(), Inline::SpeculationRules(None), true) {
        // To take the keyword out of the policy that has it ends the finding, whatever the others say.
        let has_it = |(_, one): &(&Csp, &Directive)| one.sources().keyword("inline-speculation-rules").is_some();
        let decided = deciding(policies, ELEMENTS).find(has_it).or_else(|| deciding(policies, ELEMENTS).next());
        let mut finding = registry::SPECULATION_INJECTABLE.found(decided.map(evidence));
        // Where any inline script runs, the finding about that is the one to read.
        if allows_inline(policies.enforced(), Inline::Script(None), true) {
            finding.severity = Severity::Low;
        }
        findings.push(finding);
    }
    for policy in policies.all() {
        let wasted = policy.directives().find(|directive| {
            let sources = directive.sources();
            let counts = matches!(directive.name.as_str(), "script-src" | ELEMENTS)
                && !sources.has_nonce_or_hash()
                && sources.keyword("strict-dynamic").is_none();
            sources.keyword("inline-speculation-rules").is_some() && !counts
        });
        findings.extend(
            wasted.map(|directive| registry::SPECULATION_INEFFECTIVE.found(Some(evidence((policy, directive))))),
        );
    }
}
