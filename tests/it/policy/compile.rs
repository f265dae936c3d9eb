//! What a policy compiles to.

use mcp_cordon::audit::{Response, audit_headers};
use mcp_cordon::csp::{self, Csp, Disposition, Question};
use mcp_cordon::finding::Finding;
use mcp_cordon::policy::{CompileOptions, CompileTarget, CompiledPolicy, Policy};
use mcp_cordon::source::{Dialect, Origin, Url};

use crate::common::{self, policy::policy};

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
            let mut headers: Vec<_> =
                compiled.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            if name.contains("ServiceWorker") {
                headers.push(("Content-Type".into(), "text/javascript".into()));
            }
            let url = Url::parse("https://app.example/", None);
            let response = Response { headers, url, policy: Some(policy), ..Response::default() };
            let report = audit_headers(&response);
            // A path is the policy's to write, and to know that a redirect leads around it.
            let is_path = |one: &&Finding| one.code != "csp-path-restriction-bypassable-by-redirect";
            let findings: Vec<_> = report.findings.iter().filter(is_path).collect();
            assert_eq!((report.score, findings), (100, Vec::new()), "{name}");
            let meta = Response { headers: Vec::new(), meta: vec![compiled.meta_csp], ..response };
            let codes: Vec<_> = audit_headers(&meta).findings.into_iter().map(|finding| finding.code).collect();
            // A <meta> cannot say where reports go, who may frame the document, nor that it is in a sandbox.
            const UNSAID: [&str; 7] = [
                "csp-script-src-dangerous-scheme",
                "csp-form-action-missing",
                "csp-reporting-missing",
                "csp-frame-ancestors-missing",
                "csp-script-unsafe-inline",
                "csp-speculation-rules-injectable",
                "trusted-types-not-required",
            ];
            let codes: Vec<_> = codes.into_iter().filter(|code| !code.starts_with("csp-path-restriction")).collect();
            let unsaid = |code: &String| UNSAID.contains(&code.as_str());
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
            assert_eq!(header(&compiled, "Cross-Origin-Opener-Policy").is_some(), name.contains("Page"), "{name}");
            assert_eq!(compiled.iframe.sandbox, "allow-scripts");
            assert_eq!(compiled.iframe.allow, policy.permissions().join("; "));
            assert!(!compiled.iframe.csp.contains("'self'") || policy.to_input().connect != Some(vec![]), "{name}");
        }
    }
}

common::test! {
    fn features_are_off_but_those_that_the_policy_grants() {
        common::start();
        let written = policy(r#"{"permissions": ["camera", "fullscreen"]}"#);
        let compiled = written.compile(&CompileOptions::default()).expect("the policy compiles");
        let features: Vec<_> = header(&compiled, "Permissions-Policy").expect("it is a page").split(", ").collect();
        for feature in ["camera=*", "fullscreen=*", "microphone=()", "geolocation=()", "usb=()"] {
            assert!(features.contains(&feature), "{features:?} lacks {feature}");
        }
        assert!(!features.contains(&"camera=()") && !features.contains(&"microphone=*"), "{features:?}");
    }
}

common::test! {
    fn a_report_url_ends_no_directive_and_no_string() {
        common::start();
        let written = policy(r#"{"reportTo": "https://r.example.com/a;script-src *,default-src *?\\\"x"}"#);
        let compiled = written.compile(&CompileOptions::default()).expect("the policy compiles");
        let url = "https://r.example.com/a%3Bscript-src%20*%2Cdefault-src%20*?%5C%22x";
        assert_eq!(header(&compiled, "Reporting-Endpoints"), Some(format!("cordon=\"{url}\"").as_str()));
        let csp = header(&compiled, "Content-Security-Policy").expect("a policy");
        assert!(csp.ends_with(&format!("; report-uri {url}; report-to cordon")), "{csp}");
    }
}

common::test! {
    fn the_connection_allowlist_is_that_of_the_policy() {
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
            (
                r#"{"links": {"origins": []}, "connect": ["https:", "ws://live.example:8080"], "resources": ["blob:", "*.cdn.example"]}"#,
                r#"(response-origin "https://*:*/*" "ws://live.example:8080/*" "wss://live.example:8080/*" "*://*.cdn.example/*")"#,
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
