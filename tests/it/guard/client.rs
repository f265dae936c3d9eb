//! The decision of a service worker's gate, the same natively and in browsers.

use mcp_cordon::csp::{Csp, Disposition};
use mcp_cordon::guard::{ClientRequest, decide_client};
use mcp_cordon::policy::Policy;
use mcp_cordon::source::{Dialect, Origin, SourceList, Target, Url};

use crate::common;

const POLICY: &str = r#"{
    "connect": ["https://api.test/v1/"],
    "resources": ["https://img.test"],
    "frames": ["https://frame.test"],
    "reportTo": "https://report.test/r"
}"#;
const APP: &str = "https://scripts.test";

fn policy() -> Policy {
    Policy::parse(serde_json::from_str(POLICY).expect("the policy is JSON")).expect("the policy is valid")
}

common::test! {
    fn requests_of_clients() {
        common::start();
        let own = Origin::of("https://app.test");
        for (destination, url, reason) in [
            ("", "https://api.test/v1/tools", "listed"),
            ("", "https://api.test/v2", "not-listed"),
            ("", "https://app.test/", "not-listed"),
            ("", "https://img.test/x", "not-listed"),
            ("", "https://scripts.test/x", "not-listed"),
            ("", "https://report.test/r", "listed"),
            ("", "https://report.test/r?secret", "not-listed"),
            ("", "data:text/plain,x", "local"),
            ("", "blob:https://app.test/1", "local"),
            ("", "/relative", "invalid-url"),
            ("", "", "invalid-url"),
            ("report", "https://api.test/v1/r", "listed"),
            ("report", "https://evil.test/r", "not-listed"),
            ("webidentity", "https://evil.test/", "not-listed"),
            ("image", "https://img.test/x", "listed"),
            ("image", "https://app.test/x", "own-origin"),
            ("image", "https://app.test:8443/x", "not-listed"),
            ("image", "https://api.test/v1/x", "not-listed"),
            ("image", "https://img.test.evil.test/x", "not-listed"),
            ("image", "https://img.test@evil.test/x", "not-listed"),
            ("audio", "https://evil.test/x", "not-listed"),
            ("video", "https://img.test/x", "listed"),
            ("track", "https://app.test/x", "own-origin"),
            ("font", "https://img.test/x", "listed"),
            ("font", "https://evil.test/x", "not-listed"),
            ("script", "https://app.test/x", "own-origin"),
            ("script", "https://scripts.test/x", "listed"),
            ("script", "https://img.test/x", "not-listed"),
            ("style", "https://scripts.test/x", "listed"),
            ("style", "https://evil.test/x", "not-listed"),
            ("json", "https://evil.test/x", "not-listed"),
            ("audioworklet", "https://scripts.test/x", "listed"),
            ("worker", "https://app.test/x", "own-origin"),
            ("worker", "https://scripts.test/x", "not-listed"),
            ("sharedworker", "https://evil.test/x", "not-listed"),
            ("manifest", "https://app.test/x", "own-origin"),
            ("manifest", "https://img.test/x", "not-listed"),
            ("document", "https://app.test/x", "own-origin"),
            ("document", "https://frame.test/x", "not-listed"),
            ("document", "data:text/html,x", "not-listed"),
            ("iframe", "https://frame.test/x", "listed"),
            ("iframe", "https://app.test/x", "not-listed"),
            ("frame", "data:text/html,x", "not-listed"),
            ("fencedframe", "https://evil.test/x", "not-listed"),
            ("object", "https://app.test/x", "not-listed"),
            ("embed", "https://img.test/x", "not-listed"),
            ("of a later standard", "https://app.test/x", "own-origin"),
            ("of a later standard", "https://api.test/v1/x", "not-listed"),
        ] {
            let verdict = decide_client(&policy(), &SourceList::parse(APP), &own, ClientRequest { destination, url });
            assert_eq!(verdict.reason, reason, "{destination:?} {url}");
            assert_eq!(verdict.allowed, matches!(reason, "listed" | "own-origin" | "local"), "{destination:?} {url}");
            assert_eq!(verdict.matched.is_some(), reason == "listed", "{destination:?} {url}");
        }
    }
}

common::test! {
    fn an_opaque_origin_owns_nothing() {
        common::start();
        for destination in ["document", "image", "script", "worker"] {
            let request = ClientRequest { destination, url: "https://app.test/x" };
            assert!(!decide_client(&policy(), &SourceList::default(), &Origin::Opaque, request).allowed, "{destination}");
        }
    }
}

/// What the gate lets through, the pinned CSP must too, and what it refuses, that one refuses: no request is judged twice
/// with two answers.
const DIRECTIVES: &[(&str, &str)] = &[
    ("", "connect-src"),
    ("image", "img-src"),
    ("video", "media-src"),
    ("font", "font-src"),
    ("script", "script-src-elem"),
    ("style", "style-src-elem"),
    ("iframe", "frame-src"),
    ("worker", "worker-src"),
    ("manifest", "manifest-src"),
    ("object", "object-src"),
];

common::test! {
    fn the_gate_agrees_with_the_pinned_csp() {
        common::start();
        let own = Origin::of("https://app.test");
        let app = SourceList::parse(APP);
        let csp = policy().meta_csp(&app, &SourceList::default());
        let pinned = Csp::parse(&csp, mcp_cordon::csp::Origin::Meta, Disposition::Enforce);
        let mut allowed = 0;
        for (destination, directive) in DIRECTIVES {
            for url in [
                "https://app.test/x",
                "https://api.test/v1/x",
                "https://api.test/v2/x",
                "https://img.test/x",
                "https://frame.test/x",
                "https://scripts.test/x",
                "https://report.test/r",
                "https://evil.test/x",
                "http://app.test/x",
            ] {
                let gate = decide_client(&policy(), &app, &own, ClientRequest { destination, url }).allowed;
                let parsed = Url::parse(url, None).expect("the row's URL is valid");
                let target = Target { url: &parsed, self_origin: &own, redirected: false, dialect: Dialect::Browsers };
                let deciding = pinned.deciding(directive).expect("the directive decides");
                assert_eq!(gate, deciding.sources().find(target).is_some(), "{destination:?} {url} under {csp}");
                allowed += usize::from(gate);
            }
        }
        assert!(allowed > 10, "{allowed} pairs are allowed");
    }
}
