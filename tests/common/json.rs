//! Rows of JSON, and lines for those that come out otherwise.

use std::fmt::Debug;

use mcp_cordon::audit::AuditReport;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) fn rows(text: &str, at_least: usize) -> Vec<Value> {
    let rows: Vec<Value> = serde_json::from_str(text).expect("the rows are JSON");
    assert!(rows.len() >= at_least, "the file is whole");
    rows
}

pub(crate) fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}"))
}

pub(crate) fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("the result is JSON")
}

pub(crate) fn assert_none(failures: &[String]) {
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A line where the two are not the same.
pub(crate) fn differ(failures: &mut Vec<String>, id: impl Debug, got: &impl Debug, expected: &impl Debug) {
    let (got, expected) = (format!("{got:?}"), format!("{expected:?}"));
    if got != expected {
        failures.push(format!("{id:?}: {got}, expected {expected}"));
    }
}

/// In the order of the alphabet, for the report has them by severity.
pub(crate) fn codes(report: &AuditReport) -> Vec<&str> {
    let mut codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    codes
}
