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
        let form = |content_type: &str| json!({"origin": "https://evil.example", "method": "POST", "contentType": content_type, "status": 200});
        let echo = |origin: &str| json!({"Access-Control-Allow-Origin": origin, "Vary": "Origin"});
        let challenge = |origin: &str| json!({"Access-Control-Allow-Origin": origin, "Vary": "Origin", "WWW-Authenticate": "Bearer"});
        let starred = |names: &[&str]| {
            let mut headers = json!({"Access-Control-Allow-Origin": APP, "Access-Control-Allow-Credentials": "true", "Vary": "Origin"});
            names.iter().for_each(|name| headers[*name] = json!("*"));
            headers
        };
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
            // What tells a client where to log in.
            (&public, json!([probe(APP, 401, challenge(APP))]), &["cors-www-authenticate-not-exposed"]),
            (&public, json!([{"method": "GET", "status": 401, "response": {"WWW-Authenticate": "Bearer"}}]), &[]),
            (&public, json!([probe("https://evil.example", 401, json!({"WWW-Authenticate": "Bearer"}))]), &[]),
            // Every origin, of a server that knows nobody: everybody's, or its own network's.
            (&json!({"url": "https://api.test/mcp"}), json!([probe(APP, 200, json!({"Access-Control-Allow-Origin": "*"}))]), &[]),
            (&local, json!([probe(APP, 200, json!({"Access-Control-Allow-Origin": "*"}))]), &["cors-local-wildcard"]),
            // Said once, though two headers have it.
            (&public, json!([probe(APP, 200, starred(&["Access-Control-Allow-Headers", "Access-Control-Expose-Headers"]))]), &["cors-wildcard-literal-under-credentials"]),
            (&public, json!([probe(APP, 200, starred(&["Access-Control-Expose-Headers"]))]), &["cors-wildcard-literal-under-credentials"]),
            (&public, json!([probe(APP, 200, starred(&[]))]), &[]),
            // Each header is obsolete.
            (&public, json!([probe(APP, 200, starred(&["Access-Control-Allow-Private-Network"]))]), &["cors-private-network-obsolete"]),
            (&public, json!([probe(APP, 200, starred(&["Access-Control-Allow-Local-Network"]))]), &["cors-private-network-obsolete"]),
            (&public, json!([probe(APP, 200, echo(APP)), probe("https://evil.example", 200, json!({"Vary": "Origin"}))]), &[]),
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
            (&patterns, json!([probe("http://localhost:+80", 200, echo("http://localhost:+80"))]), &["cors-acao-invalid", "cors-origin-reflected"]),
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
            (&local, json!([form("text/plain")]), &["cors-mcp-origin-not-validated", "cors-simple-post-accepted"]),
            (&local, json!([form("application/json")]), &["cors-mcp-origin-not-validated"]),
            (&json!({"url": "https://api.test/mcp"}), json!([form("text/plain")]), &[]),
        ] {
            let input = json!({"target": target, "probes": probes});
            assert_eq!(codes(&input), expected, "{input}");
        }
    }
}

common::test! {
    fn who_is_let_in_by_name() {
        common::start();
        let app = "chrome-extension://abcdefghijklmnop";
        let guessed = json!({"url": "https://mcp.client.test/mcp"});
        let listed = json!({"url": "https://mcp.client.test/mcp", "origins": [APP, app]});
        let at = |url: &str| json!({"url": url});
        for (target, origin, expected) in [
            // Applications, and the pages that anybody publishes.
            (&guessed, app, &["cors-non-web-origin-allowed"][..]),
            (&listed, app, &[]),
            (&listed, "vscode-webview://0a1b2c", &["cors-non-web-origin-allowed", "cors-origin-reflected"]),
            (&guessed, "file://", &["cors-acao-invalid", "cors-non-web-origin-allowed"]),
            (&guessed, "https://somebody.github.io", &["cors-third-party-trusted"]),
            (&guessed, "https://docs.google.com", &["cors-third-party-trusted"]),
            (&at("https://mine.github.io/mcp"), "https://mine.github.io", &[]),
            (&at("https://mine.github.io/mcp"), "https://mine.github.io:8443", &[]),
            (&at("https://mine.github.io/mcp"), "https://app.mine.github.io", &["cors-any-subdomain"]),
            (&at("https://mcp.mine.github.io/mcp"), "https://mine.github.io", &[]),
            // Pages of the visitor's own machine.
            (&guessed, "http://[::1]", &["cors-localhost-origin-allowed"]),
            (&guessed, "http://127.0.0.1:3000", &["cors-localhost-origin-allowed"]),
            // Names that are like the server's, or like that of its site.
            (&guessed, "https://evilclient.test", &["cors-suffix-match-bypass"]),
            (&guessed, "https://app.client.test", &[]),
            (&guessed, APP, &[]),
            (&at("https://api.test/mcp"), "https://apixtest", &["cors-unescaped-dot"]),
            (&at("https://api.test/mcp"), "https://shop.abc", &[]),
            (&at("https://api.test/mcp"), "https://apixtests", &[]),
            // Whoever registers below `co.uk` is somebody else, and so is another address.
            (&at("https://shop.co.uk/mcp"), "https://tacoco.uk", &[]),
            (&at("https://203.0.113.9/mcp"), "https://203.10.113.9", &[]),
        ] {
            let response = json!({"Access-Control-Allow-Origin": origin, "Vary": "Origin"});
            let input = json!({"target": target, "probes": [{"origin": origin, "method": "GET", "status": 200, "response": response}]});
            assert_eq!(codes(&input), expected, "{input}");
        }
    }
}

