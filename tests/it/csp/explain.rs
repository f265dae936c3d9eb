//! What a set of policies allows, as browsers and the specification have it: `data/csp_match.json`.

use mcp_cordon::csp::{self, Csp, Disposition, ExplainInput, Question};
use mcp_cordon::source::{Dialect, Origin, Url};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::common::{self, json::read};

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

/// What is asked of a page at `https://app.test`.
fn asked(policy: &str, directive: &str, url: &str, more: Value) -> ExplainInput {
    let mut input = json!({"headers": [policy], "selfOrigin": "https://app.test", "directive": directive, "url": url});
    input.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    read(&input)
}

common::test! {
    fn questions_as_they_are_written() {
        common::start();
        let nonce = "script-src 'nonce-4ih5rP0r1s8Pq7bC'; style-src 'nonce-4ih5rP0r1s8Pq7bC'; img-src 'nonce-4ih5rP0r1s8Pq7bC'";
        let dynamic = "script-src 'nonce-4ih5rP0r1s8Pq7bC' 'strict-dynamic' https:; img-src 'strict-dynamic' https:";
        let upgraded = "connect-src https://a.test wss://a.test; upgrade-insecure-requests";
        let url = "https://cdn.test/a";
        let by = |nonce: &str| json!({"nonce": nonce});
        for (policy, directive, url, more, allowed) in [
            (nonce, "script-src-elem", url, by("4ih5rP0r1s8Pq7bC"), true),
            (nonce, "SCRIPT-SRC-ELEM", url, by("4ih5rP0r1s8Pq7bC"), true),
            (nonce, "script-src-elem", url, by("of another response"), false),
            (nonce, "script-src-elem", url, json!({}), false),
            (nonce, "style-src-elem", url, by("4ih5rP0r1s8Pq7bC"), true),
            (nonce, "img-src", url, by("4ih5rP0r1s8Pq7bC"), false),
            // What a trusted script inserts is trusted, and no host counts.
            (dynamic, "script-src-elem", url, json!({}), true),
            (dynamic, "worker-src", url, json!({}), true),
            (dynamic, "script-src-elem", url, json!({"parserInserted": true}), false),
            (dynamic, "img-src", url, json!({"parserInserted": true}), true),
            // A redirect is asked about where it leads.
            ("connect-src https://cdn.test/b", "connect-src", url, json!({}), false),
            ("connect-src https://cdn.test/b", "connect-src", url, json!({"redirect": null}), false),
            ("connect-src https://cdn.test/b", "connect-src", "https://app.test/", json!({"redirect": "https://cdn.test/a"}), true),
            ("connect-src https://cdn.test/b", "connect-src", url, json!({"redirect": "https://evil.test/"}), false),
            // The specification upgrades a request before it asks, and browsers ask first.
            (upgraded, "connect-src", "http://a.test/x", json!({}), false),
            (upgraded, "connect-src", "http://a.test/x", json!({"dialect": "spec"}), true),
            (upgraded, "connect-src", "ws://a.test/x", json!({"dialect": "spec"}), true),
            ("connect-src https://a.test", "connect-src", "http://a.test/x", json!({"dialect": "spec"}), false),
            // Every policy is asked, and one that reports stops nothing.
            ("img-src *", "img-src", url, json!({"meta": ["img-src 'none'"]}), false),
            ("img-src *", "img-src", url, json!({"reportOnly": ["img-src 'none'"]}), true),
            ("img-src *, img-src 'none'", "img-src", url, json!({}), false),
            ("img-src 'self'", "img-src", url, json!({"selfOrigin": "null"}), false),
        ] {
            let input = asked(policy, directive, url, more);
            assert_eq!(input.explain().expect("it is a question").allowed, allowed, "{input:?}");
        }
    }
}

common::test! {
    fn the_trace_has_the_answer_of_each_policy() {
        common::start();
        let url = "https://cdn.test/a";
        for (policy, directive, dialect, answers) in [
            (
                "img-src https://cdn.test https:, default-src 'none', script-src 'self'",
                "img-src",
                "browsers",
                &[(Some("img-src"), Some("https://cdn.test"), true), (Some("default-src"), None, false), (None, None, true)][..],
            ),
            // No engine has the directive, and the specification does.
            ("webrtc 'block'", "webrtc", "browsers", &[(Some("webrtc"), Some("'block'"), true)]),
            ("webrtc 'BLOCK'", "webrtc", "spec", &[(Some("webrtc"), Some("'BLOCK'"), false)]),
            ("webrtc 'allow'", "webrtc", "spec", &[(Some("webrtc"), Some("'allow'"), true)]),
            ("webrtc", "webrtc", "spec", &[(Some("webrtc"), None, true)]),
        ] {
            let explained = asked(policy, directive, url, json!({"dialect": dialect})).explain().expect("it is a question");
            let trace: Vec<_> =
                explained.trace.iter().map(|step| (step.directive.as_deref(), step.source.as_deref(), step.allowed)).collect();
            assert_eq!(trace, answers, "{policy}");
            assert_eq!(explained.trace.iter().map(|step| step.policy).collect::<Vec<_>>(), (0..answers.len()).collect::<Vec<_>>());
        }
    }
}

common::test! {
    fn questions_that_are_none() {
        common::start();
        let url = "https://cdn.test/a";
        for (input, says) in [
            (asked("", "sandbox", url, json!({})), "directive: \"sandbox\": expected a directive about requests: child-src, connect-src, "),
            (asked("", "", url, json!({})), "directive: \"\": expected a directive"),
            (asked("", "img-src", url, json!({"selfOrigin": "app.test"})), "selfOrigin: \"app.test\": expected an origin such as"),
            (asked("", "img-src", "/a", json!({})), "url: \"/a\": expected an absolute URL"),
            (asked("", "img-src", url, json!({"redirect": "/b"})), "redirect: \"/b\": expected an absolute URL"),
        ] {
            let error = input.explain().expect_err(says);
            assert_eq!(error.code(), "invalid-input");
            assert!(error.to_string().starts_with(says), "{error}");
        }
        let error = serde_json::from_value::<ExplainInput>(json!({"redirect": 1})).expect_err("a number is no redirect");
        assert!(error.to_string().contains("expected a string or null"), "{error}");
    }
}
