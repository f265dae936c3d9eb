//! What the answers of a probed server give away, the same natively and in browsers.

use mcp_cordon::audit::{AuditReport, audit_cors};
use mcp_cordon::cors::{CorsAudit, CorsPolicy, CorsRequest, decide_cors};
use serde_json::{Value, json};

use crate::common::{self, json::read};

fn audit(input: &Value) -> AuditReport {
    audit_cors(&read::<CorsAudit>(input))
}

/// In the order of the alphabet, for the report has them by severity.
fn codes(input: &Value) -> Vec<String> {
    let mut codes: Vec<String> = audit(input).findings.into_iter().map(|finding| finding.code).collect();
    codes.sort();
    codes
}

common::test! {
    fn rows() {
        common::start();
        let rows: Vec<Value> = serde_json::from_str(include_str!("../../data/cors_audit.json")).expect("the rows are JSON");
        assert!(rows.len() >= 27, "the file is whole");
        let mut failures = Vec::new();
        for row in &rows {
            let codes = codes(row);
            let has = |code: &Value| codes.iter().any(|found| code == found);
            let strings = |field: &str| row[field].as_array().cloned().unwrap_or_default();
            let missed: Vec<_> = strings("expectedFindings").into_iter().filter(|code| !has(code)).collect();
            let wrong: Vec<_> = strings("mustNotFind").into_iter().filter(has).collect();
            if !missed.is_empty() || !wrong.is_empty() {
                failures.push(format!("{}: {codes:?}: not found {missed:?}, found {wrong:?}", row["id"]));
            }
            // Where nothing is expected, nothing may cost points.
            if strings("expectedFindings").is_empty() && audit(row).score != 100 {
                failures.push(format!("{}: {codes:?}, expected nothing", row["id"]));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}

const APP: &str = "https://client.test";

/// An auditor's origins, for a server at `https://api.test/mcp`.
const ORIGINS: &[&str] = &[
    APP,
    "https://evil.example",
    "null",
    "https://evilapi.test",
    "https://api.test.evil.example",
    "https://api.test_.evil.example",
    "https://evil.example.api.test.evil.example",
    "https://apixtest",
    "https://takeover.api.test",
    "http://client.test",
    "http://localhost:3000",
];

/// What a server says that names every origin which `allows` lets through.
fn answers(allows: impl Fn(&str) -> bool) -> Value {
    let probes: Vec<Value> = ORIGINS
        .iter()
        .map(|origin| {
            let response = if *origin == APP || allows(origin) {
                json!({"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true", "Vary": "Origin"})
            } else {
                json!({"Vary": "Origin"})
            };
            json!({"origin": origin, "method": "GET", "status": 200, "response": response})
        })
        .collect();
    json!({"target": {"url": "https://api.test/mcp", "auth": "cookie"}, "probes": probes})
}

common::test! {
    fn careless_servers_are_told_apart() {
        common::start();
        let host = |origin: &str| origin.split("://").last().unwrap_or_default().to_owned();
        type Allows<'a> = &'a dyn Fn(&str) -> bool;
        let servers: [(&str, Allows, &[&str]); 9] = [
            ("a list", &|_| false, &[]),
            (
                "whoever asks",
                &|_| true,
                &["cors-http-origin-allowed", "cors-localhost-origin-allowed", "cors-null-origin-allowed", "cors-origin-reflected-with-credentials"],
            ),
            ("ends_with(api.test)", &|origin| origin.ends_with("api.test"), &["cors-any-subdomain", "cors-suffix-match-bypass"]),
            ("ends_with(.api.test)", &|origin| origin.ends_with(".api.test"), &["cors-any-subdomain"]),
            (
                "starts_with(https://api.test)",
                &|origin| origin.starts_with("https://api.test"),
                &["cors-prefix-match-bypass", "cors-special-char-bypass"],
            ),
            (
                "contains(api.test)",
                &|origin| origin.contains("api.test"),
                &["cors-any-subdomain", "cors-prefix-match-bypass", "cors-special-char-bypass", "cors-substring-match", "cors-suffix-match-bypass"],
            ),
            (
                "^https://api.test$",
                &|origin| origin.len() == 16 && origin.starts_with("https://api") && origin.ends_with("test"),
                &["cors-unescaped-dot"],
            ),
            ("the host alone", &|origin| host(origin) == "client.test", &["cors-http-origin-allowed"]),
            ("a developer's", &|origin| origin == "null" || origin.starts_with("http://localhost"), &["cors-localhost-origin-allowed", "cors-null-origin-allowed"]),
        ];
        for (name, allows, expected) in servers {
            assert_eq!(codes(&answers(allows)), expected, "{name}");
        }
    }
}

/// What a server behind `policy` answers to every origin: to a preflight and, where it goes on, with 200.
fn behind(policy: &CorsPolicy, names: &str) -> Vec<Value> {
    let mut probes = Vec::new();
    for origin in ORIGINS {
        for method in ["OPTIONS", "POST"] {
            let mut headers = json!({"Origin": origin});
            if method == "OPTIONS" {
                headers["Access-Control-Request-Method"] = "POST".into();
                headers["Access-Control-Request-Headers"] = names.into();
            }
            let decision = decide_cors(&read::<CorsRequest>(&json!({"method": method, "headers": headers})), policy);
            let status = decision.status.unwrap_or(200);
            probes.push(json!({
                "origin": origin, "method": method, "status": status, "contentType": "text/plain",
                "response": serde_json::to_value(&decision.headers).expect("the headers are JSON"),
            }));
        }
    }
    probes
}

common::test! {
    fn nothing_is_found_in_what_a_policy_answers() {
        common::start();
        let names = [
            ("2025-06-18", "authorization,content-type,last-event-id,mcp-protocol-version,mcp-session-id"),
            ("2025-11-25", "authorization,content-type,last-event-id,mcp-protocol-version,mcp-session-id"),
            ("2026-07-28", "authorization,content-type,mcp-method,mcp-name,mcp-param-region,mcp-protocol-version"),
        ];
        for (revision, names) in names {
            for (auth, credentials) in [("bearer", false), ("cookie", true)] {
                let policy = json!({"origins": [APP], "preset": format!("mcp-{revision}"), "credentials": credentials, "maxAge": 7200});
                let policy = CorsPolicy::parse(read(&policy)).expect("the policy is valid");
                let target = json!({"url": "https://api.test/mcp", "auth": auth, "mcp": revision});
                let input = json!({"target": target, "probes": behind(&policy, names)});
                assert_eq!(codes(&input), [""; 0], "{revision} {auth}");
            }
        }
    }
}

common::test! {
    fn further_findings() {
        common::start();
        let public = json!({"url": "https://api.test/mcp", "auth": "cookie"});
        let bearer = json!({"url": "https://api.test/mcp", "auth": "bearer", "mcp": "2025-11-25"});
        let local = json!({"url": "http://192.168.1.9:8080/mcp"});
        let listed = json!({"url": "https://api.test/mcp", "auth": "cookie", "origins": [APP]});
        let patterns = json!({"url": "https://api.test/mcp", "auth": "none", "network": "public", "origins": ["http://localhost:*", "vscode-webview://*"]});
        let probe = |origin: &str, status: u16, response: Value| json!({"origin": origin, "method": "POST", "status": status, "response": response});
        let echo = |origin: &str| json!({"Access-Control-Allow-Origin": origin, "Vary": "Origin"});
        let exposed = json!({"Access-Control-Allow-Origin": APP, "Access-Control-Expose-Headers": "*", "Vary": "*"});
        for (target, probes, expected) in [
            (&public, json!([]), &[][..]),
            (&public, json!([probe(APP, 200, json!({"Access-Control-Allow-Origin": APP}))]), &["cors-vary-origin-missing"]),
            (&public, json!([probe(APP, 200, json!({"Access-Control-Allow-Origin": APP, "Vary": "Accept-Encoding, origin"}))]), &[]),
            (&public, json!([probe(APP, 200, json!({"Access-Control-Allow-Origin": APP, "Vary": ["Accept", "Origin"]}))]), &[]),
            // Refused by name, or by not being asked for.
            (&public, json!([probe(APP, 403, json!({}))]), &[]),
            (&public, json!([probe(APP, 200, echo(APP)), probe(APP, 403, json!({}))]), &["cors-error-response-lacks-cors", "cors-vary-origin-conditional"]),
            (&public, json!([probe("https://evil.example", 500, json!({}))]), &[]),
            (&public, json!([{"method": "GET", "status": 404, "response": {}}]), &[]),
            // Values that are none.
            (&public, json!([probe(APP, 200, json!({"Access-Control-Allow-Origin": [APP, APP]}))]), &["cors-acao-invalid"]),
            (&public, json!([probe(APP, 200, json!({"Access-Control-Allow-Origin": "https://client.test/"}))]), &["cors-acao-invalid"]),
            // Names that are known.
            (&listed, json!([probe("https://other.test", 200, echo("https://other.test"))]), &["cors-origin-reflected"]),
            (&public, json!([probe("https://other.test", 200, echo("https://other.test"))]), &[]),
            (&public, json!([probe(APP, 200, echo(APP)), probe("https://evilclient.test", 200, echo("https://evilclient.test"))]), &["cors-suffix-match-bypass"]),
            // Patterns that are meant.
            (&patterns, json!([probe("http://localhost:49152", 200, echo("http://localhost:49152"))]), &["cors-loopback-any-port"]),
            (&patterns, json!([probe("vscode-webview://0a1b", 200, echo("vscode-webview://0a1b"))]), &["cors-app-any-host"]),
            (&patterns, json!([probe("http://localhost:49152", 403, json!({}))]), &[]),
            (&patterns, json!([probe("http://127.0.0.1:81", 200, echo("http://127.0.0.1:81"))]), &["cors-localhost-origin-allowed"]),
            // What MCP reads.
            (&bearer, json!([probe(APP, 200, echo(APP))]), &["cors-mcp-session-not-exposed"]),
            (&bearer, json!([probe(APP, 200, exposed)]), &[]),
            (&bearer, json!([probe("https://evil.example", 403, json!({}))]), &[]),
            (&bearer, json!([probe("null", 200, json!({}))]), &["cors-mcp-origin-not-validated"]),
            // Who is asked.
            (&local, json!([probe("https://evil.example", 200, json!({}))]), &["cors-mcp-origin-not-validated"]),
            (&local, json!([{"origin": "http://192.168.1.9:8080", "method": "POST", "host": "192.168.1.9:8080", "status": 200}]), &[]),
            (&local, json!([{"method": "POST", "host": "rebind.example", "status": 421}]), &[]),
            (&local, json!([{"method": "POST", "host": "rebind.example", "status": 200}]), &["cors-host-not-validated"]),
            (&public, json!([{"method": "POST", "host": "rebind.example", "status": 200}]), &[]),
            // What needs no preflight.
            (&public, json!([{"origin": "https://evil.example", "method": "POST", "contentType": "application/json", "status": 200}]), &[]),
            (&bearer, json!([{"origin": "https://evil.example", "method": "POST", "contentType": "text/plain", "status": 401}]), &[]),
        ] {
            let input = json!({"target": target, "probes": probes});
            assert_eq!(codes(&input), expected, "{input}");
        }
    }
}

common::test! {
    fn a_finding_says_where() {
        common::start();
        let found = audit(&answers(|origin| origin.ends_with("api.test"))).findings;
        let suffix = found.into_iter().find(|finding| finding.code == "cors-suffix-match-bypass").expect("it is found");
        let evidence = suffix.evidence.expect("it says where");
        assert_eq!(evidence.path.as_deref(), Some("/probes/3"));
        assert_eq!(evidence.header.as_deref(), Some("Access-Control-Allow-Origin"));
        assert_eq!(evidence.value.as_deref(), Some("https://evilapi.test"));
    }
}
