//! What a policy compiles to, and what it is compiled from.

use mcp_cordon::audit::{Response, audit_headers};
use mcp_cordon::csp::{self, Csp, Disposition, Question};
use mcp_cordon::policy::{CompileOptions, CompileTarget, CompiledPolicy, Policy};
use mcp_cordon::source::{Dialect, Origin, Url};

use crate::common;

fn policy(json: &str) -> Policy {
    Policy::parse(serde_json::from_str(json).expect("the policy is JSON")).expect("the policy is valid")
}

const POLICIES: &[&str] = &[
    "{}",
    r#"{"connect": []}"#,
    r#"{"connect": ["'self'", "https://api.example.com", "wss://live.example.com:8443/path/"], "resources": ["data:"]}"#,
    r#"{"resources": ["https://*.example.com", "https://cdn.example.com/img/"], "frames": ["https://frame.example.com"]}"#,
    r#"{"links": {"origins": ["https://docs.example.com"]}, "reportTo": "https://r.example.com/reports"}"#,
    r#"{"reportTo": "https://r.example.com/a;script-src *,default-src *?\\\"x"}"#,
    r#"{"links": {"origins": []}, "permissions": ["camera", "fullscreen"], "webrtc": true}"#,
];

const TARGETS: &[CompileTarget] = &[CompileTarget::Page, CompileTarget::Sandbox, CompileTarget::ServiceWorker];

const NONCE: &str = "4ih5rP0r1s8Pq7bC1Q2d3A==";

fn compiled() -> Vec<(String, Policy, CompiledPolicy)> {
    let mut all = Vec::new();
    for json in POLICIES {
        for target in TARGETS {
            for nonce in [None, Some(NONCE.to_owned())] {
                let policy = policy(json);
                let name = format!("{json} {target:?} {nonce:?}");
                let options = CompileOptions { nonce, target: *target };
                let compiled = policy.compile(&options).expect("the policy compiles");
                all.push((name, policy, compiled));
            }
        }
    }
    all
}

fn header<'a>(compiled: &'a CompiledPolicy, name: &str) -> Option<&'a str> {
    compiled.headers.iter().find(|(header, _)| *header == name).map(|(_, value)| value.as_str())
}

common::test! {
    fn the_audit_finds_nothing_in_what_is_compiled() {
        common::start();
        for (name, policy, compiled) in compiled() {
            let headers: Vec<_> =
                compiled.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            let url = Url::parse("https://app.example/", None);
            let response = Response { headers, url, policy: Some(policy), ..Response::default() };
            let report = audit_headers(&response);
            assert_eq!((report.score, &report.findings[..]), (100, &[][..]), "{name}");
            let meta = Response { headers: Vec::new(), meta: vec![compiled.meta_csp], ..response };
            let codes: Vec<_> = audit_headers(&meta).findings.into_iter().map(|finding| finding.code).collect();
            // A <meta> cannot say where reports go, nor that its document is in a sandbox.
            let unsaid = |code: &String| code.starts_with("csp-reporting") || code == "csp-script-unsafe-inline";
            assert!(codes.iter().all(unsaid), "{name}: {codes:?}");
        }
    }
}

common::test! {
    fn what_is_compiled_decides_as_the_policy_does() {
        common::start();
        let self_origin = Origin::of("https://app.example");
        let urls = [
            "https://app.example/x", "https://api.example.com/", "https://evil.example/", "wss://live.example.com:8443/path/x",
            "wss://live.example.com:8443/other", "https://cdn.example.com/img/a.png", "https://frame.example.com/",
        ];
        for (name, policy, compiled) in compiled().into_iter().filter(|(name, ..)| !name.contains("ServiceWorker")) {
            let csp = Csp::parse_header(header(&compiled, "Content-Security-Policy").expect("a policy"), Disposition::Enforce);
            for url in urls {
                let url = Url::parse(url, None).expect("the URL is valid");
                for (directive, used) in [
                    ("connect-src", mcp_cordon::policy::Use::Connect),
                    ("frame-src", mcp_cordon::policy::Use::Frame),
                    ("img-src", mcp_cordon::policy::Use::Resource),
                ] {
                    // A page loads its own images.
                    if directive == "img-src" && url.origin() == self_origin {
                        continue;
                    }
                    let question = Question {
                        directive,
                        url: &url,
                        self_origin: &self_origin,
                        redirected: false,
                        nonce: None,
                        parser_inserted: false,
                        dialect: Dialect::Browsers,
                    };
                    let held = csp::explain(&csp, question).allowed;
                    assert_eq!(held, policy.judge(&url, used, &self_origin).allowed, "{name}: {directive} {url:?}");
                }
            }
        }
    }
}