common::test! {
    fn a_network_of_its_own_is_told_by_its_address() {
        common::start();
        for (url, is_public) in [
            ("https://api.test/mcp", true),
            ("https://mcp.eu.api.test/mcp", true),
            ("https://10.0.0.1.api.test/mcp", true),
            ("https://203.0.113.9/mcp", true),
            ("https://172.32.0.1/mcp", true),
            ("https://[2001:db8::1]/mcp", true),
            ("http://localhost:8080/mcp", false),
            ("http://10.1.2.3/mcp", false),
            ("http://172.16.0.1/mcp", false),
            ("http://192.168.1.9:8080/mcp", false),
            ("http://169.254.1.1/mcp", false),
            ("http://[fc00::1]/mcp", false),
            ("http://[fd12:3456::1]/mcp", false),
            ("http://[fe80::1]/mcp", false),
            ("http://printer.local/mcp", false),
            ("http://mcp.corp.internal/mcp", false),
        ] {
            let response = json!({"Access-Control-Allow-Origin": "*"});
            let input = json!({"target": {"url": url}, "probes": [{"origin": APP, "method": "GET", "status": 200, "response": response}]});
            assert_eq!(codes(&input).is_empty(), is_public, "{url}");
        }
    }
}

common::test! {
    fn what_a_preflight_is_granted() {
        common::start();
        let bearer = json!({"url": "https://api.test/mcp", "auth": "bearer"});
        let cookie = json!({"url": "https://api.test/mcp", "auth": "cookie"});
        let mcp = |auth: &str| json!({"url": "https://api.test/mcp", "auth": auth, "mcp": "2026-07-28"});
        let but_authorization = "Content-Type, MCP-Protocol-Version, Mcp-Method, Mcp-Name";
        for (target, names, max_age, expected) in [
            (&bearer, "Authorization, Content-Type", json!("600"), &[][..]),
            // `*` stands for every name but `Authorization`.
            (&bearer, "*, Authorization", json!("600"), &[]),
            (&bearer, "*", json!("600"), &["cors-authorization-not-listed"]),
            (&cookie, "*", json!("600"), &[]),
            (&bearer, "Content-Type", json!("600"), &[]),
            (&mcp("bearer"), but_authorization, json!("600"), &["cors-mcp-request-headers-missing"]),
            (&mcp("none"), but_authorization, json!("600"), &[]),
            (&mcp("none"), "Content-Type", json!("600"), &["cors-mcp-request-headers-missing"]),
            // For how long it may be remembered.
            (&cookie, "Content-Type", Value::Null, &["cors-max-age-missing"]),
            (&cookie, "Content-Type", json!("7200"), &[]),
            (&cookie, "Content-Type", json!("7201"), &["cors-max-age-above-caps"]),
            (&cookie, "Content-Type", json!("0"), &["cors-max-age-disables-cache"]),
            (&cookie, "Content-Type", json!("-1"), &["cors-max-age-disables-cache"]),
            (&cookie, "Content-Type", json!("10"), &[]),
            (&cookie, "Content-Type", json!("-"), &["cors-max-age-invalid"]),
            (&cookie, "Content-Type", json!(""), &["cors-max-age-invalid"]),
            (&cookie, "Content-Type", json!("10m"), &["cors-max-age-invalid"]),
            (&cookie, "Content-Type", json!("0s"), &["cors-max-age-invalid"]),
        ] {
            let response = json!({
                "Access-Control-Allow-Origin": APP, "Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": names,
                "Access-Control-Max-Age": max_age, "Vary": "Origin",
            });
            let input = json!({"target": target, "probes": [{"origin": APP, "method": "OPTIONS", "status": 204, "response": response}]});
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
        assert_eq!(evidence.url.as_deref(), Some("https://api.test/mcp"));
    }
}
