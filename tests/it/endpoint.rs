//! Isolation and CORS together: one answer, the same natively and in browsers.

use mcp_cordon::cors::{CorsPolicy, CorsRequest};
use mcp_cordon::endpoint::{Endpoint, FIELDS, Ruling, read};
use mcp_cordon::fetch_metadata::{Facts, Isolation, RequestFacts};

use crate::common;

const CLIENT: &str = "https://client.test";
const LISTED: &str = r#"{"preset": "mcp-2025-11-25", "origins": ["https://client.test"], "credentials": true}"#;

fn isolation(json: &str) -> Isolation {
    Isolation::parse(serde_json::from_str(json).expect("the options are JSON")).expect("the options are valid")
}

fn cors(json: &str) -> CorsPolicy {
    CorsPolicy::parse(serde_json::from_str(json).expect("the policy is JSON")).expect("the policy is valid")
}

/// What is asked of an endpoint at `https://app.test/mcp`, and what it answers by.
fn ask(endpoint: &Endpoint, method: &str, headers: &str) -> (Ruling, String) {
    let json = format!(
        r#"{{"method": "{method}", "scheme": "https", "host": "app.test", "path": "/mcp", "headers": {headers}}}"#
    );
    let facts: RequestFacts = serde_json::from_str(&json).expect("the request is JSON");
    let request: CorsRequest = serde_json::from_str(&json).expect("the request is JSON");
    let ruling = endpoint.rule(&facts.facts(), &request.asked());
    let vary = endpoint.vary(&ruling).to_owned();
    (ruling, vary)
}

common::test! {
    fn a_request_is_read_out_of_its_first_line_and_its_fields() {
        common::start();
        let head = Facts { method: "OPTIONS", scheme: Some("https"), host: "app.test", path: "/mcp", ..Facts::default() };
        // Each field says its own name.
        let (facts, asked) = read(head, FIELDS.map(Some));
        assert_eq!((facts.method, facts.scheme, facts.host, facts.path), ("OPTIONS", Some("https"), "app.test", "/mcp"));
        assert_eq!(
            [facts.site, facts.mode, facts.dest, facts.user, facts.purpose, facts.legacy_purpose, facts.origin].map(Option::unwrap_or_default),
            ["sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-fetch-user", "sec-purpose", "purpose", "origin"]
        );
        assert!(facts.asks_for_method && asked.is_preflight());
        assert_eq!(
            [&asked.origin, &asked.request_method, &asked.request_headers, &asked.private_network].map(|field| field.as_deref().unwrap_or_default()),
            ["origin", "access-control-request-method", "access-control-request-headers", "access-control-request-private-network"]
        );
        let (facts, asked) = read(Facts { method: "POST", ..head }, [None; 10]);
        assert!(facts.site.is_none() && !facts.asks_for_method && asked.origin.is_none() && !asked.is_preflight());
    }
}

