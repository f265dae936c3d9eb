//! The checks: each is a function from a page's policies to findings, and all of them stand in [`CHECKS`].
//!
//! A request must pass every enforced policy, so a check looks for the narrowest answer that any of them gives.

use super::effective::PagePolicies;
use super::parse::{Csp, Directive};
use crate::finding::{Evidence, Finding, Severity};
use crate::source::{HostPattern, Source, SourceList};

type Check = fn(&PagePolicies, &mut Vec<Finding>);

const CHECKS: &[Check] = &[presence, connect_src, script_src, script_inline, script_eval];

/// Runs every check.
pub fn audit(policies: &PagePolicies) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in CHECKS {
        check(policies, &mut findings);
    }
    findings
}

/// How far a list of sources reaches, narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// Named hosts, or nothing.
    Named,
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
        Source::Host { host: HostPattern::Any, scheme: None, port: None, .. } => Reach::Everywhere,
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

/// No policy at all, or one that only reports.
fn presence(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    if policies.enforced().next().is_some() {
        return;
    }
    findings.push(if policies.all().is_empty() {
        Finding {
            code: "csp-missing".into(),
            severity: Severity::High,
            score: 0,
            title: "The page has no Content-Security-Policy".into(),
            why:
                "Nothing but the application's own code stands between injected markup and the network. The points are \
                  taken by the findings about the directives that are missing."
                    .into(),
            fix: Some(
                "Content-Security-Policy: default-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'"
                    .into(),
            ),
            evidence: None,
            engines: None,
            reference: "https://www.w3.org/TR/CSP3/#csp-header".into(),
        }
    } else {
        Finding {
            code: "csp-report-only-without-enforced".into(),
            severity: Severity::High,
            score: 0,
            title: "The only Content-Security-Policy reports and enforces nothing".into(),
            why: "A report-only policy tells of an attack after it has worked.".into(),
            fix: Some("Send the same policy as Content-Security-Policy".into()),
            evidence: policies.all().first().map(|policy| Evidence {
                header: Some("Content-Security-Policy-Report-Only".into()),
                value: Some(policy.text.clone()),
                ..Evidence::default()
            }),
            engines: None,
            reference: "https://www.w3.org/TR/CSP3/#cspro-header".into(),
        }
    });
}

fn connect_src(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let (reach, decided) = narrowest(policies, "connect-src");
    let fix = Some("connect-src 'self' https://api.example.com".into());
    let reference = "https://www.w3.org/TR/CSP3/#directive-connect-src".to_owned();
    let finding = |code: &str, severity, score, title: &str, why: &str| Finding {
        code: code.into(),
        severity,
        score,
        title: title.into(),
        why: why.into(),
        fix: fix.clone(),
        evidence: decided.map(evidence),
        engines: None,
        reference: reference.clone(),
    };
    match reach {
        Reach::Unrestricted => findings.push(finding(
            "csp-connect-src-missing",
            Severity::High,
            -18,
            "No connect-src, and no default-src behind it",
            "fetch, XMLHttpRequest, sendBeacon, sockets and Background Fetch may send to any host; nothing else in the \
             browser stops them.",
        )),
        Reach::Everywhere => findings.push(finding(
            "csp-connect-src-wildcard",
            Severity::High,
            -18,
            "connect-src allows every host",
            "A script that gets in can send what it reads to any server.",
        )),
        Reach::Scheme => findings.push(finding(
            "csp-connect-src-bare-scheme",
            Severity::High,
            -16,
            "connect-src allows every host of a scheme",
            "An attacker's server has a certificate too: https: alone is as wide as * for exfiltration.",
        )),
        Reach::Named => {
            if decided.is_some_and(|(_, directive)| directive.name == "default-src") {
                findings.push(finding(
                    "csp-connect-src-inherited",
                    Severity::Info,
                    0,
                    "connect-src is inherited from default-src",
                    "Requests are held; a later change to default-src would change them too.",
                ));
            }
        }
    }
}

