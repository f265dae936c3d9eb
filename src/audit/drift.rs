//! A page against the policy that it is to have: where the page is wider, both sides are shown.

use crate::csp::{Csp, Directive, PagePolicies};
use crate::finding::registry::{self, Definition};
use crate::finding::{Evidence, Finding};
use crate::policy::{Policy, Use};
use crate::source::{Origin, Source, SourceList};

/// A directive, what its requests use a URL for, the field of the policy, and what is the page's own in any case.
const COMPARED: &[(&str, Use, &str, &[&str], Definition)] = &[
    ("connect-src", Use::Connect, "connect", &["data:", "blob:"], registry::DRIFT_CONNECT),
    ("img-src", Use::Resource, "resources", &["'self'", "data:", "blob:"], registry::DRIFT_RESOURCES),
    ("media-src", Use::Resource, "resources", &["'self'", "data:", "blob:"], registry::DRIFT_RESOURCES),
    ("font-src", Use::Resource, "resources", &["'self'", "data:", "blob:"], registry::DRIFT_RESOURCES),
    ("frame-src", Use::Frame, "frames", &["'self'", "data:", "blob:"], registry::DRIFT_FRAMES),
];

pub(super) fn audit(policies: &PagePolicies, policy: &Policy, self_origin: &Origin) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (directive, used, field, own, definition) in COMPARED {
        let report = policy.report_to().filter(|_| *used == Use::Connect);
        let report = report.and_then(|url| Source::parse(&url.origin().to_string()));
        let own = own.iter().filter_map(|source| Source::parse(source));
        let granted: SourceList = policy.sources(*used).iter().cloned().chain(own).chain(report).collect();
        let Some(wider) = wider(policies, directive, &granted, self_origin) else { continue };
        let mut finding = definition.found(Some(wider.evidence(directive)));
        finding.why = format!(
            "{} The page's {directive} allows {}; policy.{field} is {}.",
            definition.why,
            wider.extra,
            policy.sources(*used)
        );
        finding.fix = Some(format!("{directive} {}", policy.sources(*used)));
        findings.push(finding);
    }
    findings
}

/// What a page allows beyond its policy.
struct Wider<'a> {
    decided: Option<(&'a Csp, &'a Directive)>,
    extra: String,
}

impl Wider<'_> {
    fn evidence(&self, directive: &str) -> Evidence {
        let Some((policy, decided)) = self.decided else {
            return Evidence { path: Some(directive.to_owned()), ..Evidence::default() };
        };
        Evidence { path: Some(directive.to_owned()), ..policy.evidence(decided.span) }
    }
}

/// A source counts only as far as every other policy of the page has one that meets it.
fn wider<'a>(
    policies: &'a PagePolicies,
    directive: &str,
    granted: &SourceList,
    self_origin: &Origin,
) -> Option<Wider<'a>> {
    let deciding: Vec<_> = policies
        .enforced()
        .filter_map(|policy| policy.deciding(directive).map(|decided| (policy, decided, decided.sources())))
        .collect();
    if deciding.is_empty() {
        return Some(Wider { decided: None, extra: "everything, since no policy decides".to_owned() });
    }
    let mut narrowest: Option<(usize, Wider<'a>)> = None;
    for (policy, decided, sources) in &deciding {
        let meets = |source: &Source, others: &SourceList| {
            others.covering(source, self_origin).is_some()
                || others.iter().any(|other| source.covers(other, self_origin))
        };
        let extra: SourceList = sources
            .iter()
            .filter(|source| !matches!(source, Source::None | Source::Keyword(_)))
            .filter(|source| granted.covering(source, self_origin).is_none())
            .filter(|source| deciding.iter().all(|(_, _, others)| meets(source, others)))
            .cloned()
            .collect();
        if extra.is_empty() {
            return None;
        }
        let count = extra.iter().count();
        if narrowest.as_ref().is_none_or(|(least, _)| count < *least) {
            narrowest = Some((count, Wider { decided: Some((policy, decided)), extra: extra.to_string() }));
        }
    }
    narrowest.map(|(_, wider)| wider)
}
