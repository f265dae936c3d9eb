//! Which requests a browser asks about first: `data/cors_preflight.json`, and rows for what it leaves out.

use mcp_cordon::cors::{FetchRequest, cors_preflight_required};
use serde_json::json;

use crate::common::{
    self,
    json::{assert_none, differ, read, rows},
};

common::test! {
    fn preflights_of_the_rows() {
        common::start();
        let mut failures = Vec::new();
        for row in rows(include_str!("../../data/cors_preflight.json"), 22) {
            let asked = cors_preflight_required(&read::<FetchRequest>(&row["request"]));
            differ(&mut failures, &row["id"], &json!(asked.preflight), &row["expected"]["preflight"]);
        }
        assert_none(&failures);
    }
}

common::test! {
    fn preflights_and_why() {
        common::start();
        let long = "a".repeat(128);
        for (request, preflight, why) in [
            (json!({}), false, "safelisted"),
            (json!({"method": "get"}), false, "safelisted"),
            (json!({"method": "Head"}), false, "safelisted"),
            (json!({"method": "delete"}), true, "method"),
            (json!({"method": "patch"}), true, "method"),
            (json!({"method": "TRACE"}), false, "forbidden method"),
            (json!({"method": "POST", "useCorsPreflight": true}), true, "use-CORS-preflight flag"),
            (json!({"method": "POST", "body": {"type": "application/json"}}), true, "content-type"),
            (json!({"method": "POST", "body": {"type": "multipart/form-data; boundary=x"}}), false, "safelisted content-type"),
            (json!({"method": "POST", "body": {}}), false, "safelisted"),
            (json!({"method": "POST", "body": "x", "headers": {"content-type": "TEXT/PLAIN"}}), false, "safelisted content-type"),
            (json!({"method": "POST", "headers": {"Content-Type": "application/json"}}), true, "content-type"),
            (json!({"method": "POST", "headers": {"Content-Type": "text/plain; x=\"y\""}}), true, "content-type"),
            (json!({"method": "POST", "headers": {"Content-Type": ["text/plain", "application/json"]}}), true, "content-type"),
            (json!({"method": "POST", "headers": {"Content-Type": ""}}), true, "content-type"),
            // A script's own type goes before the body's.
            (json!({"method": "POST", "body": {"type": "application/json"}, "headers": {"Content-Type": "text/plain"}}), false, "safelisted content-type"),
            (json!({"method": "POST", "body": {"type": "application/json"}, "headers": {"Accept": "*/*"}}), true, "content-type"),
            (json!({"headers": {"X-Api-Key": ""}}), true, "header x-api-key"),
            (json!({"headers": {"Accept": format!(" {long}\t")}}), false, "safelisted"),
            (json!({"headers": {"Accept": format!("{long}a")}}), true, "value length"),
            (json!({"headers": {"Accept": "é".repeat(128)}}), false, "safelisted"),
            (json!({"headers": {"Accept": "text/html, a/b;q=\"1\""}}), true, "value not safelisted"),
            (json!({"headers": {"Accept": "text/html,\t*/*"}}), false, "safelisted"),
            (json!({"headers": {"Accept": "text/html\u{1}"}}), true, "value not safelisted"),
            (json!({"headers": {"Accept-Language": "de-DE, en;q=0.5, *"}}), false, "safelisted"),
            (json!({"headers": {"Accept-Language": "de_DE"}}), true, "value not safelisted"),
            (json!({"headers": {"Content-Language": "en/us"}}), true, "value not safelisted"),
            (json!({"headers": {"Accept": vec![long.clone(); 8]}}), false, "safelisted"),
            (json!({"headers": {"Accept": vec![long.clone(); 8], "Accept-Language": "a"}}), true, "value length together"),
            (json!({"headers": {"Range": "bytes=5-"}}), false, "safelisted simple range"),
            (json!({"headers": {"Range": "bytes=-5"}}), true, "range value"),
            (json!({"headers": {"Proxy-X": "1", "sec-anything": "1"}}), false, "forbidden header dropped"),
            (json!({"headers": {"X-HTTP-Method-Override": "get, Track"}}), false, "forbidden header dropped"),
            (json!({"headers": {"X-HTTP-Method-Override": "PATCH"}}), true, "header x-http-method-override"),
            (json!({"headers": {"User-Agent": "x"}}), true, "header user-agent"),
        ] {
            let asked = cors_preflight_required(&read(&request));
            assert_eq!((asked.preflight, &*asked.why), (preflight, why), "{request}");
        }
        let asked = cors_preflight_required(&read(&json!({
            "method": "put", "headers": {"X-B": "1", "Cookie": "c", "x-a": "1", "Content-Type": "application/json", "X-b": "2"}
        })));
        assert_eq!((asked.method.as_str(), asked.request_headers), ("PUT", ["content-type", "x-a", "x-b"].map(str::to_owned).to_vec()));
    }
}