fn script_src(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let (reach, decided) = narrowest(policies, "script-src-elem");
    // A nonce or a hash decides by the element, and with 'strict-dynamic' the hosts do not count: CSP § 6.7.1.1.
    if decided.is_some_and(|(_, directive)| is_strict(&directive.sources())) {
        return;
    }
    let (code, score, title, why) = match reach {
        Reach::Named => return,
        Reach::Unrestricted => (
            "csp-script-src-missing",
            -20,
            "No script-src, and no default-src behind it",
            "Any script that reaches the page runs, whatever its origin.",
        ),
        Reach::Everywhere => (
            "csp-script-src-wildcard",
            -18,
            "script-src allows every host",
            "A script element may load code from any server.",
        ),
        Reach::Scheme => (
            "csp-script-src-bare-scheme",
            -16,
            "script-src allows every host of a scheme",
            "A script element may load code from any server with a certificate.",
        ),
    };
    findings.push(Finding {
        code: code.into(),
        severity: Severity::High,
        score,
        title: title.into(),
        why: why.into(),
        fix: Some("script-src 'self'".into()),
        evidence: decided.map(evidence),
        engines: None,
        reference: "https://www.w3.org/TR/CSP3/#directive-script-src".into(),
    });
}

/// `'unsafe-inline'` counts only where no nonce, hash or `'strict-dynamic'` stands beside it: CSP § 6.7.3.2.
fn script_inline(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let Some(decided) = every_policy_has(policies, "script-src-elem", |sources| {
        has_keyword(sources, "unsafe-inline") && !is_strict(sources) && !has_hash_or_nonce(sources)
    }) else {
        return;
    };
    findings.push(Finding {
        code: "csp-script-unsafe-inline".into(),
        severity: Severity::High,
        score: -16,
        title: "script-src allows inline script".into(),
        why: "Injected markup runs: an event handler or a script element needs no host.".into(),
        fix: Some("script-src 'nonce-…' 'strict-dynamic'".into()),
        evidence: Some(evidence(decided)),
        engines: None,
        reference: "https://www.w3.org/TR/CSP3/#grammardef-unsafe-inline".into(),
    });
}

fn script_eval(policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let Some(decided) = every_policy_has(policies, "script-src", |sources| has_keyword(sources, "unsafe-eval")) else {
        return;
    };
    findings.push(Finding {
        code: "csp-script-unsafe-eval".into(),
        severity: Severity::Medium,
        score: -6,
        title: "script-src allows eval".into(),
        why: "A string that reaches eval or Function runs. WebAssembly needs only 'wasm-unsafe-eval'.".into(),
        fix: Some("script-src 'self' 'wasm-unsafe-eval'".into()),
        evidence: Some(evidence(decided)),
        engines: None,
        reference: "https://www.w3.org/TR/CSP3/#grammardef-unsafe-eval".into(),
    });
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

fn has_keyword(sources: &SourceList, keyword: &str) -> bool {
    sources.iter().any(|source| matches!(source, Source::Keyword(word) if word.eq_ignore_ascii_case(keyword)))
}

fn has_hash_or_nonce(sources: &SourceList) -> bool {
    let marks = ["nonce-", "sha256-", "sha384-", "sha512-"];
    sources.iter().any(|source| {
        matches!(source, Source::Keyword(word) if marks.iter().any(|mark| word.to_ascii_lowercase().starts_with(mark)))
    })
}

fn is_strict(sources: &SourceList) -> bool {
    has_keyword(sources, "strict-dynamic") && has_hash_or_nonce(sources)
}

fn evidence((policy, directive): (&Csp, &Directive)) -> Evidence {
    let header = match policy.origin {
        super::Origin::Header => "Content-Security-Policy",
        super::Origin::Meta => "meta",
    };
    Evidence {
        header: Some(header.into()),
        value: Some(policy.text.clone()),
        span: Some(directive.span),
        ..Evidence::default()
    }
}
