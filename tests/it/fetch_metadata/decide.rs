//! Requests and what becomes of them, the same natively and in browsers.

use crate::common::{self, requests::rows};
use mcp_cordon::fetch_metadata::{Isolation, RequestFacts};

common::test! {
    fn measured_rows() {
        common::start();
        let rows = rows();
        assert!(rows.len() > 60, "the file is whole");
        let mut failures = Vec::new();
        for row in rows {
            let isolation = Isolation::parse(row.options).expect("the options are valid");
            let decision = isolation.decide(&row.request.facts());
            let (word, reason) = (if decision.allowed { "allow" } else { "deny" }, decision.reason);
            if (word, reason) != (&row.expected.decision, &row.expected.reason) {
                failures.push(format!("{} ({}): {word} {reason}, expected {} {}", row.id, row.note, row.expected.decision, row.expected.reason));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}

fn request(json: &str) -> RequestFacts {
    serde_json::from_str(json).expect("the request is JSON")
}

fn isolation(json: &str) -> Isolation {
    Isolation::parse(serde_json::from_str(json).expect("the options are JSON")).expect("the options are valid")
}

common::test! {
    fn refusals_look_the_same_and_vary_names_what_was_consulted() {
        common::start();
        for (options, vary) in [
            ("{}", &["Sec-Fetch-Site", "Sec-Purpose", "Origin"][..]),
            (r#"{"speculation": "allow"}"#, &["Sec-Fetch-Site", "Origin"]),
            (r#"{"legacyPurpose": true}"#, &["Sec-Fetch-Site", "Sec-Purpose", "Purpose", "Origin"]),
            (r#"{"allowedDest": ["empty"]}"#, &["Sec-Fetch-Site", "Sec-Fetch-Dest", "Sec-Purpose", "Origin"]),
            (r#"{"preset": "page"}"#, &["Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Origin"]),
            (
                r#"{"preset": "page", "requireUserActivation": true, "speculation": "deny"}"#,
                &["Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Sec-Fetch-User", "Sec-Purpose", "Origin"],
            ),
        ] {
            let isolation = isolation(options);
            for row in rows() {
                let decision = isolation.decide(&row.request.facts());
                assert_eq!(decision.vary, vary, "{options} {}", row.id);
                let status = match (decision.allowed, decision.reason) {
                    (true, _) => 200,
                    (false, "speculative-request") => 503,
                    (false, _) => 403,
                };
                assert_eq!(decision.status, status, "{options} {}", row.id);
            }
        }
    }
}

common::test! {
    fn hosts_against_rebinding() {
        common::start();
        let isolation = isolation(r#"{"allowedHosts": ["localhost", "mcp.example.com:8443", "api.example.com:443", "[0:0:0:0:0:0:0:1]:8080"]}"#);
        for (host, allowed) in [
            ("localhost", true),
            ("localhost:3000", true),
            ("LOCALHOST:1", true),
            ("mcp.example.com:8443", true),
            ("api.example.com", true),
            ("[::1]:8080", true),
            ("mcp.example.com", false),
            ("api.example.com:8443", false),
            ("evil.test", false),
            ("localhost.evil.test", false),
            ("localhost@evil.test", false),
            ("evil.test:localhost", false),
            ("[::1]", false),
            ("", false),
        ] {
            let mut facts = request(r#"{"method": "POST", "scheme": "https", "path": "/mcp"}"#);
            facts.host = host.to_owned();
            let decision = isolation.decide(&facts.facts());
            assert_eq!(decision.allowed, allowed, "{host}: {}", decision.reason);
            assert_eq!(decision.reason == "host-not-allowed", !allowed, "{host}");
        }
    }
}

common::test! {
    fn at_loopback_only_its_own_names_are_known() {
        common::start();
        for (options, address, host, allowed) in [
            ("{}", Some("127.0.0.1"), "localhost:3000", true),
            ("{}", Some("127.0.0.1"), "127.0.0.1", true),
            ("{}", Some("127.0.0.1"), "[::1]:3000", true),
            ("{}", Some("127.0.0.1"), "evil.test:3000", false),
            ("{}", Some("127.0.0.1"), "localhost.evil.test", false),
            ("{}", Some("127.0.0.1"), "127.0.0.2", false),
            ("{}", Some("127.0.0.1"), "", false),
            ("{}", Some("127.8.9.1"), "127.8.9.1:80", true),
            ("{}", Some("::1"), "LOCALHOST", true),
            ("{}", Some("::1"), "[::1]", true),
            ("{}", Some("::1"), "localhost:", false),
            ("{}", Some("::1"), "localhost:+80", false),
            ("{}", Some("::1"), "[::1", false),
            ("{}", Some("::1"), "evil.test", false),
            ("{}", Some("::ffff:127.0.0.1"), "evil.test", false),
            ("{}", Some("::ffff:127.3.0.1"), "127.3.0.1", true),
            ("{}", Some("192.168.1.7"), "mcp.example.com", true),
            ("{}", Some("::"), "mcp.example.com", true),
            ("{}", None, "mcp.example.com", true),
            (r#"{"allowedHosts": ["mcp.example.com"]}"#, Some("127.0.0.1"), "mcp.example.com", true),
            (r#"{"allowedHosts": ["mcp.example.com"]}"#, Some("127.0.0.1"), "localhost", false),
            (r#"{"allowedHosts": ["*"]}"#, Some("127.0.0.1"), "evil.test", true),
            (r#"{"allowedHosts": []}"#, Some("127.0.0.1"), "localhost", false),
        ] {
            let isolation = isolation(options);
            let mut facts = request(r#"{"method": "POST", "scheme": "http", "path": "/mcp"}"#);
            facts.host = host.to_owned();
            facts.local_address = address.map(str::to_owned);
            let decision = isolation.decide(&facts.facts());
            assert_eq!(decision.allowed, allowed, "{options} {address:?} {host}: {}", decision.reason);
            assert_eq!(decision.reason == "host-not-allowed", !allowed, "{options} {address:?} {host}");
            assert_eq!(isolation.names_hosts(), options != "{}");
        }
    }
}

common::test! {
    fn corners() {
        common::start();
        let base = r#""scheme": "https", "host": "app.test", "path": "/mcp""#;
        for (method, headers, options, reason) in [
            ("GET", r#"{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}"#, r#"{"preset": "page"}"#, "safe-top-level-navigation"),
            ("POST", r#"{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}"#, r#"{"preset": "page"}"#, "same-site"),
            ("POST", r#"{"Sec-Fetch-Site": "same-site"}"#, r#"{"sameSite": "allow"}"#, "same-site"),
            ("POST", r#"{"Sec-Fetch-Site": "same-origin, cross-site"}"#, "{}", "cross-site"),
            ("POST", r#"{"Sec-Fetch-Site": "Same-Origin"}"#, "{}", "cross-site"),
            ("POST", r#"{"Sec-Fetch-Site": ""}"#, "{}", "no-fetch-metadata"),
            ("POST", r#"{"Sec-Fetch-Site": " same-origin "}"#, "{}", "same-origin"),
            ("POST", r#"{"Origin": "https://app.test, https://evil.test"}"#, "{}", "origin-malformed"),
            ("POST", r#"{"Origin": "app.test"}"#, "{}", "origin-malformed"),
            ("POST", r#"{"Origin": "http://app.test"}"#, "{}", "origin-mismatch"),
            ("POST", r#"{"Origin": "chrome-extension://abcdefghijklmnop"}"#, "{}", "origin-mismatch"),
            ("POST", r#"{"Origin": "https://client.test:443"}"#, r#"{"trustedOrigins": ["https://client.test"]}"#, "trusted-origin"),
            ("POST", r#"{"Origin": "https://client.test.evil.test"}"#, r#"{"trustedOrigins": ["https://client.test"]}"#, "origin-mismatch"),
            ("POST", r#"{"Origin": "https://client%2etest"}"#, r#"{"trustedOrigins": ["https://client.test"]}"#, "origin-malformed"),
            ("POST", r#"{"Origin": "https://cl\tient.test"}"#, r#"{"trustedOrigins": ["https://client.test"]}"#, "origin-malformed"),
            ("POST", r#"{"Origin": "https://client.test:0443"}"#, r#"{"trustedOrigins": ["https://client.test"]}"#, "origin-malformed"),
            ("POST", r#"{"Origin": "https://app%2etest"}"#, "{}", "origin-malformed"),
            ("POST", r#"{"Origin": "https://xn--bcher-kva.test"}"#, r#"{"trustedOrigins": ["https://bücher.test"]}"#, "trusted-origin"),
            ("POST", r#"{"Origin": "http://localhost:49152"}"#, r#"{"trustedOrigins": ["http://localhost:*"]}"#, "trusted-origin"),
            ("POST", r#"{"Origin": "http://localhost"}"#, r#"{"trustedOrigins": ["http://localhost:*"]}"#, "trusted-origin"),
            ("POST", r#"{"Origin": "https://localhost:1"}"#, r#"{"trustedOrigins": ["http://localhost:*"]}"#, "origin-mismatch"),
            ("POST", r#"{"Origin": "http://localhost.evil.test:80"}"#, r#"{"trustedOrigins": ["http://localhost:*"]}"#, "origin-mismatch"),
            ("POST", r#"{"Origin": "http://127.0.0.1.evil.test"}"#, r#"{"trustedOrigins": ["http://127.0.0.1:*"]}"#, "origin-mismatch"),
            ("POST", r#"{"Origin": "http://[::1]:5"}"#, r#"{"trustedOrigins": ["http://[::1]:*"]}"#, "trusted-origin"),
            ("POST", r#"{"Origin": "vscode-webview://0a1b2c"}"#, r#"{"trustedOrigins": ["vscode-webview://*"]}"#, "trusted-origin"),
            ("POST", r#"{"Origin": "app://."}"#, r#"{"trustedOrigins": ["app://."]}"#, "trusted-origin"),
            ("POST", r#"{"Origin": "tauri://localhost"}"#, r#"{"trustedOrigins": ["tauri://localhost"]}"#, "trusted-origin"),
            ("POST", r#"{"Origin": "tauri://localhost.evil"}"#, r#"{"trustedOrigins": ["tauri://localhost"]}"#, "origin-mismatch"),
            ("POST", r#"{"Origin": "safari-web-extension://A1B2"}"#, r#"{"trustedOrigins": ["safari-web-extension://A1B2"]}"#, "trusted-origin"),
            ("GET", r#"{"Sec-Fetch-Site": "none", "Sec-Purpose": "prefetch;anonymous-client-ip"}"#, "{}", "speculative-request"),
            ("GET", r#"{"Sec-Fetch-Site": "none", "Sec-Purpose": "prefetch; prerender"}"#, r#"{"speculation": "deny-prerender"}"#, "speculative-request"),
            ("GET", r#"{"Sec-Fetch-Site": "none", "Sec-Purpose": "other, prefetch;prerender=?1"}"#, r#"{"speculation": "deny-prerender"}"#, "speculative-request"),
            ("GET", r#"{"Sec-Fetch-Site": "none", "Sec-Purpose": "prefetcher"}"#, "{}", "user-initiated"),
            ("POST", r#"{"Sec-Fetch-Site": "none"}"#, "{}", "user-initiated"),
            ("POST", r#"{"Sec-Fetch-Site": "none"}"#, r#"{"allowNoneUnsafe": false}"#, "none-unsafe-method"),
            ("GET", r#"{"Sec-Fetch-Site": "none"}"#, r#"{"allowNoneUnsafe": false}"#, "user-initiated"),
            ("GET", r#"{"Sec-Fetch-Site": "none"}"#, r#"{"legacyPurpose": true}"#, "user-initiated"),
            ("GET", r#"{"Sec-Fetch-Site": "none", "Purpose": "prefetch"}"#, r#"{"legacyPurpose": true}"#, "speculative-request"),
            ("GET", r#"{"Sec-Fetch-Site": "none", "Purpose": "prefetch"}"#, "{}", "user-initiated"),
            ("GET", r#"{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}"#, r#"{"exemptNavigationPaths": ["/mcp"]}"#, "exempt-path"),
            ("GET", r#"{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}"#, r#"{"exemptNavigationPaths": ["/mcp"]}"#, "cross-site"),
            ("GET", r#"{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}"#, r#"{"exemptPaths": ["/mcp"]}"#, "exempt-path"),
            ("POST", r#"{"Origin": "tauri://localhost:1420"}"#, r#"{"trustedOrigins": ["tauri://localhost"]}"#, "origin-mismatch"),
            ("OPTIONS", r#"{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"}"#, "{}", "cross-site"),
            ("options", r#"{"Origin": "https://evil.test", "Access-Control-Request-Method": "POST"}"#, "{}", "origin-mismatch"),
            ("GET", r#"{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}"#, "{}", "cross-site"),
            ("POST", r#"{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}"#, r#"{"preset": "page", "allowFraming": true}"#, "cross-site-unsafe-navigation"),
            ("GET", "{}", r#"{"missing": "deny"}"#, "no-fetch-metadata"),
        ] {
            let request = request(&format!(r#"{{"method": "{method}", {base}, "headers": {headers}}}"#));
            assert_eq!(isolation(options).decide(&request.facts()).reason, reason, "{method} {headers} {options}");
        }
    }
}

common::test! {
    fn paths_that_are_exempt_and_those_that_only_begin_so() {
        common::start();
        for (exempt, path, is_exempt) in [
            ("/badge", "/badge", true),
            ("/badge", "/badge/42.svg?x=/../y", true),
            ("/badge", "/%62adge/a%20b", true),
            ("/badge", "/x/../badge", true),
            ("/badge/", "/badge/42.svg", true),
            ("/badge/", "/badge", false),
            ("/badge", "/badge-evil", false),
            ("/badge", "/badge/../mcp", false),
            ("/badge", "/badge/%2e%2e/mcp", false),
            ("/badge", "/mcp/%2e%2e/badge", false),
            ("/badge", "/badge/..%2fmcp", false),
            ("/badge", "/badge%2f42.svg", false),
            ("/badge", "/mcp/x%2F..%2f..%2fbadge", false),
            ("/badge", "/badge/%252e%252e/mcp", false),
            ("/badge", "/badge/..\\mcp", false),
            ("/badge", "/badge//mcp", false),
            ("/badge", "/badge/%00", false),
            ("/badge", "/badge/%", false),
            ("/badge", "/badge/%4", false),
            ("/badge", "/badge/%g1", false),
        ] {
            let isolation = isolation(&format!(r#"{{"exemptPaths": ["{exempt}"]}}"#));
            let mut facts = request(r#"{"method": "GET", "host": "app.test", "headers": {"Sec-Fetch-Site": "cross-site"}}"#);
            facts.path = path.to_owned();
            assert_eq!(isolation.decide(&facts.facts()).reason == "exempt-path", is_exempt, "{exempt} {path}");
        }
    }
}

common::test! {
    fn without_a_scheme_the_origins_own_counts() {
        common::start();
        for (origin, reason) in [
            ("https://app.test", "origin-matches-host"),
            ("http://app.test", "origin-matches-host"),
            ("https://app.test:8443", "origin-mismatch"),
        ] {
            let request = request(&format!(r#"{{"method": "POST", "host": "app.test", "headers": {{"Origin": "{origin}"}}}}"#));
            assert_eq!(Isolation::default().decide(&request.facts()).reason, reason, "{origin}");
        }
    }
}
