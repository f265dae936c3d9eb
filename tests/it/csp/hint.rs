//! Which hints a policy is asked about: `data/csp_hints.json`.

use mcp_cordon::csp::{self, Csp, Disposition, Hint};
use mcp_cordon::source::{Origin, Url};
use serde::Deserialize;

use crate::common;

#[derive(Deserialize)]
struct Row {
    policy: String,
    via: String,
    result: String,
}

common::test! {
    fn hints_that_a_policy_is_asked_about() {
        common::start();
        let rows: Vec<Row> = serde_json::from_str(include_str!("../../data/csp_hints.json")).expect("the rows are JSON");
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
