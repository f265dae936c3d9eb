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

common::test! {
    fn directives_that_let_a_prefetch_through() {
        common::start();
        let elsewhere = Url::parse("https://evil.test/", None).expect("the URL is valid");
        for (policy, allowed) in [
            ("default-src 'none'", false),
            ("default-src 'none'; img-src *", true),
            ("default-src 'none'; script-src-elem *", true),
            // Nothing that is fetched ahead is any of these.
            ("default-src 'none'; script-src-attr *", false),
            ("default-src 'none'; style-src-attr *", false),
            ("default-src 'none'; fenced-frame-src *", false),
            ("default-src 'none'; prefetch-src *", false),
            ("default-src 'none'; form-action *", false),
        ] {
            let policies = Csp::parse_header(policy, Disposition::Enforce);
            let found = csp::allows_hint(&policies, Hint::LinkPrefetch, &elsewhere, &Origin::of("https://app.test"));
            assert_eq!(found, allowed, "{policy}");
        }
    }
}
