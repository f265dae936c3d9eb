//! The checks: each is a function from a page's policies to findings, and all of them stand in [`CHECKS`].
//!
//! A request must pass every enforced policy, so a check of how wide they are looks for the narrowest answer that any of
//! them gives. What is written wrongly is a finding wherever it stands.

use super::directives::KnownDirective;
use super::effective::PagePolicies;
use super::parse::{Csp, Directive, Why};
use crate::finding::registry::{self, Definition};
use crate::finding::{Evidence, Finding, checks};
use crate::source::{HostPattern, Source, SourceList, is_loopback, suffix};

type Check = fn(&PagePolicies, &mut Vec<Finding>);

const CHECKS: &[Check] = &[
    presence,
    connect_src,
    connect_hosts,
    script_src,
    script_inline,
    script_eval,
    script_trust,
    speculation_rules,
    dropped,
    spelling,
    sources,
    commas,
];

/// Runs every check.
pub fn audit(policies: &PagePolicies) -> Vec<Finding> {
    checks::run(CHECKS, policies)
}

/// How far a list of sources reaches, narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// Named hosts, or nothing.
    Named,
    /// Every host of a port, or of a scheme: `*:443`, `https://*`.
    AnyHost,
    /// Every host of a scheme: `https:`.
    Scheme,
    /// `*`.
    Everywhere,
    /// No directive decides.
    Unrestricted,
}

fn reach(sources: &SourceList) -> Reach {
    let widest = sources.iter().map(|source| match source {
        Source::Any => Reach::Everywhere,
        Source::Host { host: HostPattern::Any, .. } => Reach::AnyHost,
        Source::Scheme(scheme) if matches!(scheme.as_str(), "https" | "http" | "ws" | "wss") => Reach::Scheme,
        _ => Reach::Named,
    });
    widest.max().unwrap_or(Reach::Named)
}

/// The narrowest reach that an enforced policy gives a kind of request, and who gives it.
fn narrowest<'a>(policies: &'a PagePolicies, name: &str) -> (Reach, Option<(&'a Csp, &'a Directive)>) {
    let decided = policies.enforced().filter_map(|policy| {
        let directive = policy.deciding(name)?;
        Some((reach(&directive.sources()), Some((policy, directive))))
    });
    decided.min_by_key(|(reach, _)| *reach).unwrap_or((Reach::Unrestricted, None))
}

/// Whether some enforced policy lists the hosts that requests of `name` may go to.
pub fn names_hosts(policies: &PagePolicies, name: &str) -> bool {
    narrowest(policies, name).0 == Reach::Named
}

/// No policy at all, or one that only reports.
fn presence(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    if policies.enforced().next().is_some() {
        return;
    }
    findings.push(match policies.all().first() {
        None => registry::CSP_MISSING.found(None),
        Some(policy) => registry::CSP_REPORT_ONLY.found(Some(Evidence {
            header: Some("Content-Security-Policy-Report-Only".into()),
            value: Some(policy.text.clone()),
            ..Evidence::default()
        })),
    });
}

fn connect_src(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let (reach, decided) = narrowest(policies, "connect-src");
    let definition = match reach {
        Reach::Unrestricted => registry::CONNECT_MISSING,
        Reach::Everywhere => registry::CONNECT_WILDCARD,
        Reach::Scheme => registry::CONNECT_BARE_SCHEME,
        Reach::AnyHost => registry::CONNECT_WILDCARD_HOST,
        Reach::Named if decided.is_some_and(|(_, directive)| directive.name == "default-src") => {
            registry::CONNECT_INHERITED
        }
        Reach::Named => return,
    };
    findings.push(definition.found(decided.map(evidence)));
}

/// Hosts that are named, and are an attacker's to have.
fn connect_hosts(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    // A policy that is stricter takes the hosts of the others out.
    let (reach, Some((policy, directive))) = narrowest(policies, "connect-src") else { return };
    if reach != Reach::Named {
        return;
    }
    let sources = directive.sources();
    let names = |definition: Definition, wanted: &dyn Fn(&Source) -> bool| {
        let named = sources.iter().any(wanted);
        named.then(|| definition.found(Some(evidence((policy, directive)))))
    };
    let subdomains_of = |is: fn(&str) -> bool, source: &Source| matches!(source, Source::Host { host: HostPattern::Subdomains(parent), .. } if is(parent));
    let insecure = |source: &Source| match source {
        Source::Host {
            scheme: Some(scheme), host: HostPattern::Exact(host) | HostPattern::Subdomains(host), ..
        } => matches!(scheme.as_str(), "http" | "ws") && !is_loopback(host),
        _ => false,
    };
    findings.extend(names(registry::CONNECT_PUBLIC_SUFFIX, &|source| subdomains_of(suffix::is_public, source)));
    findings.extend(names(registry::CONNECT_MULTI_TENANT, &|source| subdomains_of(suffix::is_of_shared, source)));
    findings.extend(names(registry::CONNECT_INSECURE, &insecure));
}

