//! What the guard decides: by a policy's lists, and where those are not all.

use mcp_cordon::guard::{Api, Request, decide};
use mcp_cordon::policy::NavigationTarget;
use mcp_cordon::source::Origin;

use crate::common::{self, policy::policy};

common::test! {
    fn decisions() {
        common::start();
        let page = Origin::of("https://app.test");
        let listed = policy(r#"{"connect": ["'self'", "https://api.test/v1/"], "resources": ["https://icons.test"], "backgroundFetch": ["https://cdn.test/pack.bin"], "webrtc": true}"#);
        for (api, url, allowed, reason) in [
            (Api::Fetch, "https://app.test/x", true, "listed"),
            (Api::Fetch, "https://api.test/v1/tools", true, "listed"),
            (Api::Fetch, "https://api.test/v2/tools", false, "not-listed"),
            (Api::Fetch, "https://api.test.evil.test/v1/", false, "not-listed"),
            (Api::Fetch, "https://api.test@evil.test/v1/", false, "not-listed"),
            (Api::Fetch, "http://app.test/x", false, "not-listed"),
            (Api::Fetch, "data:text/plain,x", true, "local"),
            (Api::Fetch, "blob:https://app.test/1", true, "local"),
            (Api::Fetch, "/relative", false, "invalid-url"),
            (Api::SendBeacon, "https://evil.test/", false, "not-listed"),
            (Api::SendBeacon, "https://app.test/log", true, "listed"),
            (Api::FetchLater, "https://evil.test/", false, "not-listed"),
            (Api::XmlHttpRequest, "https://evil.test/", false, "not-listed"),
            (Api::BackgroundFetch, "https://app.test/x", false, "not-listed"),
            (Api::BackgroundFetch, "https://cdn.test/pack.bin", true, "listed"),
            (Api::BackgroundFetch, "https://cdn.test/other", false, "not-listed"),
            (Api::BackgroundFetch, "data:text/plain,x", false, "not-listed"),
            (Api::CredentialIcon, "https://icons.test/a.png", true, "listed"),
            (Api::CredentialIcon, "https://api.test/v1/a.png", false, "not-listed"),
            (Api::Fetch, "https://icons.test/a.png", false, "not-listed"),
            (Api::RtcPeerConnection, "", true, "listed"),
        ] {
            let verdict = decide(&listed, &page, Request::new(api, url));
            assert_eq!((verdict.allowed, verdict.reason), (allowed, reason), "{} {url}", api.name());
        }
    }
}

common::test! {
    fn relying_parties_and_messages() {
        common::start();
        let page = Origin::of("https://login.app.test");
        let listed = policy(
            r#"{"connect": ["https://sso.test"], "messages": ["https://login.idp.test"], "links": {"origins": []}}"#,
        );
        let own = |host: &str| format!("https://{host}/.well-known/webauthn");
        for (api, url, reason) in [
            (Api::WebAuthn, own("login.app.test"), "local"),
            (Api::WebAuthn, own("app.test"), "local"),
            // Whether it is a public suffix, the browser says: nobody is asked.
            (Api::WebAuthn, own("test"), "local"),
            (Api::WebAuthn, own("secret.login.app.test"), "not-listed"),
            (Api::WebAuthn, own("pp.test"), "not-listed"),
            (Api::WebAuthn, own("evil.test"), "not-listed"),
            (Api::WebAuthn, own("sso.test"), "listed"),
            (Api::Message, "https://login.app.test".to_owned(), "listed"),
            (Api::Message, "https://login.idp.test".to_owned(), "listed"),
            (Api::Message, "http://login.idp.test".to_owned(), "not-listed"),
            (Api::Message, "https://sso.test".to_owned(), "not-listed"),
            (Api::Message, "null".to_owned(), "invalid-url"),
            // A click leads there, and the policy names where links may lead.
            (Api::Sandbox, String::new(), "not-listed"),
        ] {
            let mut request = Request::new(api, &url);
            request.activated = true;
            assert_eq!(decide(&listed, &page, request).reason, reason, "{} {url}", api.name());
        }
        let of_an_opaque_origin = decide(&listed, &Origin::Opaque, Request::new(Api::WebAuthn, &own("app.test")));
        assert_eq!(of_an_opaque_origin.reason, "not-listed");
    }
}

common::test! {
    fn navigation_and_lockdown_have_rules_of_their_own() {
        common::start();
        let page = Origin::of("https://app.test");
        let policy = policy(
            r#"{"connect": ["https://api.test"], "resources": ["https://cdn.test"], "frames": ["https://frame.test"]}"#,
        );
        const STANDARD: (bool, bool) = (false, false);
        const ACTIVATED: (bool, bool) = (true, false);
        const LOCKDOWN: (bool, bool) = (true, true);
        for (api, url, (activated, lockdown), allowed, reason) in [
            (Api::Navigate, "https://app.test/x", STANDARD, true, "listed"),
            (Api::Navigate, "https://api.test/x", STANDARD, true, "listed"),
            (Api::Navigate, "https://evil.test/x", STANDARD, false, "not-activated"),
            (Api::Link, "https://evil.test/x", ACTIVATED, true, "activated"),
            (Api::Link, "mailto:a@evil.test", STANDARD, false, "not-activated"),
            (Api::Link, "ftp://evil.test/", ACTIVATED, false, "not-listed"),
            (Api::WindowOpen, "about:blank", STANDARD, false, "not-activated"),
            (Api::WindowOpen, "about:blank", ACTIVATED, true, "activated"),
            (Api::WindowOpen, "blob:https://app.test/1", STANDARD, false, "not-activated"),
            (Api::WindowOpen, "about:blank", LOCKDOWN, false, "lockdown"),
            (Api::Worker, "https://app.test/w.js", STANDARD, true, "listed"),
            (Api::Worker, "https://evil.test/w.js", STANDARD, false, "not-listed"),
            (Api::Worker, "blob:https://app.test/1", STANDARD, true, "local"),
            (Api::Worker, "blob:https://app.test/1", LOCKDOWN, false, "lockdown"),
            (Api::Worklet, "https://app.test/w.js", STANDARD, true, "listed"),
            (Api::Worklet, "blob:https://app.test/1", STANDARD, false, "not-listed"),
            (Api::Sandbox, "", STANDARD, false, "not-listed"),
            (Api::Sandbox, "", ACTIVATED, true, "activated"),
            (Api::Sandbox, "", LOCKDOWN, false, "lockdown"),
            (Api::Shadow, "", ACTIVATED, false, "not-listed"),
            (Api::Shadow, "", LOCKDOWN, false, "not-listed"),
            (Api::ProtectedAudience, "", ACTIVATED, false, "not-listed"),
            (Api::PresentationRequest, "https://evil.test/", ACTIVATED, false, "not-listed"),
            (Api::Navigate, "blob:https://app.test/1", STANDARD, false, "not-activated"),
            (Api::Navigate, "about:blank", STANDARD, true, "local"),
            (Api::Link, "javascript:void(0)", STANDARD, true, "local"),
            (Api::Hint, "https://cdn.test/", STANDARD, true, "listed"),
            (Api::Hint, "https://api.test/", STANDARD, true, "listed"),
            (Api::Hint, "https://evil.test/", ACTIVATED, false, "not-listed"),
            (Api::Frame, "https://frame.test/", STANDARD, true, "listed"),
            (Api::Frame, "https://app.test/", STANDARD, false, "not-listed"),
            (Api::Frame, "about:blank", STANDARD, true, "local"),
            (Api::Frame, "about:blank", LOCKDOWN, false, "lockdown"),
            (Api::Element, "https://evil.test/x.png", STANDARD, true, "local"),
            (Api::Element, "https://evil.test/x.png", LOCKDOWN, false, "lockdown"),
            (Api::SpeculationRules, "", ACTIVATED, false, "not-listed"),
            (Api::RtcPeerConnection, "", ACTIVATED, false, "not-listed"),
            (Api::XmlHttpRequest, "data:text/html,x", STANDARD, true, "local"),
            (Api::XmlHttpRequest, "data:text/html,x", LOCKDOWN, false, "lockdown"),
        ] {
            let mut request = Request::new(api, url);
            request.activated = activated;
            request.lockdown = lockdown;
            let verdict = decide(&policy, &page, request);
            assert_eq!((verdict.allowed, verdict.reason), (allowed, reason), "{} {url}", api.name());
        }
        for (target, url, activated, allowed) in [
            (NavigationTarget::NewWindow, "javascript:x()", false, false),
            (NavigationTarget::NewWindow, "about:blank", true, true),
            (NavigationTarget::Download, "blob:https://app.test/1", false, true),
            (NavigationTarget::Download, "https://evil.test/", false, false),
            (NavigationTarget::Frame, "blob:https://app.test/1", false, true),
            (NavigationTarget::Frame, "https://evil.test/", false, false),
        ] {
            let mut request = Request::new(Api::Link, url);
            request.activated = activated;
            request.target = target;
            assert_eq!(decide(&policy, &page, request).allowed, allowed, "{target:?} {url}");
        }
    }
}

common::test! {
    fn where_links_may_lead() {
        common::start();
        let page = Origin::of("https://app.test");
        let policy = policy(r#"{"links": {"origins": ["https://docs.test"]}}"#);
        for (url, activated, reason, matched) in [
            ("https://app.test/x", false, "listed", Some("'self'")),
            ("https://docs.test/x", false, "listed", Some("https://docs.test")),
            ("https://evil.test/x", true, "not-listed", None),
            // An address of mail has no origin that a list could have.
            ("mailto:a@evil.test", true, "activated", None),
            ("mailto:a@evil.test", false, "not-activated", None),
            ("tel:1", true, "not-listed", None),
        ] {
            let mut request = Request::new(Api::Link, url);
            request.activated = activated;
            let verdict = decide(&policy, &page, request);
            assert_eq!((verdict.reason, verdict.matched.as_deref()), (reason, matched), "{url}");
        }
    }
}

common::test! {
    fn each_api_has_a_name_and_a_layer_that_asks() {
        common::start();
        for api in Api::all() {
            assert_eq!(Api::named(api.name()), Some(api));
        }
        for (layer, names) in [
            ("navigation", &["form", "link", "navigate", "refresh"][..]),
            ("watch", &["hint", "speculationrules", "frame", "sandbox", "shadow"]),
            ("windows", &["document.domain", "message"]),
        ] {
            let asking: Vec<_> = Api::all().filter(|api| api.layer() == layer).map(Api::name).collect();
            assert_eq!(asking, names, "{layer}");
        }
        assert_eq!(Api::Fetch.layer(), "apis");
        assert_eq!(Api::named("constructor"), None);
    }
}
