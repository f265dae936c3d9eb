//! What is found in the headers of a response: `data/csp_audit.json`.

use std::collections::BTreeMap;

use mcp_cordon::audit::{AuditReport, Grade, Response, audit_headers};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    headers: BTreeMap<String, OneOrMany>,
    expected_findings: Vec<String>,
    must_not_find: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Row {
    fn response(&self) -> Response {
        let mut response = Response::default();
        for (name, values) in &self.headers {
            let values = match values {
                OneOrMany::One(value) => std::slice::from_ref(value),
                OneOrMany::Many(values) => values,
            };
            match name.as_str() {
                "meta" => response.meta.extend_from_slice(values),
                "meta-report-only" => response.meta_report_only.extend_from_slice(values),
                "x-second-response" => response.second.extend_from_slice(values),
                _ => response.headers.extend(values.iter().map(|value| (name.clone(), value.clone()))),
            }
        }
        response
    }
}

fn codes(response: &Response) -> Vec<String> {
    audit_headers(response).findings.into_iter().map(|finding| finding.code).collect()
}

#[test]
fn rows() {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../../data/csp_audit.json")).expect("the rows are JSON");
    assert!(rows.len() > 30, "the file is whole");
    let mut failures = Vec::new();
    for row in &rows {
        let codes = codes(&row.response());
        failures.extend(
            row.expected_findings
                .iter()
                .filter(|code| !codes.contains(code))
                .map(|code| format!("{}: no {code}: {codes:?}", row.id)),
        );
        failures.extend(
            row.must_not_find.iter().filter(|code| codes.contains(code)).map(|code| format!("{}: {code}", row.id)),
        );
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// An address carries out what was read, whatever loads it.
#[test]
fn a_way_out_that_is_open_is_no_a() {
    for open in ["img-src *", "img-src https: data:", "frame-src *", "form-action *", "media-src *"] {
        let report = of(&format!("default-src 'none'; connect-src 'self'; script-src 'self'; {open}; report-uri /r"));
        let directive = open.split(' ').next().unwrap_or_default();
        let code = format!("csp-exfil-channel-open:{directive}");
        assert!(report.findings.iter().any(|finding| finding.code == code), "{open}: {:?}", report.findings);
        assert!(report.grade > Grade::A, "{open}: {}", report.score);
    }
}

#[test]
fn to_take_a_weak_policy_away_is_no_better() {
    let none = audit_headers(&Response::default());
    assert_eq!((none.score, none.grade), (0, Grade::F));
    for weak in
        ["script-src * 'unsafe-inline'", "default-src * 'unsafe-inline' 'unsafe-eval'", "upgrade-insecure-requests"]
    {
        let report = of(weak);
        assert!(report.score >= none.score && report.grade <= none.grade, "{weak}: {}", report.score);
    }
}

fn of(policy: &str) -> AuditReport {
    let headers = vec![("Content-Security-Policy".to_owned(), policy.to_owned())];
    audit_headers(&Response { headers, ..Response::default() })
}