fn script_src(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    if policies.is_sandboxed() {
        return;
    }
    let (reach, decided) = narrowest(policies, "script-src-elem");
    // A nonce or a hash decides by the element, and with 'strict-dynamic' the hosts do not count: CSP § 6.7.1.1.
    if decided.is_some_and(|(_, directive)| is_strict(&directive.sources())) {
        return;
    }
    let definition = match reach {
        Reach::Named => return,
        Reach::Unrestricted => registry::SCRIPT_MISSING,
        Reach::Everywhere | Reach::AnyHost => registry::SCRIPT_WILDCARD,
        Reach::Scheme => registry::SCRIPT_BARE_SCHEME,
    };
    findings.push(definition.found(decided.map(evidence)));
}

/// `'unsafe-inline'` counts only where no nonce, hash or `'strict-dynamic'` stands beside it: CSP § 6.7.3.2.
fn script_inline(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    if policies.is_sandboxed() {
        return;
    }
    let decided = every_policy_has(policies, "script-src-elem", |sources| {
        sources.keyword("unsafe-inline").is_some() && !is_strict(sources) && !sources.has_nonce_or_hash()
    });
    findings.extend(decided.map(|decided| registry::SCRIPT_UNSAFE_INLINE.found(Some(evidence(decided)))));
}

fn script_eval(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let decided = every_policy_has(policies, "script-src", |sources| sources.keyword("unsafe-eval").is_some());
    findings.extend(decided.map(|decided| registry::SCRIPT_UNSAFE_EVAL.found(Some(evidence(decided)))));
}

/// A nonce of fewer characters holds less than 96 bits, whichever alphabet of base64 it is in.
const SHORTEST_NONCE: usize = 16;

/// Nonces, hashes and `'strict-dynamic'`, and the base that relative addresses of trusted scripts hang on.
fn script_trust(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for policy in policies.enforced() {
        let Some(directive) = policy.deciding("script-src-elem") else { continue };
        let sources = directive.sources();
        let seen = || Some(evidence((policy, directive)));
        if sources.keyword("strict-dynamic").is_some() && !sources.has_nonce_or_hash() {
            findings.push(registry::STRICT_DYNAMIC_ALONE.found(seen()));
        }
        if nonces(&sources).any(|nonce| nonce.len() < SHORTEST_NONCE) {
            findings.push(registry::NONCE_TOO_SHORT.found(seen()));
        }
    }
    let trusts = every_policy_has(policies, "script-src-elem", SourceList::has_nonce_or_hash);
    if let Some(decided) = trusts.filter(|_| !policies.enforced().any(|policy| policy.directive("base-uri").is_some()))
    {
        findings.push(registry::BASE_URI_MISSING.found(Some(evidence(decided))));
    }
}

/// The values of a list's nonces.
pub(super) fn nonces(sources: &SourceList) -> impl Iterator<Item = &str> {
    sources.iter().filter_map(|source| match source {
        Source::Keyword(word) => {
            word.split_once('-').filter(|(kind, _)| kind.eq_ignore_ascii_case("nonce")).map(|(_, value)| value)
        }
        _ => None,
    })
}

