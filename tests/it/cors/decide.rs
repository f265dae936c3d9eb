//! What a server answers by its policy: `data/cors_server_policy.json`, and rows for what it leaves out.

use mcp_cordon::cors::{CorsDecision, CorsPolicy, CorsPolicyInput, CorsRequest, decide_cors};
use serde_json::{Value, json};

use crate::common::{
    self,
    json::{assert_none, differ, json, read, rows},
};

const APP: &str = "https://client.test";

/// What a row says of a decision: a policy that is refused is a decision of its own.
fn decided(row: &Value) -> Value {
    match CorsPolicy::parse(read::<CorsPolicyInput>(&row["policy"])) {
        Ok(policy) => json(&decide_cors(&read::<CorsRequest>(&row["request"]), &policy)),
        Err(error) => json!({"decision": "config-error", "error": error.code()}),
    }
}

common::test! {
    fn decisions_of_the_rows() {
        common::start();
        let mut failures = Vec::new();
        for row in rows(include_str!("../../data/cors_server_policy.json"), 23) {
            let (got, expected) = (decided(&row), &row["expected"]);
            for field in ["decision", "error", "status", "reason", "configWarnings"] {
                if !expected[field].is_null() {
                    differ(&mut failures, (&row["id"], field), &got[field], &expected[field]);
                }
            }
            for (name, value) in expected["headers"].as_object().into_iter().flatten() {
                differ(&mut failures, (&row["id"], name), &got["headers"][name], value);
            }
            for name in expected["absent"].as_array().into_iter().flatten() {
                differ(&mut failures, (&row["id"], name), &got["headers"][name.as_str().unwrap_or_default()], &Value::Null);
            }
            let is_error = got["decision"] == "config-error";
            let varies = got["headers"]["Vary"].as_str().is_some_and(|vary| vary.starts_with("Origin"));
            differ(&mut failures, (&row["id"], "Vary"), &(is_error || varies), &true);
        }
        assert_none(&failures);
    }
}

fn policy(input: &Value) -> CorsPolicy {
    CorsPolicy::parse(read(input)).unwrap_or_else(|error| panic!("{input}: {error}"))
}

fn decide(input: &Value, method: &str, headers: &Value) -> CorsDecision {
    decide_cors(&read(&json!({"method": method, "headers": headers})), &policy(input))
}

common::test! {
    fn decisions_and_reasons() {
        common::start();
        let listed = json!({"origins": [APP, "https://b.test:8443", "chrome-extension://abc", "http://localhost:*", "vscode-webview://*", "app://."]});
        let lenient = json!({"origins": [APP], "rejectDisallowedOrigin": false});
        let public = json!({"origins": "*", "headers": "*", "methods": "*", "expose": "*"});
        let evil = json!({"Origin": "https://evil.test"});
        let ask = |origin: &str, method: &str| json!({"Origin": origin, "Access-Control-Request-Method": method});
        for (policy, method, headers, decision, status, reason) in [
            (&listed, "POST", json!({}), "allow-without-cors", json!(null), "no-origin"),
            (&listed, "OPTIONS", json!({"Access-Control-Request-Method": "POST"}), "allow-without-cors", json!(null), "no-origin"),
            (&listed, "GET", json!({"origin": "https://b.test:8443"}), "allow", json!(null), "listed"),
            (&listed, "GET", json!({"Origin": "chrome-extension://abc"}), "allow", json!(null), "listed"),
            (&listed, "GET", json!({"Origin": "http://localhost:49152"}), "allow", json!(null), "listed"),
            (&listed, "GET", json!({"Origin": "vscode-webview://0a1b2c"}), "allow", json!(null), "listed"),
            (&listed, "GET", json!({"Origin": "vscode-webview://0a1b2c:80"}), "reject", json!(403), "origin-not-allowed"),
            (&listed, "GET", json!({"Origin": "app://."}), "allow", json!(null), "listed"),
            (&listed, "GET", json!({"Origin": "http://localhost.evil.test:81"}), "reject", json!(403), "origin-not-allowed"),
            (&listed, "GET", json!({"Origin": "http://localhost:80"}), "reject", json!(403), "origin-malformed"),
            (&listed, "GET", json!({"Origin": "http://localhost:65536"}), "reject", json!(403), "origin-malformed"),
            (&listed, "GET", json!({"Origin": "http://localhost:*"}), "reject", json!(403), "origin-malformed"),
            (&listed, "GET", json!({"Origin": "http://localhost:1@evil.test"}), "reject", json!(403), "origin-malformed"),
            (&listed, "GET", json!({"Origin": "vscode-webview://*.evil"}), "reject", json!(403), "origin-malformed"),
            (&listed, "GET", json!({"Origin": "https://b.test"}), "reject", json!(403), "origin-not-allowed"),
            (&listed, "GET", json!({"Origin": "null"}), "reject", json!(403), "origin-null"),
            (&listed, "GET", json!({"Origin": ""}), "reject", json!(403), "origin-malformed"),
            (&listed, "GET", json!({"Origin": "https://client.test/"}), "reject", json!(403), "origin-malformed"),
            (&listed, "GET", json!({"Origin": "https://CLIENT.test"}), "reject", json!(403), "origin-malformed"),
            (&listed, "OPTIONS", json!({"Origin": APP}), "allow", json!(null), "listed"),
            (&listed, "options", ask(APP, "POST"), "allow", json!(null), "listed"),
            (&listed, "OPTIONS", ask(APP, "HEAD"), "preflight-ok", json!(204), "listed"),
            (&listed, "OPTIONS", ask(APP, "PUT"), "preflight-denied", json!(403), "method-not-allowed:PUT"),
            (&listed, "OPTIONS", ask(APP, "P T"), "preflight-denied", json!(403), "malformed-request-method"),
            (&listed, "OPTIONS", ask("null", "POST"), "reject", json!(403), "origin-null"),
            (&lenient, "GET", evil.clone(), "allow-without-cors", json!(null), "origin-not-allowed"),
            (&lenient, "OPTIONS", ask("https://evil.test", "POST"), "preflight-denied", json!(403), "origin-not-allowed"),
            (&public, "GET", evil, "allow", json!(null), "wildcard"),
            (&public, "GET", json!({"Origin": "null"}), "reject", json!(403), "origin-null"),
            (&public, "OPTIONS", ask("https://evil.test", "patch"), "preflight-ok", json!(204), "wildcard"),
        ] {
            let got = decide(policy, method, &headers);
            assert_eq!((json(&got.decision), json(&got.status), &*got.reason), (json!(decision), status, reason), "{method} {headers}");
            let granted = got.headers.has("access-control-allow-origin");
            assert_eq!(granted, matches!(decision, "allow" | "preflight-ok"), "{method} {headers}");
        }
        let granted = decide(&public, "OPTIONS", &ask("https://any.test", "POST")).headers;
        assert_eq!(granted.get("access-control-allow-origin").as_deref(), Some("*"));
        assert_eq!(granted.get("access-control-allow-headers").as_deref(), Some("*, Authorization"));
    }
}