common::test! {
    fn what_each_target_gets() {
        common::start();
        for (name, policy, compiled) in compiled() {
            let csp = header(&compiled, "Content-Security-Policy").expect("a policy");
            let reports = policy.report_to().is_some();
            assert!(csp.starts_with("default-src 'none'; script-src "), "{name}: {csp}");
            assert_eq!(csp.contains("report-to cordon"), reports, "{name}");
            assert_eq!(header(&compiled, "Reporting-Endpoints").is_some(), reports, "{name}");
            assert_eq!(csp.contains("sandbox allow-scripts"), name.contains("Sandbox"), "{name}");
            assert_eq!(csp.contains("require-trusted-types-for 'script'"), name.contains("Page"), "{name}");
            assert!(!compiled.meta_csp.contains("frame-ancestors") && !compiled.meta_csp.contains("report"), "{name}");
            // A page whose links may lead anywhere cannot have what stops navigations.
            let confined = !name.contains("Page") || name.contains("origins");
            assert_eq!(header(&compiled, "Connection-Allowlist").is_some(), confined, "{name}");
            assert_eq!(header(&compiled, "X-DNS-Prefetch-Control").is_some(), !name.contains("ServiceWorker"), "{name}");
            assert_eq!(compiled.iframe.sandbox, "allow-scripts");
            assert_eq!(compiled.iframe.allow, policy.permissions().join("; "));
            assert!(!compiled.iframe.csp.contains("'self'") || policy.to_input().connect != Some(vec![]), "{name}");
        }
    }
}

common::test! {
    fn the_connection_allowlist_is_the_policys() {
        common::start();
        let list = |json: &str| {
            let options = CompileOptions { target: CompileTarget::Page, nonce: None };
            let compiled = policy(json).compile(&options).expect("the policy compiles");
            header(&compiled, "Connection-Allowlist").map(str::to_owned)
        };
        for (json, expected) in [
            (r#"{"links": {"origins": []}}"#, "(response-origin)"),
            (
                r#"{"links": {"origins": ["https://docs.example"]}, "connect": ["https://api.example:8443/v1/", "wss://*.example"]}"#,
                r#"(response-origin "https://api.example:8443/v1/*" "wss://*.example/*" "https://docs.example/*")"#,
            ),
            (
                r#"{"links": {"origins": []}, "connect": ["http://a.example/x"], "resources": ["data:", "https://h:*"], "reportTo": "https://r.example/"}"#,
                r#"(response-origin "http://a.example/x" "https://a.example/x" "https://h:*/*"); report-to=cordon"#,
            ),
        ] {
            assert_eq!(list(json).as_deref(), Some(expected), "{json}");
        }
        assert_eq!(list("{}"), None);
    }
}

common::test! {
    fn options_that_are_refused() {
        common::start();
        for nonce in ["", "abc", "4ih5rP0r1s8Pq7bC1Q2d3A'; script-src *", "4ih5rP0r1s8Pq7bC1Q2d3A===", "ééééééééééééééééééééééé"] {
            let options = CompileOptions { nonce: Some(nonce.to_owned()), ..CompileOptions::default() };
            let error = policy("{}").compile(&options).expect_err(nonce);
            assert_eq!(error.code(), "invalid-option");
            assert!(error.to_string().starts_with("options.nonce: "), "{error}");
        }
        let error = policy(r#"{"permissions": ["background-fetch"]}"#).compile(&CompileOptions::default());
        assert!(error.is_err_and(|error| error.to_string().contains("policy.permissions: \"background-fetch\"")));
    }
}

/// A host's policy, `_meta` of an app, the app's policy (its lists and permissions), and the findings.
type Narrowing = (&'static str, &'static str, [&'static [&'static str]; 4], &'static [&'static str]);

const HOST: &str = r#"{"connect": ["'self'", "https://api.example.com", "https://*.live.example.com", "https://schemeless.example"],
    "resources": ["https://*.cdn.example.com", "http://plain.example"], "frames": ["https://frame.example.com/embed/"],
    "permissions": ["camera"], "webrtc": true, "backgroundFetch": ["https://api.example.com/big"]}"#;