/// Every nonce of the enforced policies.
pub fn script_nonces(policies: &PagePolicies) -> Vec<String> {
    let lists = policies.enforced().filter_map(|policy| policy.deciding("script-src-elem")).map(Directive::sources);
    lists.flat_map(|sources| nonces(&sources).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Measured in Chromium: the keyword counts in `script-src` and `script-src-elem`, and not beside a nonce or a hash.
fn speculation_rules(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let has = |sources: &SourceList| sources.keyword("inline-speculation-rules").is_some();
    let counts = |directive: &Directive, sources: &SourceList| {
        has(sources)
            && directive.name != "default-src"
            && !sources.has_nonce_or_hash()
            && sources.keyword("strict-dynamic").is_none()
    };
    let deciding: Vec<_> = policies
        .enforced()
        .filter_map(|policy| policy.deciding("script-src-elem").map(|directive| (policy, directive)))
        .collect();
    let opens = |(_, directive): &(&Csp, &Directive)| {
        let sources = directive.sources();
        counts(directive, &sources) && sources.keyword("unsafe-inline").is_none()
    };
    if let Some(decided) = deciding.iter().find(|decided| opens(decided)).filter(|_| deciding.iter().all(opens)) {
        findings.push(registry::SPECULATION_INJECTABLE.found(Some(evidence(*decided))));
    }
    for policy in policies.all() {
        let wasted = policy.directives().find(|directive| {
            let sources = directive.sources();
            has(&sources)
                && !(matches!(directive.name.as_str(), "script-src" | "script-src-elem") && counts(directive, &sources))
        });
        findings.extend(
            wasted.map(|directive| registry::SPECULATION_INEFFECTIVE.found(Some(evidence((policy, directive))))),
        );
    }
}

/// What stands in a policy and does not count.
fn dropped(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for policy in policies.all() {
        for dropped in &policy.dropped {
            let definition = match dropped.why {
                Why::NonAscii => registry::NON_ASCII,
                Why::Duplicate => registry::DUPLICATE_DIRECTIVE,
                Why::Meta => registry::META_IGNORED,
            };
            findings.push(definition.found(Some(policy.evidence(dropped.span))));
        }
    }
}

fn spelling(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for policy in policies.all() {
        for directive in policy.directives() {
            let seen = || Some(evidence((policy, directive)));
            match directive.known() {
                Some(KnownDirective { obsolete: Some(instead), .. }) => {
                    let mut finding = registry::OBSOLETE_DIRECTIVE.found(seen());
                    finding.why = format!("{} {instead}", finding.why);
                    findings.push(finding);
                }
                Some(_) => {}
                None => {
                    if directive.name.strip_suffix(':').and_then(KnownDirective::named).is_some() {
                        findings.push(registry::TRAILING_COLON.found(seen()));
                    }
                    findings.push(registry::UNKNOWN_DIRECTIVE.found(seen()));
                }
            }
        }
    }
}

/// Keywords as somebody writes them who forgets the quotes.
pub(super) const KEYWORDS: &[&str] = &[
    "none",
    "self",
    "strict-dynamic",
    "unsafe-eval",
    "unsafe-hashes",
    "unsafe-inline",
    "wasm-unsafe-eval",
    "report-sample",
    "inline-speculation-rules",
    "trusted-types-eval",
    "unsafe-webtransport-hashes",
];

/// Tokens among the sources that are no source, or another one than was meant.
fn sources(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let is_keyword = |token: &str| {
        let token = token.to_ascii_lowercase();
        KEYWORDS.contains(&token.as_str())
            || ["nonce-", "sha256-", "sha384-", "sha512-"]
                .iter()
                .any(|kind| token.starts_with(kind) && token.len() > 20)
    };
    let is_address = |token: &str| {
        let authority = token.split_once("://").map_or(token, |(_, rest)| rest).split('/').next().unwrap_or_default();
        let host = authority.split(':').next().unwrap_or_default();
        authority.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| !address.is_loopback())
    };
    for policy in policies.all() {
        // Most of those that nobody knows are misspelt.
        let takes_sources = |directive: &&Directive| directive.known().is_none_or(|known| known.takes_sources);
        for directive in policy.directives().filter(takes_sources) {
            let any = |wanted: &dyn Fn(&str) -> bool| directive.value.split_ascii_whitespace().any(wanted);
            let mut found = |definition: Definition, is: bool| {
                if is {
                    findings.push(definition.found(Some(evidence((policy, directive)))));
                }
            };
            found(
                registry::MISSING_SEMICOLON,
                any(&|token| KnownDirective::named(&token.to_ascii_lowercase()).is_some()),
            );
            found(registry::UNQUOTED_KEYWORD, any(&is_keyword));
            found(registry::IP_SOURCE, any(&is_address));
        }
    }
}

fn commas(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    for value in policies.split() {
        let at = value.find(',').unwrap_or_default();
        findings.push(registry::COMMA_SPLITS.found(Some(Evidence {
            header: Some("Content-Security-Policy".into()),
            value: Some(value.clone()),
            span: Some((at, at + 1)),
            ..Evidence::default()
        })));
    }
}

/// The first of the deciding directives, if there is one and `bad` is true of all of them.
fn every_policy_has<'a>(
    policies: &'a PagePolicies,
    name: &str,
    bad: impl Fn(&SourceList) -> bool,
) -> Option<(&'a Csp, &'a Directive)> {
    let decided: Vec<_> =
        policies.enforced().filter_map(|policy| policy.deciding(name).map(|directive| (policy, directive))).collect();
    decided.iter().all(|(_, directive)| bad(&directive.sources())).then(|| decided.first().copied())?
}

fn is_strict(sources: &SourceList) -> bool {
    sources.keyword("strict-dynamic").is_some() && sources.has_nonce_or_hash()
}

fn evidence((policy, directive): (&Csp, &Directive)) -> Evidence {
    policy.evidence(directive.span)
}
