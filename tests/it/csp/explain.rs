//! The policy, the matcher and the guard's decision, the same natively and in browsers.

use mcp_cordon::csp::{self, Csp, Disposition, Hint, Inline, Question};
use mcp_cordon::guard::{Api, Request, decide};
use mcp_cordon::policy::{Policy, PolicyInput, Use};
use mcp_cordon::source::{Dialect, Origin, Source, SourceList, Target, Url};
use serde::Deserialize;

use crate::common;

fn policy(json: &str) -> Policy {
    Policy::parse(serde_json::from_str(json).expect("the policy is JSON")).expect("the policy is valid")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    headers: Vec<String>,
    report_only: Vec<String>,
    meta: Vec<String>,
    self_origin: String,
    url: String,
    directive: String,
    redirect: Option<String>,
    expected: String,
    spec_expected: Option<String>,
    note: String,
}

fn allowed(row: &Row, dialect: Dialect) -> bool {
    let policies: Vec<Csp> = [(&row.headers, Disposition::Enforce), (&row.report_only, Disposition::Report)]
        .into_iter()
        .flat_map(|(values, disposition)| values.iter().flat_map(move |value| Csp::parse_header(value, disposition)))
        .chain(row.meta.iter().map(|value| Csp::parse(value, csp::Origin::Meta, Disposition::Enforce)))
        .collect();
    let url = Url::parse(row.redirect.as_deref().unwrap_or(&row.url), None).expect("the row's URL is valid");
    let question = Question {
        directive: &row.directive,
        url: &url,
        self_origin: &Origin::of(&row.self_origin),
        redirected: row.redirect.is_some(),
        nonce: None,
        parser_inserted: false,
        dialect,
    };
    csp::explain(&policies, question).allowed
}

common::test! {
    fn measured_rows() {
        common::start();
        let rows: Vec<Row> = serde_json::from_str(include_str!("../../data/csp_match.json")).expect("the rows are JSON");
        assert!(rows.len() > 100, "the file is whole");
        let mut failures = Vec::new();
        for row in &rows {
            let spec = row.spec_expected.as_ref().unwrap_or(&row.expected);
            for (dialect, expected) in [(Dialect::Browsers, &row.expected), (Dialect::Spec, spec)] {
                if allowed(row, dialect) != (expected == "allowed") {
                    failures.push(format!("{} {dialect:?}: {} is {expected} under {:?}: {}", row.id, row.url, row.headers, row.note));
                }
            }
        }
        assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), rows.len(), failures.join("\n"));
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InlineRow {
    id: String,
    policies: Vec<String>,
    script_attr: String,
    insertion: String,
    expected: String,
}

/// How a script of type `speculationrules` got into the page, where it would run if no policy forbade it.
fn runs(insertion: &str) -> Option<bool> {
    match insertion {
        "parser" => Some(true),
        "createContextualFragment"
        | "createElement+append"
        | "innerHTML then re-created script"
        | "innerHTML img onerror creating the script" => Some(false),
        _ => None,
    }
}

common::test! {
    fn speculation_rules_that_a_policy_lets_register() {
        let rows: Vec<InlineRow> = serde_json::from_str(include_str!("../../data/csp_speculation_rules.json")).expect("the rows are JSON");
        let mut judged = 0;
        for row in &rows {
            let Some(parser_inserted) = runs(&row.insertion) else {
                assert!(matches!(row.expected.as_str(), "ignored" | "removed" | "no-fetch"), "{}: it runs by no policy's leave", row.id);
                continue;
            };
            let enforced: Vec<Csp> = row
                .policies
                .iter()
                .filter(|text| !text.starts_with("RO:"))
                .flat_map(|text| Csp::parse_header(text, Disposition::Enforce))
                .collect();
            let nonce = row.script_attr.strip_prefix("nonce=");
            let allowed = csp::allows_inline(&enforced, Inline::SpeculationRules(nonce), parser_inserted);
            assert_eq!(allowed, row.expected == "registered", "{}", row.id);
            judged += 1;
        }
        assert!(judged > 10, "{judged}");
    }
}