const NARROWINGS: &[Narrowing] = &[
    ("nothing", "null", [&[], &[], &[], &[]], &[]),
    ("an empty object", "{}", [&[], &[], &[], &[]], &[]),
    ("no ui", r#"{"other": 1}"#, [&[], &[], &[], &[]], &[]),
    (
        "what is granted",
        r#"{"ui": {"csp": {"connectDomains": ["https://api.example.com", "https://a.live.example.com"],
            "resourceDomains": ["https://x.cdn.example.com"], "frameDomains": ["https://frame.example.com/embed/x"]},
            "permissions": {"camera": {}}, "prefersBorder": true}}"#,
        [
            &["https://api.example.com", "https://a.live.example.com"],
            &["https://x.cdn.example.com"],
            &["https://frame.example.com/embed/x"],
            &["camera"],
        ],
        &[],
    ),
    (
        "wider than the host",
        r#"{"csp": {"connectDomains": ["https://*.example.com"], "frameDomains": ["https://frame.example.com"]}}"#,
        [&["https://api.example.com", "https://*.live.example.com"], &[], &["https://frame.example.com/embed/"], &[]],
        &["ui-meta-source-narrowed", "ui-meta-source-narrowed"],
    ),
    (
        "elsewhere",
        r#"{"csp": {"connectDomains": ["https://evil.example", "https://api.example.com.evil.example", "https://api.example.com:8443",
            "http://api.example.com"]}}"#,
        // An upgrade of the last one is what the host grants.
        [&["https://api.example.com"], &[], &[], &[]],
        &[
            "ui-meta-source-not-granted",
            "ui-meta-source-not-granted",
            "ui-meta-source-not-granted",
            "ui-meta-source-narrowed",
        ],
    ),
    (
        "a host without a scheme",
        r#"{"csp": {"connectDomains": ["api.example.com"]}}"#,
        [&["https://api.example.com"], &[], &[], &[]],
        &[],
    ),
    (
        "tricks",
        r#"{"csp": {"connectDomains": ["*", "https:", "'self'", "'none'", "'unsafe-inline'", "self", "https://*", "*:443", "",
            "https://api.example.com; script-src *", "https://api.example.com https://evil.example",
            "https://api.example.com,https://evil.example", "data:", "https://api.example.com\n", "https://\u00e9vil.example",
            "javascript://api.example.com"]}}"#,
        [&[], &[], &[], &[]],
        &["ui-meta-source-refused"; 16],
    ),
    (
        "the host's own",
        r#"{"csp": {"connectDomains": ["https://app.example"]}}"#,
        [&[], &[], &[], &[]],
        &["ui-meta-source-not-granted"],
    ),
    (
        "permissions and a base",
        r#"{"csp": {"baseUriDomains": ["https://api.example.com"]}, "permissions": {"microphone": {}, "usb": {}}}"#,
        [&[], &[], &[], &[]],
        &["ui-meta-base-uri-ignored", "ui-meta-permission-not-granted", "ui-meta-permission-unknown"],
    ),
];

common::test! {
    fn an_app_gets_what_it_asks_for_and_its_host_grants() {
        common::start();
        let host = policy(HOST);
        for (name, meta, [connect, resources, frames, permissions], codes) in NARROWINGS {
            let meta = serde_json::from_str(meta).expect("the meta is JSON");
            let (app, findings) = Policy::from_ui_meta(&meta, &host).expect("the types are right");
            let written = app.to_input();
            assert_eq!(written.connect.as_deref().unwrap_or_default(), *connect, "{name}: connect");
            assert_eq!(written.resources.as_deref().unwrap_or_default(), *resources, "{name}: resources");
            assert_eq!(written.frames.as_deref().unwrap_or_default(), *frames, "{name}: frames");
            assert_eq!(app.permissions(), *permissions, "{name}: permissions");
            assert!(!app.webrtc() && written.background_fetch == Some(vec![]), "{name}");
            let found: Vec<_> = findings.iter().map(|finding| finding.code.as_str()).collect();
            assert_eq!(found, *codes, "{name}");
        }
    }
}

common::test! {
    fn a_meta_of_other_types_is_an_error_that_names_the_member() {
        common::start();
        for (meta, says) in [
            ("1", "meta: expected an object, got a number"),
            (r#"{"ui": []}"#, "meta.ui: expected an object, got an array"),
            (r#"{"ui": {"csp": "x"}}"#, "meta.ui.csp: expected an object, got a string"),
            (r#"{"csp": {"connectDomains": "https://a.example"}}"#, "meta.csp.connectDomains: expected an array of strings, got a string"),
            (r#"{"csp": {"frameDomains": [null]}}"#, "meta.csp.frameDomains[0]: expected a string, got null"),
            (r#"{"permissions": true}"#, "meta.permissions: expected an object, got a boolean"),
        ] {
            let meta = serde_json::from_str(meta).expect("the meta is JSON");
            let error = Policy::from_ui_meta(&meta, &policy("{}")).expect_err("the type is wrong");
            assert_eq!((error.code(), error.to_string().as_str()), ("invalid-input", says));
        }
    }
}
