//! The headers that are printed let the clients that are named call, and no others.

use mcp_cordon::cors::{CorsAudit, CorsFix, fix_cors};
use serde_json::{Value, json};

use crate::common::{self, json::read};

fn fix(target: Value, probes: Value) -> CorsFix {
    fix_cors(&read::<CorsAudit>(&json!({"target": target, "probes": probes}))).expect("the target is whole")
}

fn target(mcp: &str, auth: &str) -> Value {
    json!({"url": "https://mcp.test/mcp", "auth": auth, "mcp": mcp, "origins": ["https://client.test", "http://localhost:6274"]})
}

common::test! {
    fn nothing_is_found_in_answers_with_the_headers() {
        common::start();
        for mcp in ["2025-06-18", "2025-11-25", "2026-07-28"] {
            for auth in ["bearer", "cookie", "none"] {
                let fixed = fix(target(mcp, auth), json!([]));
                assert_eq!(fixed.mcp, mcp);
                assert!(fixed.lacks.is_empty(), "nothing was seen: {:?}", fixed.lacks);
                let answered = json!([
                    {"origin": "https://client.test", "method": "OPTIONS", "status": 204, "response": fixed.preflight},
                    {"origin": "https://client.test", "method": "POST", "status": 200, "response": fixed.response},
                    {"origin": "https://client.test", "method": "POST", "status": 401,
                        "response": fixed.response.iter().map(|(name, value)| (name.clone(), json!(value)))
                            .chain([("WWW-Authenticate".to_owned(), json!("Bearer"))]).collect::<serde_json::Map<_, _>>()},
                    {"origin": "https://evil.example", "method": "POST", "status": 403, "response": {"Vary": "Origin"}},
                    {"origin": null, "method": "POST", "status": 200, "response": {"Vary": "Origin"}},
                ]);
                let again = fix(target(mcp, auth), answered.clone());
                assert!(again.lacks.is_empty(), "{mcp} {auth}: {:?}", again.lacks);
                let report = mcp_cordon::audit::audit_cors(&read(&json!({"target": target(mcp, auth), "probes": answered})));
                assert_eq!(report.score, 100, "{mcp} {auth}: {:?}", report.findings);
                assert_eq!(fixed.preflight.contains_key("Access-Control-Allow-Credentials"), auth == "cookie");
                assert_eq!(fixed.preflight["Access-Control-Allow-Headers"].contains("Authorization"), auth == "bearer");
            }
        }
    }
}

common::test! {
    fn what_keeps_clients_out_is_said() {
        common::start();
        let probes = json!([
            {"origin": "https://client.test", "method": "OPTIONS", "status": 204, "response": {
                "Access-Control-Allow-Origin": "https://client.test", "Access-Control-Allow-Methods": "GET, POST",
                "Access-Control-Allow-Headers": "Content-Type", "Vary": "Origin"}},
            {"origin": "https://client.test", "method": "POST", "status": 200, "response": {
                "Access-Control-Allow-Origin": "https://client.test", "Vary": "Origin", "Mcp-Session-Id": "1"}},
        ]);
        let codes: Vec<_> = fix(target("2025-11-25", "bearer"), probes).lacks.iter().map(|lack| lack.code).collect();
        assert_eq!(codes, ["cors-mcp-request-headers-missing", "cors-mcp-delete-missing", "cors-mcp-session-not-exposed"]);
    }
}

common::test! {
    fn each_configuration_names_each_origin_and_header() {
        common::start();
        let fixed = fix(target("2025-11-25", "bearer"), json!([]));
        assert_eq!(fixed.config.keys().copied().collect::<Vec<_>>(), ["axum", "caddy", "express", "fastapi", "nginx"]);
        for (server, text) in &fixed.config {
            let lower = text.to_ascii_lowercase();
            for needed in ["https://client.test", "http://localhost:6274", "mcp-session-id", "last-event-id", "delete", "7200"] {
                assert!(lower.contains(needed), "{server} lacks {needed}:\n{text}");
            }
            assert!(!lower.contains("credentials true") && !lower.contains("credentials(true)"), "{server}:\n{text}");
        }
    }
}

common::test! {
    fn a_target_that_is_not_whole_is_an_error() {
        common::start();
        for (target, says) in [
            (json!({"url": "https://mcp.test/mcp"}), "target.origins"),
            (json!({"url": "https://mcp.test/mcp", "origins": []}), "target.origins"),
            (json!({"url": "https://mcp.test/mcp", "origins": ["*"]}), "\"*\""),
            (json!({"url": "https://mcp.test/mcp", "origins": ["https://client.test/"]}), "https://client.test/"),
            (json!({"url": "https://mcp.test/mcp", "origins": ["https://a.test\", evil"]}), "target.origins"),
            (json!({"url": "ftp://mcp.test/", "origins": ["https://client.test"]}), "target.url"),
        ] {
            let input = read::<CorsAudit>(&json!({"target": target}));
            let error = fix_cors(&input).expect_err("it is an error");
            assert!(error.to_string().contains(says), "{error}");
        }
    }
}
