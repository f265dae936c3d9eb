//! `check_url`, the same natively and in browsers.

use mcp_cordon::policy::{Policy, PolicyInput};
use mcp_cordon::sanitizer::{CheckUse, SanitizeOptions, check_url};

use crate::common;

common::test! {
    fn judgments() {
        common::start();
        let input: PolicyInput = serde_json::from_str(r#"{"connect": ["https://api.test"], "resources": ["https://cdn.test"]}"#).expect("the policy is JSON");
        let options = SanitizeOptions { policy: Policy::parse(input).expect("the policy is valid"), ..SanitizeOptions::default() };
        for (written, used, url, display, codes) in [
            ("https://a.test/x?q=1", CheckUse::Link, Some("https://a.test/x?q=1"), "https://a.test/x?…", &[][..]),
            ("HTTPS://A.test:443", CheckUse::Link, Some("https://a.test/"), "https://a.test/", &[]),
            ("javascript:alert(1)", CheckUse::Link, None, "javascript:alert(1)", &["url-scheme"]),
            ("java\tscript:alert(1)", CheckUse::Open, None, "javascript:alert(1)", &["url-scheme"]),
            ("https://bank.test@evil.test/", CheckUse::Link, None, "https://evil.test/", &["url-credentials"]),
            ("https://xn--e1awd7f.test/", CheckUse::Link, Some("https://xn--e1awd7f.test/"), "https://xn--e1awd7f.test/", &["url-internationalized-host"]),
            ("http://a.test/", CheckUse::Link, Some("http://a.test/"), "http://a.test/", &["url-insecure"]),
            ("http://a.test/", CheckUse::Open, None, "http://a.test/", &["url-scheme", "url-insecure"]),
            ("http://127.0.0.1:8080/callback", CheckUse::Open, Some("http://127.0.0.1:8080/callback"), "http://127.0.0.1:8080/callback", &[]),
            ("https://auth.test/authorize", CheckUse::Open, Some("https://auth.test/authorize"), "https://auth.test/authorize", &[]),
            ("mailto:a@b.test", CheckUse::Open, None, "mailto:a@b.test", &["url-scheme"]),
            ("https://cdn.test/p.png", CheckUse::Resource, Some("https://cdn.test/p.png"), "https://cdn.test/p.png", &[]),
            ("https://evil.test/p.png", CheckUse::Resource, None, "https://evil.test/p.png", &["resource-blocked"]),
            ("https://api.test/v1", CheckUse::Connect, Some("https://api.test/v1"), "https://api.test/v1", &[]),
            ("https://evil.test/v1", CheckUse::Connect, None, "https://evil.test/v1", &["url-origin"]),
            ("not a url\u{202e}", CheckUse::Connect, None, "not a url\\u{202e}", &["url-invalid"]),
            ("docs/a", CheckUse::Link, Some("docs/a"), "docs/a", &[]),
            ("https://a.test/x#?", CheckUse::Link, Some("https://a.test/x#?"), "https://a.test/x", &[]),
            // A host without an origin is a host all the same.
            ("file://evil.test/share/a.docx", CheckUse::Link, None, "file://evil.test/share/a.docx", &["url-scheme"]),
            ("FILE:\\\\evil.test\\a", CheckUse::Link, None, "file://evil.test/a", &["url-scheme"]),
            ("file:///etc/passwd", CheckUse::Link, None, "file:///etc/passwd", &["url-scheme"]),
            ("vscode://evil.publisher/install?x=1", CheckUse::Link, None, "vscode://evil.publisher/install?…", &["url-scheme"]),
            ("vscode://good.test@evil.publisher:99/i", CheckUse::Link, None, "vscode://evil.publisher:99/i", &["url-scheme"]),
            ("smb://evil.test/share", CheckUse::Open, None, "smb://evil.test/share", &["url-scheme"]),
            ("ftp://evil.test:2121/a", CheckUse::Resource, None, "ftp://evil.test:2121/a", &["url-scheme"]),
            ("ssh://git@evil.test/r.git", CheckUse::Link, None, "ssh://evil.test/r.git", &["url-scheme"]),
            ("x://[::1]:80/a", CheckUse::Link, None, "x://[::1]:80/a", &["url-scheme"]),
            ("x://b\u{fc}cher.test/", CheckUse::Link, None, "x://b%C3%BCcher.test/", &["url-scheme"]),
            ("x://xn--e1awd7f.test/", CheckUse::Link, None, "x://xn--e1awd7f.test/", &["url-scheme", "url-internationalized-host"]),
            ("javascript://bank.test/%0aalert(1)", CheckUse::Link, None, "javascript://bank.test/%0aalert(1)", &["url-scheme"]),
            // And what only looks like one is none.
            ("notes://today", CheckUse::Link, None, "notes://today", &["url-scheme"]),
            ("notes:today", CheckUse::Link, None, "notes:today", &["url-scheme"]),
            ("x:////bank.test/a", CheckUse::Link, None, "x:////bank.test/a", &["url-scheme"]),
            ("x:/..//bank.test/a", CheckUse::Link, None, "x:/.//bank.test/a", &["url-scheme"]),
        ] {
            let check = check_url(written, used, None, &options);
            let found: Vec<_> = check.findings.iter().map(|finding| finding.code.as_str()).collect();
            assert_eq!((check.url.as_deref(), check.display.as_str(), found.as_slice()), (url, display, codes), "{written} {used:?}");
            assert_eq!(check.allowed, url.is_some(), "{written} {used:?}");
        }
        for base in ["docs/", "data:text/html,x"] {
            let check = check_url("docs/a", CheckUse::Link, Some(base), &options);
            assert!(!check.allowed && check.url.is_none(), "{base}: {check:?}");
        }
        let long = check_url(&format!("https://a.test/{}", "a".repeat(200)), CheckUse::Link, None, &options);
        assert!(long.display.starts_with("https://a.test/aaa") && long.display.chars().count() < 80, "{}", long.display);
        let based = check_url("../icon.png", CheckUse::Resource, Some("https://cdn.test/a/b/"), &options);
        assert_eq!(based.url.as_deref(), Some("https://cdn.test/a/icon.png"));
    }
}
