//! A scan as SARIF 2.1.0, in one run: a path is a code flow.

use cordon_scan::{Place, Scan, Step, Verdict};
use mcp_cordon::finding::Severity;
use serde_json::{Value, json};

use super::{Shown, severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn log(scan: &Scan, shown: &[Shown<'_>]) -> Value {
    let mut rules: Vec<&Verdict> = Vec::new();
    let mut results = Vec::new();
    for shown in shown {
        let index = rules.iter().position(|known| known.code == shown.finding.rule.code).unwrap_or_else(|| {
            rules.push(&shown.finding.rule);
            rules.len() - 1
        });
        results.push(result(shown, index));
    }
    let unread: Vec<Value> = scan
        .unread
        .iter()
        .map(|(file, why)| {
            json!({
                "level": "warning",
                "message": { "text": why },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(file) } } }],
            })
        })
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": unread }],
            "results": results,
            "properties": { "score": scan.score(), "grade": scan.grade() },
        }],
    })
}

fn rule(rule: &Verdict) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": rule.why },
        "help": { "text": format!("{}\n\n{}\n\nWhen it is wrong: {}", rule.why, rule.fix, rule.wrong) },
        "defaultConfiguration": { "level": level(severity(rule)) },
        "properties": { "tags": ["security"], "security-severity": points(severity(rule)) },
    })
}

fn result(shown: &Shown<'_>, index: usize) -> Value {
    let finding = shown.finding;
    let mut result = json!({
        "ruleId": finding.rule.code,
        "ruleIndex": index,
        "level": level(severity(&finding.rule)),
        "message": { "text": format!("{}. {}", finding.rule.title, finding.rule.why) },
        "locations": [location(&finding.place)],
        "partialFingerprints": { "cordonScan/v1": finding.fingerprint() },
        "properties": { "severity": severity(&finding.rule), "score": finding.rule.score, "fix": finding.rule.fix },
    });
    if !finding.path.is_empty() {
        let steps: Vec<Value> = finding.path.iter().map(step).collect();
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps }] }]);
    }
    if let Some(known) = shown.known {
        result["baselineState"] = json!(if known { "unchanged" } else { "new" });
    }
    result
}

fn step(step: &Step) -> Value {
    let mut location = location(&step.place);
    location["message"] = json!({ "text": step.what });
    json!({ "location": location })
}

fn location(place: &Place) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&place.file) },
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endColumn": place.end_column,
            "snippet": { "text": place.text },
        },
    } })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// The middle of the range that code scanning shows under the severity's name.
fn points(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low | Severity::Info => "2.0",
    }
}

/// A path as a relative reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
