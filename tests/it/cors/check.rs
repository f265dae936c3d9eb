//! What a browser lets script read, and how long it remembers a preflight: `data/cors_browser_check.json`, `cors_max_age.json`.

use mcp_cordon::cors::{BrowserCheck, cors_browser_check, preflight_max_age};
use mcp_cordon::finding::Engine;
use serde_json::{Value, json};

use crate::common::{
    self,
    json::{assert_none, differ, json, read, rows},
};

common::test! {
    fn browser_checks_of_the_rows() {
        common::start();
        let mut failures = Vec::new();
        for row in rows(include_str!("../../data/cors_browser_check.json"), 31) {
            let got = cors_browser_check(&read::<BrowserCheck>(&row));
            differ(&mut failures, &row["id"], &json(&got.outcome), &row["expected"]["outcome"]);
            let strings = |field: &str| row[field].as_array().cloned().unwrap_or_default();
            let reads = |name: &Value| got.readable_headers.iter().any(|readable| name == readable);
            let unread: Vec<_> = strings("readableHeadersInclude").into_iter().filter(|name| !reads(name)).collect();
            let leaked: Vec<_> = strings("readableHeadersExclude").into_iter().filter(reads).collect();
            differ(&mut failures, &row["id"], &(unread, leaked), &(Vec::<Value>::new(), Vec::<Value>::new()));

            let mut by_spec = row.clone();
            by_spec["dialect"] = "spec".into();
            let expected = if row["specExpected"].is_null() { &row["expected"] } else { &row["specExpected"] };
            let got = cors_browser_check(&read::<BrowserCheck>(&by_spec));
            differ(&mut failures, (&row["id"], "spec"), &json(&got.outcome), &expected["outcome"]);
        }
        assert_none(&failures);
    }
}

const APP: &str = "https://client.test";

