//! Speculation rules and what is found in them, the same natively and in browsers.

use mcp_cordon::audit::audit_speculation_rules;
use mcp_cordon::source::Url;
use mcp_cordon::speculation::Context;

use crate::common;

const ROWS: &[(&str, &[&str])] = &[
    // Lists.
    (r#"{"prefetch": [{"urls": ["/next", "two?x=1", "https://app.example/three"]}]}"#, &[]),
    (
        r#"{"prefetch": [{"source": "list", "urls": ["https://evil.example/?data"]}]}"#,
        &["speculation-cross-origin-target"],
    ),
    (
        r#"{"prefetch": [{"urls": ["//evil.example/", "https://app.example:8443/"]}]}"#,
        &["speculation-cross-origin-target"; 2],
    ),
    (r#"{"prerender": [{"urls": ["mailto:a@b.example", "data:,x", "https://["]}]}"#, &[]),
    (r#"{"prerender": [{"urls": ["/account/sign-out"]}]}"#, &["speculation-target-changes-state"]),
    (r#"{"prefetch": [{"urls": ["/cart?action=delete&id=1"]}]}"#, &["speculation-target-changes-state"]),
    (r#"{"prefetch": [{"urls": ["/deleted-scenes", "https://app.example/"]}]}"#, &[]),
    // Documents.
    (r#"{"prefetch": [{"source": "document"}]}"#, &["speculation-any-link-on-interest"]),
    (r#"{"prefetch": [{"source": "document", "eagerness": "immediate"}]}"#, &["speculation-any-link"]),
    (
        r#"{"prefetch": [{"where": {"href_matches": "/*"}, "eagerness": "eager"}]}"#,
        &["speculation-output-not-excluded"],
    ),
    (
        r#"{"prefetch": [{"where": {"href_matches": ["/docs/*", "https://*/*"]}, "eagerness": "eager"}]}"#,
        &["speculation-any-link"],
    ),
    (r#"{"prefetch": [{"where": {"href_matches": "https://*.example.com/*"}}]}"#, &["speculation-output-not-excluded"]),
    (r#"{"prefetch": [{"where": {"href_matches": {"hostname": "*"}}}]}"#, &["speculation-any-link-on-interest"]),
    (r#"{"prefetch": [{"where": {"href_matches": {"pathname": "/docs/*"}}}]}"#, &["speculation-output-not-excluded"]),
    (r#"{"prefetch": [{"where": {"selector_matches": "a, .next"}}]}"#, &["speculation-any-link-on-interest"]),
    (r#"{"prefetch": [{"where": {"selector_matches": "nav a.next"}, "eagerness": "immediate"}]}"#, &[]),
    (r#"{"prefetch": [{"where": {"not": {"selector_matches": ".output a"}}, "eagerness": "immediate"}]}"#, &[]),
    (
        r#"{"prefetch": [{"where": {"and": [{"href_matches": "/*"}, {"not": {"selector_matches": ".output a"}}]}}]}"#,
        &[],
    ),
    (
        r#"{"prefetch": [{"where": {"and": [{"href_matches": "/*"}, {"not": {"href_matches": "/logout"}}]}}]}"#,
        &["speculation-output-not-excluded"],
    ),
    (
        r#"{"prefetch": [{"where": {"or": [{"selector_matches": ".next"}, {"href_matches": "https://*/*"}]}}]}"#,
        &["speculation-any-link-on-interest"],
    ),
    (r#"{"prefetch": [{"where": {"not": {"href_matches": "/*"}}, "eagerness": "eager"}]}"#, &["speculation-any-link"]),
    (
        r#"{"prefetch": [{"where": {"and": []}, "eagerness": "eager"}, {"where": {"or": []}, "eagerness": "eager"}]}"#,
        &["speculation-any-link"],
    ),
    (
        r#"{"prerender": [{"where": {"and": [{"href_matches": "/orders/confirm/*"}, {"selector_matches": ".next"}]}}]}"#,
        &["speculation-target-changes-state"],
    ),
    // What does not count.
    ("", &["speculation-rules-invalid"]),
    ("[]", &["speculation-rules-invalid"]),
    (r#"{"tag": "é", "prefetch": []}"#, &["speculation-rules-invalid"]),
    ("{}", &[]),
    (r#"{"prefetch": {"urls": ["https://evil.example/"]}}"#, &["speculation-rule-ignored"]),
    (r#"{"preload": [{"urls": ["/x"]}]}"#, &["speculation-rule-ignored"]),
    (
        r#"{"prefetch": [{"urls": ["https://evil.example/"], "eager": true}, {"urls": ["/x"]}]}"#,
        &["speculation-rule-ignored"],
    ),
    (
        r#"{"prefetch": [{"urls": ["/x"], "where": {}}, {}, 1, {"source": "other", "urls": ["/x"]}]}"#,
        &["speculation-rule-ignored"; 4],
    ),
    (
        r#"{"prefetch": [{"urls": "/x"}, {"urls": [1]}, {"urls": ["/x"], "eagerness": "soon"}]}"#,
        &["speculation-rule-ignored"; 3],
    ),
    (
        r#"{"prefetch": [{"urls": ["/x"], "requires": ["magic"]}, {"urls": ["/x"], "referrer_policy": "none"}]}"#,
        &["speculation-rule-ignored"; 2],
    ),
    (
        r#"{"prefetch": [{"urls": ["/x"], "requires": ["anonymous-client-ip-when-cross-origin"], "relative_to": "document"}]}"#,
        &[],
    ),
    (
        r#"{"prefetch": [{"where": {"href_matches": "/*", "selector_matches": "a"}}, {"where": {"matches": 1}}]}"#,
        &["speculation-rule-ignored"; 2],
    ),
    (
        r#"{"prefetch": [{"where": {"selector_matches": "nav a", "relative_to": "document"}}]}"#,
        &["speculation-rule-ignored"],
    ),
    // No-Vary-Search.
    (r#"{"prefetch": [{"urls": ["/x"], "expects_no_vary_search": "params=(\"b\")"}]}"#, &[]),
    (
        r#"{"prefetch": [{"urls": ["/x"], "expects_no_vary_search": "params"}]}"#,
        &["speculation-no-vary-search-mismatch"],
    ),
];

common::test! {
    fn rows() {
        common::start();
        let context = Context {
            base_url: Url::parse("https://app.example/page/", None),
            no_vary_search: Some("params=( \"b\" )".to_owned()),
        };
        let mut failures = Vec::new();
        for (rules, expected) in ROWS {
            let found: Vec<_> =
                audit_speculation_rules(rules, &context).findings.into_iter().map(|finding| finding.code).collect();
            if found != *expected {
                failures.push(format!("{rules}\n  {found:?} instead of {expected:?}"));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}

common::test! {
    fn without_a_base_what_is_written_out_is_elsewhere() {
        common::start();
        let report = audit_speculation_rules(
            r#"{"prefetch": [{"urls": ["/next", "https://app.example/"]}]}"#,
            &Context::default(),
        );
        let urls: Vec<_> = report.findings.iter().filter_map(|finding| finding.evidence.as_ref()?.url.as_deref()).collect();
        assert_eq!(urls, ["https://app.example/"]);
    }
}

common::test! {
    fn deep_and_long_rules_end() {
        common::start();
        let deep = format!(r#"{{"prefetch": [{{"where": {}1{}}}]}}"#, r#"{"not": "#.repeat(5_000), "}".repeat(5_000));
        assert_eq!(audit_speculation_rules(&deep, &Context::default()).findings[0].code, "speculation-rules-invalid");
        let long = format!(r#"{{"prefetch": [{{"urls": [{}"/x"]}}]}}"#, r#""/x", "#.repeat(50_000));
        assert_eq!(audit_speculation_rules(&long, &Context::default()).score, 100);
    }
}
