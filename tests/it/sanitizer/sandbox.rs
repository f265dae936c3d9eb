//! Documents for a sandboxed frame, the same natively and in browsers.

use mcp_cordon::policy::{Policy, PolicyInput};
use mcp_cordon::sanitizer::{SanitizeOptions, sandbox_document, sandbox_documents};

use crate::common;

const BEFORE: &str =
    "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"";

fn body(document: &str) -> &str {
    let start = document.find("<body>").expect("there is a body") + "<body>".len();
    document[start..].strip_suffix("</body></html>").expect("the document ends")
}

common::test! {
    fn documents() {
        common::start();
        for (html, expected) in [
            ("<style>p { color: red }</style><p class=a style='color: red' id=b>x</p>", "<style>p { color: red }</style><p class=\"a\" style=\"color: red\" id=\"b\">x</p>"),
            ("<style>a > b { content: '<&' }</style>", "<style>a > b { content: '<&' }</style>"),
            ("<style><!-- </style><b onclick=x>y</b>", "<style><!-- </style><b>y</b>"),
            ("<script>1</script><link rel=preconnect href=//evil.test><meta http-equiv=refresh content=0><base href=//evil.test><iframe src=//evil.test></iframe>x", "x"),
            ("</body></html><script>1</script>x", "x"),
            (
                "<p>a<svg><foreignObject width=9 height=9><p onclick=x>b</p><p>c</p><script>1</script></foreignObject><rect/></svg>",
                "<p>a<svg><foreignObject width=\"9\" height=\"9\"><p>b</p><p>c</p></foreignObject><rect></rect></svg></p>",
            ),
            (
                "<svg><foreignObject><svg><use href=#a /></svg></foreignObject><g id=a /></svg>",
                "<svg><foreignObject><svg><use href=\"#a\"></use></svg></foreignObject><g id=\"a\"></g></svg>",
            ),
            ("<head><title>t</title></head>x", "x"),
            ("<table><style>td { color: red }</style><tr><td>x</table>", "<table><style>td { color: red }</style><tbody><tr><td>x</td></tr></tbody></table>"),
            ("<svg><style><b onclick=x></style></svg>", "<svg><style></style></svg><b></b>"),
            (
                "<svg><style>a > b { content: '&lt;/style>&amp;lt;' } &amp; c { }</style></svg>",
                "<svg><style>a &gt; b { content: '\\3c /style&gt;\\26 lt;' } &amp; c { }</style></svg>",
            ),
            (
                "<style>p {}</style><a class=a href=https://a.test>x</a><svg></svg>",
                "<style>p {}</style><a class=\"a mcp-cordon-link\" href=\"https://a.test/\" target=\"_blank\" rel=\"noopener noreferrer\">x</a><svg></svg>",
            ),
        ] {
            let document = sandbox_document(html, "Chart", &SanitizeOptions::default()).expect("within the limits");
            assert!(document.starts_with(BEFORE), "the policy comes first: {document}");
            assert_eq!(body(&document), expected, "{html}");
            assert_eq!(body(&sandbox_document(expected, "Chart", &SanitizeOptions::default()).expect("within the limits")), expected);
        }
    }
}

common::test! {
    fn its_policy_is_the_policy() {
        common::start();
        let input: PolicyInput = serde_json::from_str(r#"{"resources": ["https://cdn.test"]}"#).expect("the policy is JSON");
        let options = SanitizeOptions { policy: Policy::parse(input).expect("the policy is valid"), ..SanitizeOptions::default() };
        let document = sandbox_document("x", "<b>\"", &options).expect("within the limits");
        assert!(document.contains("default-src 'none';") && document.contains("img-src data: https://cdn.test;"), "{document}");
        assert!(document.contains("<title>&lt;b&gt;\"</title>"), "{document}");
        assert!(!document.contains("script-src"), "{document}");
    }
}

common::test! {
    fn the_ruler_is_the_document_without_its_requests() {
        common::start();
        let input: PolicyInput = serde_json::from_str(r#"{"resources": ["https://cdn.test"]}"#).expect("the policy is JSON");
        let options = SanitizeOptions { policy: Policy::parse(input).expect("the policy is valid"), ..SanitizeOptions::default() };
        let html = "<style>p { background: url(https://cdn.test/b) }</style><img src=https://cdn.test/a width=9><img src=https://evil.test/>";
        let documents = sandbox_documents(html, "Chart", &options).expect("within the limits");
        assert_eq!(documents.shown, sandbox_document(html, "Chart", &options).expect("within the limits"));
        assert_eq!(body(&documents.ruler), body(&documents.shown));
        assert!(body(&documents.shown).contains(" src=\"https://cdn.test/a\""), "{}", documents.shown);
        let policy = |document: &str| {
            let rest = document.strip_prefix(BEFORE).expect("the policy comes first").to_owned();
            rest.split('"').next().expect("the attribute ends").to_owned()
        };
        assert_eq!(policy(&documents.ruler), policy(&documents.shown).replace(" https://cdn.test", ""));
        assert!(!policy(&documents.ruler).contains("http"), "{}", documents.ruler);
    }
}

common::test! {
    fn nothing_untrusted_comes_before_the_policy() {
        common::start();
        for (html, title) in [
            ("<head><meta charset=utf-7><base href=//evil.test>", "</title><script>1</script>"),
            ("--><!doctype html><html manifest=x>", "\"><meta http-equiv=refresh content=0>"),
        ] {
            let documents = sandbox_documents(html, title, &SanitizeOptions::default()).expect("within the limits");
            for document in [&documents.shown, &documents.ruler] {
                assert!(document.starts_with(BEFORE), "{document}");
                let lower = document.to_ascii_lowercase();
                assert!(!lower.contains("<script") && !lower.contains("<base") && !lower.contains("refresh\""), "{document}");
                assert_eq!((lower.matches("<meta").count(), lower.matches("<html").count()), (3, 1), "{document}");
            }
        }
    }
}
