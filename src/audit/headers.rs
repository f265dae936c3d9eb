//! What a response's headers say: the policies, and the fields around them.

use crate::audit::structured::{Value, dictionary};
use crate::csp::{self, Observed, PagePolicies};
use crate::finding::registry::{self, Definition};
use crate::finding::{Evidence, Finding};
use crate::source::Url;

/// A response as it was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// Names in any case, and values, in order. A name can come back.
    pub headers: Vec<(String, String)>,
    /// The contents of `<meta http-equiv=Content-Security-Policy>`.
    pub meta: Vec<String>,
    /// The policies of another response of the same page, to compare nonces with.
    pub second: Vec<String>,
    /// Where the response came from.
    pub url: Option<Url>,
}

impl Response {
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

pub(super) fn audit(response: &Response) -> Vec<Finding> {
    let owned = |name| response.all(name).map(str::to_owned).collect();
    let policies = PagePolicies::new(&Observed {
        headers: owned("Content-Security-Policy"),
        report_only: owned("Content-Security-Policy-Report-Only"),
        meta: response.meta.clone(),
        ..Observed::default()
    });
    let mut findings = csp::audit(&policies);
    reporting(response, &policies, &mut findings);
    nonces(response, &policies, &mut findings);
    permissions_policy(response, &mut findings);
    findings.extend(
        response
            .all("Speculation-Rules")
            .next()
            .map(|value| registry::SPECULATION_HEADER.found(Some(of_header("Speculation-Rules", value, None)))),
    );
    findings
}

fn of_header(name: &str, value: &str, span: Option<(usize, usize)>) -> Evidence {
    Evidence { header: Some(name.to_owned()), value: Some(value.to_owned()), span, ..Evidence::default() }
}

/// Where each policy reports to. Reports are subject to no `connect-src`.
fn reporting(response: &Response, policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let endpoints = endpoints(response);
    let insecure = |url: &str| Url::parse(url, response.url.as_ref()).is_some_and(|url| url.scheme() == "http");
    let mut anywhere = false;
    for policy in policies.all() {
        let seen =
            |directive: &csp::Directive| Some(of_header("Content-Security-Policy", &policy.text, Some(directive.span)));
        let uri = policy.directive("report-uri");
        let to = policy.directive("report-to");
        anywhere |= uri.is_some() || to.is_some();
        let named = to.map(|to| endpoints.iter().find(|(name, _)| *name == to.value));
        if let (Some(to), Some(None)) = (to, named) {
            findings.push(registry::REPORT_TO_UNDEFINED.found(seen(to)));
            findings.extend(uri.map(|uri| registry::REPORT_URI_SUPPRESSED.found(seen(uri))));
        }
        if let (Some(to), Some(Some((_, url)))) = (to, named)
            && insecure(url)
        {
            findings.push(registry::REPORT_ENDPOINT_INSECURE.found(seen(to)));
        }
        if let Some(uri) = uri.filter(|uri| uri.value.split_ascii_whitespace().any(insecure)) {
            findings.push(registry::REPORT_ENDPOINT_INSECURE.found(seen(uri)));
        }
    }
    if policies.enforced().next().is_some() && !anywhere {
        let policy = policies.enforced().next().map(|policy| of_header("Content-Security-Policy", &policy.text, None));
        findings.push(registry::REPORTING_MISSING.found(policy));
    }
}

/// `Reporting-Endpoints`, and its predecessor `Report-To`.
fn endpoints(response: &Response) -> Vec<(String, String)> {
    let mut endpoints = Vec::new();
    for member in response.all("Reporting-Endpoints").filter_map(dictionary).flatten() {
        if let Value::Text(url) = member.value {
            endpoints.push((member.key.to_owned(), url));
        }
    }
    for value in response.all("Report-To") {
        // A list of objects without its brackets.
        let Ok(groups) = serde_json::from_str::<Vec<serde_json::Value>>(&format!("[{value}]")) else { continue };
        for group in groups {
            let name = group.get("group").and_then(serde_json::Value::as_str).unwrap_or("default");
            let url = group.pointer("/endpoints/0/url").and_then(serde_json::Value::as_str);
            endpoints.extend(url.map(|url| (name.to_owned(), url.to_owned())));
        }
    }
    endpoints
}

fn nonces(response: &Response, policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let second = PagePolicies::new(&Observed { headers: response.second.clone(), ..Observed::default() });
    let again = csp::script_nonces(&second);
    let reused = csp::script_nonces(policies).into_iter().any(|nonce| again.contains(&nonce));
    if reused {
        let policy = policies.enforced().next().map(|policy| of_header("Content-Security-Policy", &policy.text, None));
        findings.push(registry::NONCE_REUSED.found(policy));
    }
}

/// The features of <https://github.com/w3c/webappsec-permissions-policy/blob/main/features.md> and of the engines' own
/// lists. `background-fetch` is in none of them.
const FEATURES: &[&str] = &[
    "accelerometer",
    "all-screens-capture",
    "ambient-light-sensor",
    "aria-notify",
    "attribution-reporting",
    "autofill",
    "autoplay",
    "battery",
    "bluetooth",
    "browsing-topics",
    "camera",
    "captured-surface-control",
    "ch-device-memory",
    "ch-downlink",
    "ch-dpr",
    "ch-ect",
    "ch-prefers-color-scheme",
    "ch-prefers-reduced-motion",
    "ch-prefers-reduced-transparency",
    "ch-rtt",
    "ch-save-data",
    "ch-ua",
    "ch-ua-arch",
    "ch-ua-bitness",
    "ch-ua-form-factors",
    "ch-ua-full-version",
    "ch-ua-full-version-list",
    "ch-ua-high-entropy-values",
    "ch-ua-mobile",
    "ch-ua-model",
    "ch-ua-platform",
    "ch-ua-platform-version",
    "ch-ua-wow64",
    "ch-viewport-height",
    "ch-viewport-width",
    "ch-width",
    "clipboard-read",
    "clipboard-write",
    "compute-pressure",
    "controlled-frame",
    "cross-origin-isolated",
    "deferred-fetch",
    "deferred-fetch-minimal",
    "digital-credentials-create",
    "digital-credentials-get",
    "direct-sockets",
    "direct-sockets-private",
    "display-capture",
    "encrypted-media",
    "execution-while-not-rendered",
    "execution-while-out-of-viewport",
    "focus-without-user-activation",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "interest-cohort",
    "join-ad-interest-group",
    "keyboard-map",
    "language-detector",
    "language-model",
    "local-fonts",
    "local-network",
    "local-network-access",
    "loopback-network",
    "magnetometer",
    "manual-text",
    "media-playback-while-not-visible",
    "microphone",
    "midi",
    "monetization",
    "navigation-override",
    "on-device-speech-recognition",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "private-aggregation",
    "private-state-token-issuance",
    "private-state-token-redemption",
    "proofreader",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "record-ad-auction-events",
    "rewriter",
    "run-ad-auction",
    "screen-wake-lock",
    "serial",
    "shared-storage",
    "shared-storage-select-url",
    "smart-card",
    "speaker-selection",
    "storage-access",
    "sub-apps",
    "summarizer",
    "sync-script",
    "sync-xhr",
    "translator",
    "unload",
    "usb",
    "usb-unrestricted",
    "vertical-scroll",
    "web-app-installation",
    "web-printing",
    "web-share",
    "window-management",
    "writer",
    "xr-spatial-tracking",
];

fn permissions_policy(response: &Response, findings: &mut Vec<Finding>) {
    const NAME: &str = "Permissions-Policy";
    if let Some(value) = response.all("Feature-Policy").next() {
        findings.push(registry::PP_LEGACY.found(Some(of_header("Feature-Policy", value, None))));
    }
    for value in response.all(NAME) {
        let mut found = |definition: Definition, span, subject: Option<&str>| {
            let mut finding = definition.found(Some(of_header(NAME, value, span)));
            finding.code.extend(subject.map(|subject| format!(":{subject}")));
            findings.push(finding);
        };
        let Some(members) = dictionary(value) else {
            found(registry::PP_SYNTAX, None, None);
            continue;
        };
        for (at, member) in members.iter().enumerate() {
            if members.iter().take(at).any(|earlier| earlier.key == member.key) {
                found(registry::PP_DUPLICATE, Some(member.span), None);
            }
            if !FEATURES.contains(&member.key) {
                found(registry::PP_UNRECOGNIZED, Some(member.span), Some(member.key));
            }
        }
    }
}
