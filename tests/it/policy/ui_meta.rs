//! An app's policy, out of its `_meta.ui` and its host's.

use mcp_cordon::policy::Policy;

use crate::common::{self, policy::policy};

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
    fn a_finding_says_which_member_and_what_it_asks_for() {
        common::start();
        let meta = serde_json::json!({"csp": {"connectDomains": ["https://api.example.com", "https://evil.example"]}});
        let (_, findings) = Policy::from_ui_meta(&meta, &policy(HOST)).expect("the types are right");
        let evidence = findings.first().and_then(|finding| finding.evidence.as_ref()).expect("it says where");
        assert_eq!(evidence.path.as_deref(), Some("meta.csp.connectDomains[1]"));
        assert_eq!(evidence.value.as_deref(), Some("https://evil.example"));
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