#[derive(Deserialize)]
struct HintRow {
    policy: String,
    via: String,
    result: String,
}

common::test! {
    fn hints_that_a_policy_is_asked_about() {
        common::start();
        let rows: Vec<HintRow> = serde_json::from_str(include_str!("../../data/csp_hints.json")).expect("the rows are JSON");
        assert!(rows.len() >= 10, "the file is whole");
        let elsewhere = Url::parse("https://evil.test/", None).expect("the URL is valid");
        for row in rows {
            let hint = match row.via.as_str() {
                "<link rel=prefetch>" => Hint::LinkPrefetch,
                "<meta http-equiv=refresh>" => Hint::Refresh,
                via if via.contains("preconnect") || via.contains("dns-prefetch") => Hint::Connection,
                _ => Hint::Speculation,
            };
            let policies = Csp::parse_header(&row.policy, Disposition::Enforce);
            let allowed = csp::allows_hint(&policies, hint, &elsewhere, &Origin::of("https://app.test"));
            assert_eq!(allowed, row.result != "blocked", "{} under {:?}", row.via, row.policy);
        }
    }
}

common::test! {
    fn sources_print_as_they_parse() {
        common::start();
        for text in ["'self'", "*", "https:", "data:", "https://a.test", "https://*.a.test:8443/x/", "a.test:*", "*:443", "wss://a.test"] {
            let source: Source = text.parse().expect("the source is valid");
            assert_eq!(source.to_string(), text);
        }
        assert_eq!(SourceList::default().to_string(), "'none'");
    }
}