common::test! {
    fn isolation_then_cors() {
        common::start();
        let endpoint = Endpoint::new(isolation("{}"), cors(LISTED)).expect("they go together");
        let by_script = r#""Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty""#;
        for (method, headers, status, reason, readable) in [
            ("POST", format!(r#"{{{by_script}, "Origin": "{CLIENT}"}}"#), None, "trusted-origin", true),
            ("POST", format!(r#"{{{by_script}, "Origin": "https://evil.test"}}"#), Some(403), "cross-site", false),
            ("POST", format!(r#"{{{by_script}, "Origin": "null"}}"#), Some(403), "cross-site", false),
            ("POST", format!(r#"{{"Origin": "{CLIENT}"}}"#), None, "trusted-origin", true),
            ("POST", r#"{"Origin": "https://evil.test"}"#.into(), Some(403), "origin-mismatch", false),
            ("POST", r#"{"Sec-Fetch-Site": "same-origin", "Origin": "https://app.test"}"#.into(), None, "same-origin", false),
            ("POST", r#"{"Origin": "https://app.test"}"#.into(), None, "origin-matches-host", false),
            ("POST", "{}".into(), None, "no-fetch-metadata", false),
            ("GET", format!(r#"{{{by_script}, "Origin": "{CLIENT}", "Sec-Purpose": "prefetch"}}"#), Some(503), "speculative-request", true),
            ("GET", r#"{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}"#.into(), Some(403), "cross-site-subresource", false),
        ] {
            let (ruling, vary) = ask(&endpoint, method, &headers);
            assert_eq!((ruling.status, ruling.reason.as_ref()), (status, reason), "{headers}");
            assert_eq!(ruling.headers.get("access-control-allow-origin").as_deref(), readable.then_some(CLIENT), "{headers}");
            assert_eq!(ruling.headers.has("access-control-expose-headers"), readable, "{headers}");
            assert_eq!(ruling.headers.has("access-control-allow-credentials"), readable, "{headers}");
            assert_eq!(vary, "Sec-Fetch-Site, Sec-Purpose, Origin", "{headers}");
        }
    }
}

common::test! {
    fn preflights_are_answered() {
        common::start();
        let endpoint = Endpoint::new(isolation(r#"{"allowedHosts": ["app.test"]}"#), cors(LISTED)).expect("they go together");
        for (origin, asked, status, reason) in [
            (CLIENT, r#""Access-Control-Request-Method": "DELETE", "Access-Control-Request-Headers": "mcp-session-id""#, 204, "listed"),
            (CLIENT, r#""Access-Control-Request-Method": "PUT""#, 403, "method-not-allowed:PUT"),
            (CLIENT, r#""Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-evil""#, 403, "header-not-allowed:x-evil"),
            ("https://evil.test", r#""Access-Control-Request-Method": "POST""#, 403, "origin-not-allowed"),
        ] {
            let (ruling, vary) = ask(&endpoint, "OPTIONS", &format!(r#"{{"Origin": "{origin}", {asked}, "Sec-Fetch-Site": "cross-site"}}"#));
            assert_eq!((ruling.status, ruling.reason.as_ref()), (Some(status), reason), "{origin} {asked}");
            assert_eq!(ruling.is_refusal(), status == 403);
            assert_eq!(ruling.headers.has("access-control-allow-origin"), status == 204, "{origin} {asked}");
            assert_eq!(vary, "Sec-Fetch-Site, Sec-Purpose, Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        }
    }
}

common::test! {
    fn one_without_the_other() {
        common::start();
        let alone = Endpoint::of_isolation(isolation("{}"));
        let (ruling, vary) = ask(&alone, "OPTIONS", r#"{"Origin": "https://evil.test", "Access-Control-Request-Method": "POST"}"#);
        assert_eq!((ruling.status, ruling.reason.as_ref()), (None, "cors-preflight"));
        assert!(ruling.headers.is_empty() && !alone.has_cors());
        assert_eq!(vary, "Sec-Fetch-Site, Sec-Purpose, Origin");
        assert!(!alone.names_hosts() && Endpoint::of_isolation(isolation(r#"{"allowedHosts": ["app.test"]}"#)).names_hosts());

        let open = Endpoint::of_cors(cors(r#"{"preset": "mcp-2025-11-25", "origins": "*"}"#));
        let (ruling, vary) = ask(&open, "POST", r#"{"Origin": "https://anybody.test", "Sec-Fetch-Site": "cross-site"}"#);
        assert_eq!((ruling.status, ruling.reason.as_ref(), vary.as_str()), (None, "wildcard", "Origin"));
        assert_eq!(ruling.headers.get("access-control-allow-origin").as_deref(), Some("*"));
        assert!(!ruling.headers.is_empty() && open.has_cors() && open.names_hosts());

        let listed = Endpoint::of_cors(cors(LISTED));
        for (origin, status, reason) in
            [("https://evil.test", Some(403), "origin-not-allowed"), ("https://app.test", Some(403), "origin-not-allowed"), (CLIENT, None, "listed")]
        {
            let (ruling, _) = ask(&listed, "POST", &format!(r#"{{"Origin": "{origin}"}}"#));
            assert_eq!((ruling.status, ruling.reason.as_ref()), (status, reason), "{origin}");
        }
        assert_eq!(ask(&listed, "POST", "{}").0.status, None);
    }
}

common::test! {
    fn isolation_and_everybody_contradict_each_other() {
        common::start();
        let refused = Endpoint::new(isolation("{}"), cors(r#"{"origins": "*"}"#)).expect_err("it is refused");
        assert_eq!(refused.code(), "invalid-option");
        assert!(refused.to_string().starts_with(r#"cors.origins: "*": isolation turns other sites away"#), "{refused}");
    }
}

common::test! {
    fn subdomains_of_a_rule_are_trusted_and_no_lookalike() {
        common::start();
        let rule = r#"{"preset": "mcp-2025-11-25", "origins": [{"subdomainsOf": "https://client.test"}]}"#;
        let endpoint = Endpoint::new(isolation("{}"), cors(rule)).expect("they go together");
        for (origin, passes) in [
            ("https://a.client.test", true),
            ("https://b.a.client.test", true),
            ("https://client.test", false),
            ("https://.client.test", false),
            ("https://b..client.test", false),
            ("https://evilclient.test", false),
            ("https://a.client.test.evil.test", false),
            ("http://a.client.test", false),
        ] {
            let (ruling, _) = ask(&endpoint, "POST", &format!(r#"{{"Origin": "{origin}", "Sec-Fetch-Site": "cross-site"}}"#));
            assert_eq!(ruling.status.is_none(), passes, "{origin}: {}", ruling.reason);
        }
    }
}
