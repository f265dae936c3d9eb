//! CORS, the same natively and in browsers: the shared rows, and rows for what they leave out.

use std::fmt::Debug;

use mcp_cordon::cors::{
    BrowserCheck, CorsDecision, CorsPolicy, CorsPolicyInput, CorsRequest, FetchRequest, cors_browser_check,
    cors_preflight_required, decide_cors, preflight_max_age,
};
use mcp_cordon::finding::Engine;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::common;

fn rows(text: &str, at_least: usize) -> Vec<Value> {
    let rows: Vec<Value> = serde_json::from_str(text).expect("the rows are JSON");
    assert!(rows.len() >= at_least, "the file is whole");
    rows
}

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}"))
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("the result is JSON")
}

fn assert_none(failures: &[String]) {
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A line where the two are not the same.
fn differ(failures: &mut Vec<String>, id: impl Debug, got: &impl Debug, expected: &impl Debug) {
    let (got, expected) = (format!("{got:?}"), format!("{expected:?}"));
    if got != expected {
        failures.push(format!("{id:?}: {got}, expected {expected}"));
    }
}

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
            (json!({"headers": {"X-Api-Key": ""}}), true, "header x-api-key"),
            (json!({"headers": {"Accept": format!(" {long}\t")}}), false, "safelisted"),
            (json!({"headers": {"Accept": format!("{long}a")}}), true, "value length"),
            (json!({"headers": {"Accept": "é".repeat(128)}}), false, "safelisted"),
            (json!({"headers": {"Accept": "text/html, a/b;q=\"1\""}}), true, "value not safelisted"),
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
        let listed = json!({"origins": [APP, "https://b.test:8443", "chrome-extension://abc"]});
        let lenient = json!({"origins": [APP], "rejectDisallowedOrigin": false});
        let public = json!({"origins": "*", "headers": "*", "methods": "*", "expose": "*"});
        let evil = json!({"Origin": "https://evil.test"});
        let ask = |origin: &str, method: &str| json!({"Origin": origin, "Access-Control-Request-Method": method});
        for (policy, method, headers, decision, status, reason) in [
            (&listed, "POST", json!({}), "allow-without-cors", json!(null), "no-origin"),
            (&listed, "OPTIONS", json!({"Access-Control-Request-Method": "POST"}), "allow-without-cors", json!(null), "no-origin"),
            (&listed, "GET", json!({"origin": "https://b.test:8443"}), "allow", json!(null), "listed"),
            (&listed, "GET", json!({"Origin": "chrome-extension://abc"}), "allow", json!(null), "listed"),
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
            (json!({"origins": ["https://a.test,https://b.test"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["https:\\\\client.test"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["https://"]}), "origin-invalid", "cors.origins"),
            (json!({"origins": ["wss://client.test"]}), "origin-scheme", "is of no page"),
            (json!({"origins": ["https://client.test?x"]}), "origin-has-path", "has a path"),
            (json!({"origins": ["https://client.test//"]}), "origin-has-path", "has a path"),
            (json!({"origins": ["https://u@client.test"]}), "origin-has-credentials", "has a user name"),
            (json!({"origins": ["https://*.client.test"]}), "origin-pattern", "{\"subdomainsOf\""),
            (json!({"origins": [{"subdomainsOf": "https://test"}]}), "subdomains-of-no-domain", "cors.origins.subdomainsOf: \"https://test\""),
            (json!({"origins": [{"subdomainsOf": "https://10.0.0.1"}]}), "subdomains-of-no-domain", "subdomainsOf"),
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
    fn policies_that_are_warned_of() {
        common::start();
        for (input, warnings) in [
            (json!({"origins": [APP, "http://localhost:6274", "http://127.0.0.1", "https://b\u{fc}cher.test"]}), &[][..]),
            (json!({"origins": ["https://client.test/", "https://B\u{fc}cher.test:443"]}), &["cors-origin-normalised"]),
            (json!({"origins": ["http://127.1"]}), &["cors-origin-normalised"]),
            (json!({"origins": ["http://client.test"]}), &["cors-http-origin-allowed"]),
            (json!({"origins": [{"subdomainsOf": "http://client.test"}]}), &["cors-http-origin-allowed", "cors-any-subdomain"]),
            (json!({"maxAge": 86_400}), &[]),
            (json!({"maxAge": 86_401}), &["cors-max-age-above-caps"]),
        ] {
            assert_eq!(policy(&input).warnings(), warnings, "{input}");
        }
    }
}

common::test! {
    fn a_preflight_asks_for_no_more_headers_than_a_tool_has_parameters() {
        common::start();
        let input = json!({"preset": "mcp-2026-07-28", "origins": ["https://client.test"]});
        for (many, reason) in [(200, "listed"), (30_000, "too-many-request-headers")] {
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