common::test! {
    fn browser_checks_and_reasons() {
        common::start();
        let get = json!({"origin": APP});
        let with_cookies = json!({"origin": APP, "credentials": "include"});
        let delete = json!({"origin": APP, "method": "DELETE"});
        let delete_with_cookies = json!({"origin": APP, "method": "DELETE", "credentials": "include"});
        let bearer = json!({"origin": APP, "headers": {"Authorization": "Bearer t"}});
        let patch = json!({"origin": APP, "method": "patch"});
        let any = json!({"Access-Control-Allow-Origin": "*"});
        let exact = json!({"Access-Control-Allow-Origin": APP, "Access-Control-Allow-Credentials": "true"});
        let with = |base: &Value, name: &str, value: Value| {
            let mut headers = base.clone();
            headers[name] = value;
            headers
        };
        let none = Value::Null;
        let methods = "Access-Control-Allow-Methods";
        let allowed_headers = "Access-Control-Allow-Headers";
        for (request, preflight, response, blocked, reason) in [
            (&get, &none, &any, false, "wildcard"),
            (&get, &none, &exact, false, "exact"),
            (&get, &none, &json!({}), true, "acao-missing"),
            (&get, &none, &json!({"Access-Control-Allow-Origin": "https://client.test/"}), true, "acao-mismatch"),
            (&get, &none, &json!({"Access-Control-Allow-Origin": ["*", "*"]}), true, "acao-mismatch"),
            (&get, &none, &json!({"Access-Control-Allow-Origin": "null"}), true, "acao-mismatch"),
            (&json!({"origin": "null"}), &none, &json!({"Access-Control-Allow-Origin": "null"}), false, "exact"),
            (&with_cookies, &none, &exact, false, "exact"),
            (&with_cookies, &none, &any, true, "wildcard-with-credentials"),
            (&with_cookies, &none, &json!({"Access-Control-Allow-Origin": APP, "Access-Control-Allow-Credentials": "True"}), true, "acac-not-true"),
            (&with_cookies, &none, &json!({"Access-Control-Allow-Origin": APP, "Access-Control-Allow-Credentials": ["true", "true"]}), true, "acac-not-true"),
            (&delete, &none, &any, true, "preflight-missing"),
            (&delete, &json!({}), &any, true, "preflight-acao-missing"),
            (&delete_with_cookies, &with(&json!({"Access-Control-Allow-Origin": APP}), methods, json!("DELETE")), &exact, true, "preflight-acac-missing"),
            (&delete_with_cookies, &with(&exact, methods, json!("*")), &exact, true, "method-not-allowed"),
            (&delete_with_cookies, &with(&exact, methods, json!("DELETE")), &exact, false, "exact"),
            (&delete, &with(&any, methods, json!("delete")), &any, true, "method-not-allowed"),
            (&delete, &with(&any, methods, json!("GET; DELETE")), &any, true, "allow-methods-malformed"),
            (&delete, &with(&any, methods, json!(["GET", ",DELETE"])), &any, false, "wildcard"),
            (&delete, &with(&with(&any, methods, json!("DELETE")), allowed_headers, json!("a b")), &any, true, "allow-headers-malformed"),
            (&delete, &with(&with(&any, methods, json!("DELETE")), ":status", json!(299)), &any, false, "wildcard"),
            (&delete, &with(&with(&any, methods, json!("DELETE")), ":status", json!(307)), &any, true, "preflight-redirect"),
            (&delete, &with(&with(&any, methods, json!("DELETE")), ":status", json!("500")), &any, true, "preflight-not-ok"),
            (&delete, &with(&any, methods, json!("DELETE")), &json!({}), true, "acao-missing"),
            (&patch, &with(&any, methods, json!("PATCH")), &any, true, "method-not-allowed"),
            (&patch, &with(&any, methods, json!("patch")), &any, false, "wildcard"),
            (&bearer, &with(&any, allowed_headers, json!("X-Other")), &any, true, "header-not-allowed"),
            (&bearer, &with(&any, allowed_headers, json!("*")), &any, false, "wildcard"),
            (&json!({"origin": APP, "method": "TRACE"}), &none, &any, true, "forbidden-method"),
            (&json!({"origin": APP, "url": "https://client.test/x"}), &none, &json!({}), false, "same-origin"),
            (&json!({"origin": APP, "url": "https://client.test/x", "redirectVia": "https://hop.test"}), &none, &json!({}), true, "acao-missing"),
            (&json!({"origin": APP, "redirectVia": "https://hop.test"}), &none, &exact, true, "origin-tainted"),
            (&json!({"origin": APP, "redirectVia": "https://hop.test"}), &none, &json!({"Access-Control-Allow-Origin": "null"}), false, "exact"),
            (&json!({"origin": APP, "redirectVia": "https://hop.test"}), &none, &json!({"Access-Control-Allow-Origin": "https://hop.test"}), true, "acao-mismatch"),
            (&json!({"origin": APP, "redirectVia": APP}), &none, &exact, false, "exact"),
            (&json!({"origin": APP, "url": "https://hop.test/2", "redirectVia": "https://hop.test"}), &none, &exact, false, "exact"),
        ] {
            let input = json!({"request": request, "preflightResponse": preflight, "response": response});
            let got = cors_browser_check(&read(&input));
            assert_eq!((json(&got.outcome) == "blocked", &*got.reason), (blocked, reason), "{input}");
        }
        let by_spec = json!({"request": bearer, "preflightResponse": with(&any, allowed_headers, json!("*")), "response": any, "dialect": "spec"});
        assert_eq!(cors_browser_check(&read(&by_spec)).reason, "authorization-not-listed");
    }
}

common::test! {
    fn how_long_a_preflight_is_remembered() {
        let caps: Value = serde_json::from_str(include_str!("../../data/cors_max_age.json")).expect("the caps are JSON");
        let engines = [("chromium", Engine::Chromium), ("firefox", Engine::Firefox), ("webkit", Engine::Webkit)];
        for (name, engine) in engines {
            let seconds = |value| json!(preflight_max_age(value, engine));
            assert_eq!(seconds(Some("99999999999999999999")), caps[name]);
            assert_eq!(seconds(Some("600")), 600);
            assert_eq!(seconds(Some("0")), 0);
            for value in [None, Some(""), Some("-1"), Some("1.5"), Some("5, 5"), Some("+9"), Some("1h")] {
                assert_eq!(seconds(value), caps["defaultWhenAbsentOrInvalid"], "{value:?}");
            }
        }
    }
}
