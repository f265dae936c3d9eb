//! Speculation rules, read by the grammar of HTML § 7.6.3 "speculation rules", and judged for what they send before anybody
//! clicks.
//!
//! *Threat:* a prefetch is a request with cookies, and its address is data. A document rule fetches links by their looks, an
//! injected one as well, across sites and under every CSP (measured in Chromium 156). *Rule:* name the pages, keep tool
//! output out by a selector, and leave addresses that change something to clicks.

mod parse;
mod predicate;
mod response;
mod routes;
mod verbs;

use crate::finding::registry::{self, Definition};
use crate::finding::{Evidence, Finding};
use crate::source::Url;
use parse::{Action, Eagerness, Rule, Source};
use predicate::Breadth;
use verbs::changes_state;

pub use response::{LoadingMode, NoVarySearchInput, SpeculationInput, response_headers};
pub use routes::{Route, RouteAudit, audit_routes};

/// Where the rules stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The document that they are relative to.
    pub base_url: Option<Url>,
    /// `No-Vary-Search` of what they fetch.
    pub no_vary_search: Option<String>,
}

/// Judges a rule set: the text of a `<script type=speculationrules>`, or what the `Speculation-Rules` header points to.
pub fn audit(rules: &str, context: &Context) -> Vec<Finding> {
    let set = match parse::rule_set(rules, context.base_url.as_ref()) {
        Ok(set) => set,
        Err(why) => return vec![found(registry::RULES_INVALID, "", Some(why))],
    };
    let mut findings: Vec<Finding> =
        set.ignored.iter().map(|ignored| found(registry::RULE_IGNORED, &ignored.path, Some(&ignored.why))).collect();
    for rule in &set.rules {
        for check in CHECKS {
            check(rule, context, &mut findings);
        }
    }
    findings
}

type Check = fn(&Rule, &Context, &mut Vec<Finding>);

const CHECKS: &[Check] = &[cross_origin, reach, state_changing, no_vary_search];

fn found(definition: Definition, path: &str, value: Option<&str>) -> Finding {
    definition.found(Some(Evidence {
        path: Some(path.to_owned()),
        value: value.map(str::to_owned),
        ..Evidence::default()
    }))
}

/// A list rule fetches without anybody's doing.
fn cross_origin(rule: &Rule, context: &Context, findings: &mut Vec<Finding>) {
    let Source::List(urls) = &rule.source else { return };
    let own = context.base_url.as_ref().map(Url::origin);
    for target in urls {
        if target.is_absolute && own.as_ref() != Some(&target.url.origin()) {
            let mut finding = found(registry::RULE_CROSS_ORIGIN, &target.path, None);
            if let Some(evidence) = &mut finding.evidence {
                evidence.url = Some(target.url.href().to_owned());
            }
            findings.push(finding);
        }
    }
}

/// What a link has to be for a document rule to fetch it.
fn reach(rule: &Rule, _: &Context, findings: &mut Vec<Finding>) {
    let Source::Document(predicate) = &rule.source else { return };
    let definition = match (predicate.reach(), rule.eagerness) {
        (Breadth::Nothing, _) => return,
        (Breadth::Any, Eagerness::Immediate | Eagerness::Eager) => registry::RULE_ANY_LINK,
        (Breadth::Any, _) => registry::RULE_ANY_LINK_ON_INTEREST,
        (Breadth::Named, _) => registry::RULE_OUTPUT_NOT_EXCLUDED,
    };
    findings.push(found(definition, &format!("{}/where", rule.path), Some(&rule.text)));
}

fn state_changing(rule: &Rule, _: &Context, findings: &mut Vec<Finding>) {
    let addresses: Vec<(&str, &str)> = match &rule.source {
        Source::List(urls) => urls.iter().map(|target| (target.path.as_str(), target.url.href())).collect(),
        Source::Document(predicate) => {
            predicate.patterns().into_iter().map(|pattern| (rule.path.as_str(), pattern)).collect()
        }
    };
    for (path, address) in addresses {
        if changes_state(address) {
            findings.push(found(registry::RULE_CHANGES_STATE, path, Some(address)));
        }
    }
}

/// A rule that expects a `No-Vary-Search` which the answer does not have waits for an answer that it cannot use.
fn no_vary_search(rule: &Rule, context: &Context, findings: &mut Vec<Finding>) {
    let (Some(expected), Some(served)) = (&rule.expects_no_vary_search, &context.no_vary_search) else { return };
    let plain = |text: &str| text.split_ascii_whitespace().collect::<String>();
    if plain(expected) != plain(served) && rule.action == Action::Prefetch {
        findings.push(found(
            registry::RULE_NO_VARY_SEARCH,
            &format!("{}/expects_no_vary_search", rule.path),
            Some(served),
        ));
    }
}