common::test! {
    fn a_private_network_is_opened_where_the_policy_says_so_and_a_preflight_asks() {
        common::start();
        for (allows, asks, granted) in [(true, "true", Some("true")), (true, "", None), (true, "?1", None), (false, "true", None)] {
            let input = json!({"origins": [APP], "allowPrivateNetwork": allows});
            let headers = json!({"Origin": APP, "Access-Control-Request-Method": "POST", "Access-Control-Request-Private-Network": asks});
            let got = decide(&input, "OPTIONS", &headers).headers;
            assert_eq!(got.get("access-control-allow-private-network").as_deref(), granted, "{input} {asks:?}");
        }
    }
}

common::test! {
    fn headers_that_are_no_list_are_an_error_that_says_what_they_are() {
        common::start();
        let error = serde_json::from_value::<CorsRequest>(json!({"method": "GET", "headers": "Origin: https://client.test"}));
        let error = error.expect_err("a line is no list").to_string();
        assert!(error.contains("expected headers: an object of names and values, or a list of pairs"), "{error}");
    }
}

common::test! {
    fn presets() {
        common::start();
        let ask = |method: &str, headers: &str| {
            json!({"Origin": APP, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers})
        };
        for preset in ["mcp-2025-06-18", "mcp-2025-11-25"] {
            let input = json!({"origins": [APP], "preset": preset});
            let names = "authorization,content-type,last-event-id,mcp-protocol-version,mcp-session-id";
            for method in ["GET", "POST", "DELETE"] {
                assert_eq!(json(&decide(&input, "OPTIONS", &ask(method, names)).decision), "preflight-ok", "{method}");
            }
            let denied = decide(&input, "OPTIONS", &ask("POST", "mcp-param-region"));
            assert_eq!(denied.reason, "header-not-allowed:mcp-param-region");
            let exposed = decide(&input, "POST", &json!({"Origin": APP})).headers;
            assert_eq!(exposed.get("access-control-expose-headers").as_deref(), Some("Mcp-Session-Id, WWW-Authenticate"));
        }
        let input = json!({"origins": [APP], "preset": "mcp-2026-07-28", "headers": ["X-Trace", "content-type"], "maxAge": 60});
        let granted = decide(&input, "OPTIONS", &ask("POST", "content-type,mcp-method,mcp-name,Mcp-Param-Region,mcp-param-region,x-trace"));
        assert_eq!(
            json(&granted.headers),
            json!({
                "Access-Control-Allow-Origin": APP,
                "Access-Control-Allow-Methods": "POST",
                "Access-Control-Allow-Headers":
                    "X-Trace, content-type, MCP-Protocol-Version, Mcp-Method, Mcp-Name, Authorization, mcp-param-region",
                "Access-Control-Max-Age": "60",
                "Vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            })
        );
        for (method, headers, reason) in [
            ("POST", "mcp-session-id", "header-not-allowed:mcp-session-id"),
            ("POST", "mcp-param-", "header-not-allowed:mcp-param-"),
            ("POST", "x-mcp-param-a", "header-not-allowed:x-mcp-param-a"),
            ("POST", "mcp-param-a b", "malformed-request-headers"),
            ("DELETE", "", "method-not-allowed:DELETE"),
        ] {
            assert_eq!(decide(&input, "OPTIONS", &ask(method, headers)).reason, reason);
        }
    }
}

common::test! {
    fn a_preflight_asks_for_no_more_headers_than_a_tool_has_parameters() {
        common::start();
        let input = json!({"preset": "mcp-2026-07-28", "origins": ["https://client.test"]});
        for (many, reason) in [(256, "listed"), (257, "too-many-request-headers"), (30_000, "too-many-request-headers")] {
            let names: Vec<String> = (0..many).map(|at| format!("mcp-param-{at}")).collect();
            let asked = json!({
                "Origin": "https://client.test",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": names.join(","),
            });
            assert_eq!(decide(&input, "OPTIONS", &asked).reason, reason, "{many}");
        }
    }
}
