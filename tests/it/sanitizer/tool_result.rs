//! `CallToolResult`s, the same natively and in browsers: `data/result.json`.

use mcp_cordon::sanitizer::{ResultOptions, SanitizeOptions, TextKind, sanitize_tool_result};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::common;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    text: String,
    input: Value,
    result: Value,
    /// `code pointer`, in order.
    #[serde(default)]
    findings: Vec<String>,
}

fn options(text: &str) -> ResultOptions<'static> {
    let text = match text {
        "plain" => TextKind::Plain,
        "markdown" => TextKind::Markdown,
        "" | "html" => TextKind::Html,
        other => panic!("{other} is no kind of text"),
    };
    ResultOptions { sanitize: SanitizeOptions::default(), text }
}

common::test! {
    fn every_case() {
        common::start();
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../data/result.json")).expect("data/result.json is a list of cases");
        assert!(cases.len() >= 30, "the file is whole");
        let mut failures = Vec::new();
        for case in &cases {
            let safe = sanitize_tool_result(&case.input, &options(&case.text)).expect("the case is a result");
            let findings: Vec<_> = safe.findings.iter().map(|finding| {
                let path = finding.evidence.as_ref().and_then(|evidence| evidence.path.as_deref()).unwrap_or_default();
                format!("{} {path}", finding.code)
            }).collect();
            // Markdown has become HTML.
            let kind = if case.text == "plain" { "plain" } else { "html" };
            let again = sanitize_tool_result(&safe.result, &options(kind)).expect("output is a result");
            assert_eq!(again.result, safe.result, "{}, twice", case.name);
            if safe.result != case.result || findings != case.findings || safe.changed != (case.input != case.result) {
                failures.push(format!("{}\n  got    {} {findings:?}\n  wanted {} {:?}", case.name, safe.result, case.result, case.findings));
            }
        }
        assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
    }
}

common::test! {
    fn what_is_no_result_is_an_error() {
        common::start();
        for (input, code) in [
            (json!(null), "invalid-input"),
            (json!("text"), "invalid-input"),
            (json!([]), "invalid-input"),
            (json!({"content": "text"}), "invalid-input"),
            (json!({"content": {"type": "text"}}), "invalid-input"),
        ] {
            let error = sanitize_tool_result(&input, &options("")).expect_err("it is no result");
            assert_eq!(error.code(), code, "{input}");
        }
        let many = json!({"content": vec![json!({"type": "widget"}); 6_000]});
        let safe = sanitize_tool_result(&many, &options("")).expect("it is a result");
        assert_eq!((safe.result["content"].as_array().map(Vec::len), safe.findings.len()), (Some(6_000), 5_000));
        let deep = (0..200).fold(json!(1), |inner, _| json!({"a": inner}));
        let error = sanitize_tool_result(&json!({"content": [], "structuredContent": deep}), &options("")).expect_err("it is too deep");
        assert_eq!(error.code(), "limit-depth");
        let long = "<div>".repeat(2_000);
        let error = sanitize_tool_result(&json!({"content": [{"type": "text", "text": long}]}), &options("")).expect_err("it is too deep");
        assert_eq!(error.code(), "limit-depth");
    }
}
