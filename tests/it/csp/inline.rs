//! Which scripts of speculation rules a policy lets register: `data/csp_speculation_rules.json`.

use mcp_cordon::csp::{self, Csp, Disposition, Inline};
use serde::Deserialize;

use crate::common;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
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
        let rows: Vec<Row> = serde_json::from_str(include_str!("../../data/csp_speculation_rules.json")).expect("the rows are JSON");
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
