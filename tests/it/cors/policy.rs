//! CORS policies that are refused, and those that are warned of.

use mcp_cordon::cors::{CorsPolicy, CorsPolicyInput, CorsPreset};
use serde_json::json;

use crate::common::{self, json::read};

const APP: &str = "https://client.test";

common::test! {
    fn policies_that_are_refused() {
        common::start();
        for (input, code, says) in [
            (json!({"origins": "*", "credentials": true}), "wildcard-with-credentials", "cors.origins: \"*\" with credentials"),
            (json!({"credentials": true, "expose": ["*"]}), "wildcard-expose-with-credentials", "cors.expose"),
            (json!({"origins": ["*", APP]}), "wildcard-with-origins", "cors.origins: \"https://client.test\" beside *"),
            (json!({"origins": ["*", {"subdomainsOf": APP}]}), "wildcard-with-origins", "https://*.client.test"),
            (json!({"origins": ["null"]}), "origin-null", "cors.origins: \"null\""),
            (json!({"origins": ["client.test"]}), "origin-invalid", "is not an origin such as"),
            (json!({"origins": [" https://client.test"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["https://client.test "]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["https://client.test\u{1}"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["*", "http://localhost:*"]}), "wildcard-with-origins", "cors.origins: \"http://localhost:*\" beside *"),
            (json!({"origins": ["app://"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["app://.evil"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["tauri://localhost:"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["tauri://localhost:08"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["tauri://localhost:a1"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["tauri://localhost:65536"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["https://a.test,https://b.test"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["https:\\\\client.test"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["https://"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["wss://client.test"]}), "origin-scheme", "is of no page"),
            (json!({"origins": ["https://client.test?x"]}), "origin-has-path", "has a path"),
            (json!({"origins": ["https://client.test//"]}), "origin-has-path", "has a path"),
            (json!({"origins": ["https://u@client.test"]}), "origin-has-credentials", "has a user name"),
            (json!({"origins": ["https://*.client.test"]}), "origin-pattern", "{\"subdomainsOf\""),
            (json!({"origins": ["vscode-webview://*.evil"]}), "origin-pattern", "http://localhost:*"),
            (json!({"origins": ["http://localhost:80:*"]}), "origin-pattern", "cors.origins"),
            (json!({"origins": ["http://localhos%74:*"]}), "origin-pattern", "cors.origins"),
            (json!({"origins": ["http://[::1]:80:*"]}), "origin-pattern", "cors.origins"),
            // Schemes that more than one application has hosts of.
            (json!({"origins": ["tauri://*"]}), "origin-pattern", "cors.origins"),
            (json!({"origins": ["moz-extension://*"]}), "origin-pattern", "cors.origins"),
            (json!({"origins": ["web+mcp://*"]}), "origin-pattern", "cors.origins"),
            (json!({"origins": ["ext+mcp://*"]}), "origin-pattern", "cors.origins"),
            (json!({"origins": ["https://client.test:*"]}), "origin-pattern", "vscode-webview://*"),
            (json!({"origins": [{"subdomainsOf": "http://localhost:*"}]}), "subdomains-of-no-domain", "subdomainsOf"),
            (json!({"origins": [{"subdomainsOf": "https://test"}]}), "subdomains-of-no-domain", "cors.origins.subdomainsOf: \"https://test\""),
            (json!({"origins": [{"subdomainsOf": "https://10.0.0.1"}]}), "subdomains-of-no-domain", "subdomainsOf"),
            (json!({"origins": [{"subdomainsOf": "https://ac.uk"}]}), "subdomains-of-no-domain", "subdomainsOf"),
            (json!({"origins": [{"subdomainsOf": "https://vercel.app"}]}), "subdomains-of-no-domain", "subdomainsOf"),
            (json!({"origins": [{"subdomainsOf": "https://com.ck"}]}), "subdomains-of-no-domain", "subdomainsOf"),
            (json!({"methods": ["TRACE"]}), "method-invalid", "cors.methods: \"TRACE\""),
            (json!({"methods": ["GET, POST"]}), "method-invalid", "cors.methods"),
            (json!({"headers": ["mcp-param-*"]}), "header-invalid", "cors.headers: \"mcp-param-*\" is a pattern"),
            (json!({"expose": ["a b"]}), "header-invalid", "cors.expose: \"a b\" is not a header name"),
            (json!({"maxAge": -1}), "max-age-invalid", "cors.maxAge: \"-1\""),
        ] {
            let error = CorsPolicy::parse(read(&input)).expect_err(&input.to_string());
            assert_eq!(error.code(), code, "{input}");
            assert!(error.to_string().contains(says), "{input}: {error}");
        }
        for unread in [json!({"origin": [APP]}), json!({"preset": "mcp"}), json!({"origins": [{"subdomains": APP}]}), json!({"origins": [{"subdomainsOf": APP, "port": 1}]})] {
            assert!(serde_json::from_value::<CorsPolicyInput>(unread.clone()).is_err(), "{unread}");
        }
    }
}

common::test! {
    fn a_revision_and_its_clients_are_a_policy() {
        common::start();
        let written = json!({"preset": "mcp-2025-11-25", "origins": [APP, "http://localhost:*"]});
        let policy = CorsPolicy::mcp(CorsPreset::Mcp20251125, [APP, "http://localhost:*"]).expect("the policy is valid");
        assert_eq!(policy, CorsPolicy::parse(read(&written)).expect("the policy is valid"));
        assert!(CorsPolicy::mcp(CorsPreset::Mcp20251125, ["client.test"]).is_err());
    }
}

common::test! {
    fn policies_that_are_warned_of() {
        common::start();
        for (input, warnings) in [
            (json!({"origins": [APP, "http://localhost:6274", "http://127.0.0.1", "https://b\u{fc}cher.test"]}), &[][..]),
            (json!({"origins": ["https://client.test/", "https://B\u{fc}cher.test:443"]}), &["cors-origin-normalised"]),
            (json!({"origins": ["http://127.1"]}), &["cors-origin-normalised"]),
            (json!({"origins": ["http://client.test"]}), &["cors-http-origin-allowed"]),
            (json!({"origins": [{"subdomainsOf": "http://client.test"}]}), &["cors-http-origin-allowed", "cors-any-subdomain"]),
            (json!({"origins": [{"subdomainsOf": "https://ac.fr"}]}), &["cors-any-subdomain"]),
            // Every name below `ck` is a suffix, but this one.
            (json!({"origins": [{"subdomainsOf": "https://www.ck"}]}), &["cors-any-subdomain"]),
            (json!({"origins": ["http://[::1]:*"]}), &["cors-loopback-any-port"]),
            (json!({"origins": ["vscode-webview://*"]}), &["cors-app-any-host"]),
            (json!({"origins": ["app://.", "tauri://localhost:1420", "safari-web-extension://3F2504E0-4F89"]}), &[]),
            (json!({"maxAge": 86_400}), &[]),
            (json!({"maxAge": 86_401}), &["cors-max-age-above-caps"]),
        ] {
            let policy = CorsPolicy::parse(read(&input)).expect("the policy is valid");
            assert_eq!(policy.warnings(), warnings, "{input}");
            assert_eq!(policy.is_canonical(), !warnings.contains(&"cors-origin-normalised"), "{input}");
        }
    }
}
