//! The order of scores is a law: what narrows never lowers one, what widens never raises one, and nothing is worth less than
//! no policy. `PROPTEST_CASES=1000000 cargo test --release --test it audit::order` tries a million pairs of each.

use mcp_cordon::audit::{Response, audit_headers};
use mcp_cordon::csp::{Csp, Disposition, KnownDirective};
use proptest::prelude::*;
use proptest::sample::select;

use crate::common::csp_policies::{ADDRESSES, DIRECTIVES, Policy, policy, sources, text};

fn policies() -> impl Strategy<Value = Vec<Policy>> {
    prop::collection::vec(policy(), 0..3)
}

fn score(policies: &[Policy]) -> i32 {
    let headers = policies.iter().map(|policy| ("Content-Security-Policy".to_owned(), text(policy))).collect();
    audit_headers(&Response { headers, ..Response::default() }).score
}

fn show(policies: &[Policy]) -> String {
    policies.iter().map(text).collect::<Vec<_>>().join(" | ")
}

/// Whether a directive that is added where none decides holds what was free.
fn narrows(policy: &Policy, name: &str) -> bool {
    let csp = Csp::parse_header(&text(policy), Disposition::Enforce);
    // What stands in for others may come before what decides about them now.
    let follows = KnownDirective::named("worker-src").map_or(&[][..], |known| known.fallbacks);
    let names = [name].into_iter().chain(follows.contains(&name).then_some("worker-src"));
    let decided = names.flat_map(|name| csp.iter().map(move |csp| csp.deciding(name))).any(|one| one.is_some());
    !decided && KnownDirective::named(name).is_some_and(|known| known.takes_sources && known.obsolete.is_none())
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: u32::MAX, ..ProptestConfig::default() })]

    #[test]
    fn no_policy_is_worth_least(policies in policies()) {
        prop_assert!(score(&policies) >= score(&[]), "{}", show(&policies));
    }

    #[test]
    fn a_policy_more_never_lowers(policies in policies(), more in policy()) {
        let with = [policies.clone(), vec![more]].concat();
        prop_assert!(score(&with) >= score(&policies), "{} -> {}", show(&policies), show(&with));
    }

    #[test]
    fn a_directive_that_narrows_never_lowers(policies in policies(), name in select(DIRECTIVES), value in sources()) {
        prop_assume!(!policies.is_empty() && narrows(&policies[0], name));
        let mut with = policies.clone();
        with[0].push((name.to_owned(), value));
        prop_assert!(score(&with) >= score(&policies), "{} -> {}", show(&policies), show(&with));
    }

    #[test]
    fn a_source_more_never_raises(policies in policies(), at in any::<prop::sample::Index>(), source in select(ADDRESSES)) {
        prop_assume!(policies.first().is_some_and(|policy| !policy.is_empty()));
        let mut with = policies.clone();
        let at = at.index(with[0].len());
        let takes_sources = KnownDirective::named(&with[0][at].0).is_some_and(|known| known.takes_sources);
        prop_assume!(takes_sources);
        with[0][at].1.push(source.to_owned());
        prop_assert!(score(&with) <= score(&policies), "{} -> {}", show(&policies), show(&with));
    }

    #[test]
    fn a_word_that_widens_never_raises(
        policies in policies(),
        name in select(&["script-src", "script-src-elem", "default-src"][..]),
        word in select(&["'unsafe-inline'", "'unsafe-eval'", "'inline-speculation-rules'", "'wasm-unsafe-eval'"][..]),
    ) {
        let held = policies.first().and_then(|policy| policy.iter().position(|(one, _)| one == name));
        prop_assume!(held.is_some());
        let mut with = policies.clone();
        let at = held.unwrap_or_default();
        with[0][at].1.push(word.to_owned());
        prop_assert!(score(&with) <= score(&policies), "{} -> {}", show(&policies), show(&with));
    }

    #[test]
    fn a_nonce_in_the_place_of_inline_never_lowers(policies in prop::collection::vec(policy(), 1), name in select(&["script-src", "default-src"][..])) {
        let has = |policy: &Policy| policy.iter().position(|(one, value)| {
            let has = |word: &str| value.iter().any(|token| token == word);
            one == name && has("'unsafe-inline'") && !has("'strict-dynamic'")
                && !value.iter().any(|token| token.starts_with("'sha256-") || token.starts_with("'nonce-"))
        });
        let held = policies.first().and_then(has);
        prop_assume!(held.is_some());
        let mut with = policies.clone();
        let at = held.unwrap_or_default();
        with[0][at].1.retain(|token| token != "'unsafe-inline'");
        with[0][at].1.push("'nonce-4ih5rP0r1s8Pq7bC1Q2d3A=='".to_owned());
        prop_assert!(score(&with) >= score(&policies), "{} -> {}", show(&policies), show(&with));
    }
}
