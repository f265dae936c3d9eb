//! Policies of the kinds that well-known sites send, with what somebody who knows them would say: `data/real_policies.json`.
//! Hosts are invented, but for those that a finding is about.

use std::collections::BTreeMap;

use mcp_cordon::audit::{AuditReport, Response, audit_headers};
use mcp_cordon::finding::Severity;
use serde::Deserialize;

use super::corrected;

/// One response. A code without its subject stands for each subject: `csp-exfil-channel-open` for every way out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    headers: BTreeMap<String, String>,
    /// What would be said first: one of these leads the report. None: nothing of medium severity or worse is wrong.
    first: Vec<String>,
    /// What would be said next: each is found.
    second: Vec<String>,
    /// What would not be said.
    never: Vec<String>,
    /// The rows that are worth less.
    #[serde(default)]
    above: Vec<String>,
}

impl Row {
    fn response(&self) -> Response {
        let headers = self.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        Response { headers, ..Response::default() }
    }
}

fn rows() -> Vec<(Row, AuditReport)> {
    let rows: Vec<Row> =
        serde_json::from_str(include_str!("../../data/real_policies.json")).expect("the rows are JSON");
    assert_eq!(rows.len(), 30, "the file is whole");
    rows.into_iter()
        .map(|row| {
            let report = audit_headers(&row.response());
            (row, report)
        })
        .collect()
}

fn is(code: &str, wanted: &str) -> bool {
    code == wanted || code.split_once(':').is_some_and(|(code, _)| code == wanted)
}

#[test]
fn the_audit_says_what_an_expert_would() {
    let mut failures = Vec::new();
    for (row, report) in rows() {
        let mut fails = |what: String| failures.push(format!("{}: {what}", row.name));
        let found = |wanted: &String| report.findings.iter().any(|finding| is(&finding.code, wanted));
        // Several are as bad as the first.
        let first = report.findings.first().map(|finding| (finding.severity, finding.score));
        let leads = report.findings.iter().take_while(|finding| first == Some((finding.severity, finding.score)));
        let leads: Vec<&str> = leads.map(|finding| finding.code.as_str()).collect();
        if !row.first.is_empty() && !leads.iter().any(|code| row.first.iter().any(|wanted| is(code, wanted))) {
            fails(format!("{leads:?} come first"));
        }
        row.second.iter().filter(|wanted| !found(wanted)).for_each(|wanted| fails(format!("no {wanted}")));
        row.never.iter().filter(|wanted| found(wanted)).for_each(|wanted| fails(wanted.to_string()));
        // What is not said by anybody is a false positive.
        let said = |code: &str| row.first.iter().chain(&row.second).any(|wanted| is(code, wanted));
        for finding in report.findings.iter().filter(|finding| finding.severity <= Severity::Medium) {
            if !said(&finding.code) {
                fails(format!("{} is said by nobody: {}", finding.code, finding.why));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_stricter_are_worth_more() {
    let rows = rows();
    let score = |name: &String| {
        let row = rows.iter().find(|(row, _)| row.name == *name);
        row.map(|(_, report)| report.score).unwrap_or_else(|| panic!("no {name}"))
    };
    let mut failures = Vec::new();
    for (row, report) in &rows {
        for weaker in row.above.iter().filter(|weaker| score(weaker) >= report.score) {
            failures.push(format!("{}: {}, {weaker}: {}", row.name, report.score, score(weaker)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn nothing_is_found_in_what_is_corrected() {
    let failures: Vec<String> = rows()
        .iter()
        .filter_map(|(row, _)| corrected::check(&row.response()).err().map(|error| format!("{}: {error}", row.name)))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