common::test! {
    fn policies_that_are_refused() {
        common::start();
        for (json, says) in [
            (r#"{"connect": ["self"]}"#, "policy.connect: \"self\" is a host name here; the keyword is written 'self'"),
            (r#"{"connect": ["'unsafe-inline'"]}"#, "policy.connect: \"'unsafe-inline'\" is not a source of URLs"),
            (r#"{"connect": ["https://a.test https://b.test"]}"#, "is not one source expression"),
            (r#"{"connect": ["https://a.test; script-src *"]}"#, "is not one source expression"),
            (r#"{"resources": ["https://a.test, *"]}"#, "policy.resources"),
            (r#"{"resources": ["https://[::1]"]}"#, "policy.resources: \"https://[::1]\" is not a source expression"),
            (r#"{"resources": ["https://a.test/x?y"]}"#, "has a query or a fragment"),
            (r#"{"connect": ["example.com:"]}"#, "policy.connect: \"example.com:\" is a scheme here, by its colon; a host is written example.com"),
            (r#"{"frames": ["https://x.*.test"]}"#, "policy.frames"),
            (r#"{"frames": [""]}"#, "policy.frames"),
            (r#"{"frames": ["'none'", "https://a.test"]}"#, "'none' stands alone"),
            (r#"{"links": {"schemes": ["javascript"]}}"#, "policy.links.schemes: \"javascript\": never a safe link"),
            (r#"{"links": {"schemes": ["DATA:"]}}"#, "never a safe link"),
            (r#"{"links": {"schemes": ["a b"]}}"#, "expected a scheme"),
            (r#"{"links": {"target": "_top"}}"#, "policy.links.target: \"_top\""),
            (r#"{"links": {"rel": "opener\" onclick=\"x"}}"#, "policy.links.rel"),
            (r#"{"reportTo": "/relative"}"#, "policy.reportTo: \"/relative\""),
            (r#"{"reportTo": "javascript:x"}"#, "policy.reportTo"),
        ] {
            let input: PolicyInput = serde_json::from_str(json).expect("the policy is JSON");
            let error = Policy::parse(input).expect_err(json);
            assert_eq!(error.code(), "invalid-policy", "{json}");
            assert!(error.to_string().contains(says), "{json}: {error}");
        }
        assert!(serde_json::from_str::<PolicyInput>(r#"{"conect": []}"#).is_err(), "a misspelt field is no field");
    }
}

common::test! {
    fn a_policy_written_out_is_the_same_policy() {
        common::start();
        let policy = policy(r#"{"connect": ["'self'", "https://api.test"], "resources": ["data:"], "links": {"origins": ["https://a.test"]}, "webrtc": true}"#);
        assert_eq!(Policy::parse(policy.to_input()), Ok(policy));
        assert_eq!(Policy::parse(PolicyInput::default()), Ok(Policy::default()));
    }
}

common::test! {
    fn decisions() {
        common::start();
        let page = Origin::of("https://app.test");
        let listed = policy(r#"{"connect": ["'self'", "https://api.test/v1/"], "backgroundFetch": ["https://cdn.test/pack.bin"]}"#);
        for (api, url, allowed, reason) in [
            (Api::Fetch, "https://app.test/x", true, "listed"),
            (Api::Fetch, "https://api.test/v1/tools", true, "listed"),
            (Api::Fetch, "https://api.test/v2/tools", false, "not-listed"),
            (Api::Fetch, "https://api.test.evil.test/v1/", false, "not-listed"),
            (Api::Fetch, "https://api.test@evil.test/v1/", false, "not-listed"),
            (Api::Fetch, "http://app.test/x", false, "not-listed"),
            (Api::Fetch, "data:text/plain,x", true, "local"),
            (Api::Fetch, "blob:https://app.test/1", true, "local"),
            (Api::Fetch, "/relative", false, "invalid-url"),
            (Api::SendBeacon, "https://evil.test/", false, "not-listed"),
            (Api::SendBeacon, "https://app.test/log", true, "listed"),
            (Api::FetchLater, "https://evil.test/", false, "not-listed"),
            (Api::XmlHttpRequest, "https://evil.test/", false, "not-listed"),
            (Api::BackgroundFetch, "https://app.test/x", false, "not-listed"),
            (Api::BackgroundFetch, "https://cdn.test/pack.bin", true, "listed"),
            (Api::BackgroundFetch, "https://cdn.test/other", false, "not-listed"),
            (Api::BackgroundFetch, "data:text/plain,x", false, "not-listed"),
        ] {
            let verdict = decide(&listed, &page, Request::new(api, url));
            assert_eq!((verdict.allowed, verdict.reason), (allowed, reason), "{} {url}", api.name());
        }
    }
}

common::test! {
    fn the_pinned_csp_allows_what_the_policy_allows() {
        common::start();
        let page = Origin::of("https://app.test");
        let listed = policy(r#"{"connect": ["https://api.test"], "resources": ["https://cdn.test"], "frames": ["https://frame.test"], "reportTo": "https://report.test/r"}"#);
        let csp = listed.meta_csp(&SourceList::parse("https://scripts.test"), &SourceList::parse("https://frames.test"));
        let pinned = Csp::parse(&csp, mcp_cordon::csp::Origin::Meta, Disposition::Enforce);
        for (directive, url, allowed) in [
            ("connect-src", "https://api.test/x", true),
            ("connect-src", "https://report.test/r", true),
            ("connect-src", "https://app.test/x", false),
            ("connect-src", "https://evil.test/x", false),
            ("img-src", "https://cdn.test/x", true),
            ("img-src", "https://app.test/x", true),
            ("img-src", "https://evil.test/x", false),
            ("font-src", "https://evil.test/x", false),
            ("frame-src", "https://frame.test/x", true),
            ("frame-src", "https://app.test/x", false),
            ("script-src-elem", "https://scripts.test/x", true),
            ("script-src-elem", "https://evil.test/x", false),
            ("style-src-elem", "https://evil.test/x", false),
            ("prefetch-src", "https://evil.test/x", false),
            ("manifest-src", "https://evil.test/x", false),
            ("form-action", "https://evil.test/x", false),
            ("base-uri", "https://evil.test/x", false),
            ("object-src", "https://app.test/x", false),
        ] {
            let url = Url::parse(url, None).expect("the row's URL is valid");
            let target = Target { url: &url, self_origin: &page, redirected: false, dialect: Dialect::Browsers };
            let found = pinned.deciding(directive).expect("the directive decides").sources().find(target).is_some();
            assert_eq!(found, allowed, "{directive} {} under {csp}", url.href());
        }
        assert_eq!(listed.sources(Use::Frame).to_string(), "https://frame.test");
    }
}
