//! Properties of CORS that hold for any policy and any request. An origin is put together from the pieces that lists
//! are got round with.

use mcp_cordon::cors::{
    BrowserCheck, CorsDecision, CorsPolicy, CorsRequest, CorsVerdict, FetchRequest, Outcome, cors_browser_check,
    cors_preflight_required, decide_cors,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use crate::common::json::read;

const LISTED: &[&str] =
    &["https://client.test", "http://localhost:6274", "https://b.test:8443", "https://xn--bcher-kva.test"];

const PIECES: &[&str] = &[
    "https://",
    "http://",
    "HTTPS://",
    "client.test",
    "CLIENT.test",
    "b.test",
    "localhost",
    ".",
    "a.",
    "evil",
    "@",
    ":",
    ":443",
    ":8443",
    ":6274",
    "/",
    "?",
    "#",
    "_",
    "`",
    "*",
    "null",
    ",",
    ".evil.test",
    "-",
    "[::1]",
    "%2e",
    "\\",
];

const NAMES: &[&str] =
    &["Authorization", "content-type", "Mcp-Session-Id", "mcp-protocol-version", "Last-Event-ID", "x-a"];

fn origins() -> impl Strategy<Value = String> {
    prop_oneof![
        select(LISTED).prop_map(str::to_owned),
        select(
            &[
                "null",
                "chrome-extension://abc",
                "b.testhttps://client.test",
                "https://a.client.test",
                "https://a.b.client.test",
                "https://any.test"
            ][..]
        )
        .prop_map(str::to_owned),
        prop::collection::vec(select(PIECES), 0..6).prop_map(|pieces| pieces.concat()),
        (select(LISTED), select(PIECES)).prop_map(|(listed, piece)| format!("{listed}{piece}")),
    ]
}

/// A list of names, or `*`.
fn names(of: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![4 => subsequence(of, 0..=of.len()).prop_map(|names| json!(names)), 1 => Just(json!("*"))]
}

/// What `origins` lists, by rules of its own and by those of subdomains.
#[derive(Debug, Clone)]
struct Rules {
    any: bool,
    exact: Vec<&'static str>,
    subdomains: bool,
}

impl Rules {
    fn written(&self) -> Value {
        let exact = self.exact.iter().map(|origin| json!(origin));
        let rule = self.subdomains.then(|| json!({"subdomainsOf": "https://client.test"}));
        if self.any { json!("*") } else { exact.chain(rule).collect() }
    }

    /// By another way: the URL crate's.
    fn list(&self, origin: &str) -> bool {
        let url = url::Url::parse(origin).ok();
        let is_web = url.as_ref().is_some_and(|url| matches!(url.scheme(), "http" | "https"));
        let as_sent = is_web && url.as_ref().is_some_and(|url| url.origin().ascii_serialization() == origin);
        let as_sent = as_sent && !origin.contains(['*', ',']);
        let below = || {
            let host = url.as_ref().and_then(url::Url::host_str).unwrap_or_default();
            let labels = host.strip_suffix(".client.test").unwrap_or_default();
            let is_default = url.as_ref().is_some_and(|url| url.scheme() == "https" && url.port().is_none());
            is_default && !labels.is_empty() && labels.split('.').all(|label| !label.is_empty())
        };
        if self.any {
            as_sent || is_of_an_app(origin)
        } else {
            self.exact.contains(&origin) || (self.subdomains && as_sent && below())
        }
    }
}

/// A scheme of an app's own and an authority, both plain: what follows any scheme but the web's.
fn is_of_an_app(origin: &str) -> bool {
    let is_first = |c: char| matches!(c, 'a'..='z' | '0'..='9');
    let is_plain = |text: &str, more: &str| {
        text.chars().next().is_some_and(is_first) && text.chars().all(|c| is_first(c) || more.contains(c))
    };
    let parts = origin.split_once("://").filter(|(scheme, _)| !["http", "https"].contains(scheme));
    parts.is_some_and(|(scheme, authority)| is_plain(scheme, "+-.") && is_plain(authority, "-.:"))
}

fn policies() -> impl Strategy<Value = (Rules, CorsPolicy)> {
    let rules = (prop::bool::weighted(0.2), subsequence(LISTED, 0..=LISTED.len()), any::<bool>())
        .prop_map(|(any, exact, subdomains)| Rules { any, exact, subdomains });
    let preset = select(&[None, Some("mcp-2025-06-18"), Some("mcp-2025-11-25"), Some("mcp-2026-07-28")][..]);
    let lists = (names(&["GET", "POST", "put", "DELETE", "patch"]), names(NAMES), names(&["Mcp-Session-Id", "x-b"]));
    (rules, any::<bool>(), any::<bool>(), lists, preset).prop_filter_map(
        "a policy that contradicts itself",
        |(rules, credentials, reject, (methods, headers, expose), preset)| {
            let input = json!({
                "origins": rules.written(), "credentials": credentials, "rejectDisallowedOrigin": reject,
                "methods": methods, "headers": headers, "expose": expose, "preset": preset, "maxAge": 60,
            });
            CorsPolicy::parse(read(&input)).ok().map(|policy| (rules, policy))
        },
    )
}

fn requests() -> impl Strategy<Value = FetchRequest> {
    let methods = select(&["GET", "get", "HEAD", "POST", "Put", "DELETE", "patch", "PATCH"][..]);
    let sent = &["Authorization", "Content-Type", "Mcp-Session-Id", "Mcp-Param-Region", "X-A", "Cookie", "Accept"];
    let headers = subsequence(&sent[..], 0..=sent.len());
    (origins(), methods, headers, select(&["omit", "same-origin", "include"][..])).prop_map(
        |(origin, method, headers, credentials)| {
            let headers: Vec<_> = headers.into_iter().map(|name| (name, "application/json")).collect();
            read(&json!({"origin": origin, "method": method, "headers": headers, "credentials": credentials}))
        },
    )
}

fn asked(policy: &CorsPolicy, method: &str, headers: Vec<(&str, String)>) -> CorsDecision {
    decide_cors(&CorsRequest { method: method.to_owned(), headers: headers.into_iter().collect() }, policy)
}

fn response(decision: &CorsDecision) -> Value {
    let mut headers = serde_json::to_value(&decision.headers).expect("the headers are JSON");
    headers[":status"] = json!(decision.status.unwrap_or(200));
    headers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, ..ProptestConfig::default() })]

    #[test]
    fn an_origin_that_is_not_listed_is_never_named((rules, policy) in policies(), origin in origins(), preflight: bool) {
        let mut headers = vec![("Origin", origin.clone())];
        if preflight {
            headers.push(("Access-Control-Request-Method", "POST".to_owned()));
        }
        let decision = asked(&policy, if preflight { "OPTIONS" } else { "POST" }, headers);
        let named = decision.headers.get("access-control-allow-origin");
        let may = rules.list(&origin);
        prop_assert!(may || named.is_none(), "{origin} is named: {decision:?}");
        if !preflight {
            prop_assert_eq!(may, decision.decision == CorsVerdict::Allow);
        }
        if let Some(named) = named {
            prop_assert_eq!(named, if rules.any { "*" } else { origin.as_str() });
        }
        prop_assert!(decision.headers.get("vary").is_some_and(|vary| vary.starts_with("Origin")));
    }

    #[test]
    fn the_browser_lets_through_what_the_policy_allows((rules, policy) in policies(), request in requests(), spec: bool) {
        let origin = request.origin.clone();
        let preflight = cors_preflight_required(&request);
        let before = preflight.preflight.then(|| {
            asked(&policy, "OPTIONS", vec![
                ("Origin", origin.clone()),
                ("Access-Control-Request-Method", preflight.method.clone()),
                ("Access-Control-Request-Headers", preflight.request_headers.join(",")),
            ])
        });
        let decision = asked(&policy, &preflight.method, vec![("Origin", origin.clone())]);
        let allowed = decision.decision == CorsVerdict::Allow
            && before.as_ref().is_none_or(|before| before.decision == CorsVerdict::PreflightOk);
        let with_credentials = request.credentials == mcp_cordon::cors::Credentials::Include;
        let has_credentials = decision.headers.has("access-control-allow-credentials");

        let check = BrowserCheck {
            request,
            preflight_response: before.as_ref().map(|before| read(&response(before))),
            response: read(&response(&decision)),
            dialect: if spec { mcp_cordon::source::Dialect::Spec } else { mcp_cordon::source::Dialect::Browsers },
        };
        let outcome = cors_browser_check(&check);
        let expected = allowed && (has_credentials || !with_credentials);
        prop_assert_eq!(outcome.outcome == Outcome::Allowed, expected, "{:?} {:?} {:?}", outcome, before, decision);
        prop_assert!(rules.list(&origin) || outcome.outcome == Outcome::Blocked);
    }
}
