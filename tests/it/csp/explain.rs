//! What a set of policies allows, as browsers and the specification have it: `data/csp_match.json`.

use mcp_cordon::csp::{self, Csp, Disposition, Question};
use mcp_cordon::source::{Dialect, Origin, Url};
use serde::Deserialize;

use crate::common;

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
