//! The CSP that is pinned allows what the policy allows.

use mcp_cordon::csp::{Csp, Disposition};
use mcp_cordon::policy::Use;
use mcp_cordon::source::{Dialect, Origin, SourceList, Target, Url};

use crate::common::{self, policy::policy};

common::test! {
    fn the_pinned_csp_allows_what_the_policy_allows() {
        common::start();
        let page = Origin::of("https://app.test");
        let listed = policy(r#"{"connect": ["https://api.test"], "resources": ["https://cdn.test"], "frames": ["https://frame.test"], "reportTo": "https://report.test/r"}"#);
        let csp = listed.meta_csp(&SourceList::parse("https://scripts.test"), &SourceList::parse("https://frames.test"));
        let pinned = Csp::parse(&csp, mcp_cordon::csp::Origin::Meta, Disposition::Enforce);
        for (directive, url, allowed) in [
            ("connect-src", "https://api.test/x", true),
            ("connect-src", "https://report.test/r", true),
            ("connect-src", "https://app.test/x", false),
            ("connect-src", "https://evil.test/x", false),
            ("img-src", "https://cdn.test/x", true),
            ("img-src", "https://app.test/x", true),
            ("img-src", "https://evil.test/x", false),
            ("font-src", "https://evil.test/x", false),
            ("frame-src", "https://frame.test/x", true),
            ("frame-src", "https://app.test/x", false),
            ("script-src-elem", "https://scripts.test/x", true),
            ("script-src-elem", "https://evil.test/x", false),
            ("style-src-elem", "https://evil.test/x", false),
            ("prefetch-src", "https://evil.test/x", false),
            ("manifest-src", "https://evil.test/x", false),
            ("form-action", "https://app.test/x", true),
            ("form-action", "https://api.test/x", true),
            ("form-action", "https://evil.test/x", false),
            ("base-uri", "https://evil.test/x", false),
            ("object-src", "https://app.test/x", false),
        ] {
            let url = Url::parse(url, None).expect("the row's URL is valid");
            let target = Target { url: &url, self_origin: &page, redirected: false, dialect: Dialect::Browsers };
            let found = pinned.deciding(directive).expect("the directive decides").sources().find(target).is_some();
            assert_eq!(found, allowed, "{directive} {} under {csp}", url.href());
        }
        assert_eq!(listed.sources(Use::Frame).to_string(), "https://frame.test");
    }
}
