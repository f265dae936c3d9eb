//! What a page is really under: every policy at once, and for each kind of request the directive that decides.

use serde::Deserialize;

use super::directives::KnownDirective;
use super::parse::{Csp, Directive, Disposition, Origin};

/// What was seen of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Observed {
    /// Values of `Content-Security-Policy`, one a header.
    pub headers: Vec<String>,
    /// Values of `Content-Security-Policy-Report-Only`.
    pub report_only: Vec<String>,
    /// `<meta http-equiv=Content-Security-Policy>` that stand in `head`.
    pub meta: Vec<String>,
    /// Policies that trusted violation events named as enforced.
    pub enforced: Vec<String>,
    /// Policies that trusted violation events named as report-only.
    pub reported: Vec<String>,
}

/// Every policy of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePolicies {
    policies: Vec<Csp>,
    /// Header values that a comma splits.
    split: Vec<String>,
}

impl PagePolicies {
    /// Parses what was seen. A policy that was both declared and named by an event counts once.
    pub fn new(observed: &Observed) -> Self {
        let mut policies: Vec<Csp> = Vec::new();
        let mut add = |policy: Csp| {
            if !policies.iter().any(|held| held.text == policy.text && held.disposition == policy.disposition) {
                policies.push(policy);
            }
        };
        for (values, disposition) in [
            (&observed.headers, Disposition::Enforce),
            (&observed.report_only, Disposition::Report),
            (&observed.enforced, Disposition::Enforce),
            (&observed.reported, Disposition::Report),
        ] {
            values.iter().flat_map(|value| Csp::parse_header(value, disposition)).for_each(&mut add);
        }
        for value in &observed.meta {
            add(Csp::parse(value.trim_ascii(), Origin::Meta, Disposition::Enforce));
        }
        let split = observed.headers.iter().filter(|value| Csp::parse_header(value, Disposition::Enforce).len() > 1);
        let split = split.cloned().collect();
        Self { policies, split }
    }

    /// These, each of which counts.
    pub fn of(policies: Vec<Csp>) -> Self {
        Self { policies, split: Vec::new() }
    }

    /// Every policy, in the order seen.
    pub fn all(&self) -> &[Csp] {
        &self.policies
    }

    /// Header values that hold several policies.
    pub fn split(&self) -> &[String] {
        &self.split
    }

    /// Whether the document has an origin of its own, with nothing of anybody's in its reach: script that gets in finds
    /// only what the document brought. CSP § 6.3.2.
    pub fn is_sandboxed(&self) -> bool {
        let opaque = |directive: &Directive| {
            !directive.value.split_ascii_whitespace().any(|flag| flag.eq_ignore_ascii_case("allow-same-origin"))
        };
        self.enforced().filter_map(|policy| policy.directive("sandbox")).any(opaque)
    }

    /// The enforced ones.
    pub fn enforced(&self) -> impl Iterator<Item = &Csp> {
        self.policies.iter().filter(|policy| policy.disposition == Disposition::Enforce)
    }
}

impl Csp {
    /// The directive that decides about requests of `name`: CSP § 6.8.3, the fallback list. No browser asks an obsolete
    /// directive, so it decides nothing.
    pub fn deciding(&self, name: &str) -> Option<&Directive> {
        let asked = KnownDirective::named(name)?;
        let own = asked.obsolete.is_none().then_some(asked.name);
        own.into_iter().chain(asked.fallbacks.iter().copied()).find_map(|name| self.directive(name))
    }
}
