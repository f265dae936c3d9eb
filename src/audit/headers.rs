//! What a response's headers say: the policies, and the fields around them.

use crate::audit::drift;
use crate::audit::structured::{Value, dictionary, list};
use crate::csp::{self, Observed, PagePolicies};
use crate::finding::registry::{self, Definition};
use crate::finding::{Evidence, Finding};
use crate::policy::{Policy, REFERRER_POLICIES, features};
use crate::source::{Origin, Url, is_loopback};

/// A response as it was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// Names in any case, and values, in order. A name can come back.
    pub headers: Vec<(String, String)>,
    /// The contents of `<meta http-equiv=Content-Security-Policy>`.
    pub meta: Vec<String>,
    /// The contents of `<meta http-equiv=Content-Security-Policy-Report-Only>`, which no browser reads.
    pub meta_report_only: Vec<String>,
    /// The policies of another response of the same page, to compare nonces with.
    pub second: Vec<String>,
    /// Where the response came from.
    pub url: Option<Url>,
    /// The policy that the page is to have: what is wider is found, and what it leaves out is not missed.
    pub policy: Option<Policy>,
}

impl Response {
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// The policies that a response has, of its headers and its document.
pub(super) fn policies(response: &Response) -> PagePolicies {
    let owned = |name| response.all(name).map(str::to_owned).collect();
    PagePolicies::new(&Observed {
        headers: owned("Content-Security-Policy"),
        report_only: owned("Content-Security-Policy-Report-Only"),
        meta: response.meta.clone(),
        ..Observed::default()
    })
}

/// The same where the page's policies are known already.
pub(super) fn judge(response: &Response, policies: &PagePolicies) -> Vec<Finding> {
    let mut findings = csp::audit(policies);
    if is_no_document(response) {
        findings.retain(|finding| !OF_DOCUMENTS.iter().any(|definition| definition.code == finding.code.as_str()));
    } else {
        framing(response, policies, &mut findings);
    }
    if let Some(policy) = &response.policy {
        // A response that came from nowhere has some origin, as one that is no host's.
        let stand_in = || Origin::of(csp::STAND_IN);
        let self_origin = response.url.as_ref().map_or_else(stand_in, Url::origin);
        findings.extend(drift::audit(policies, policy, &self_origin));
    }
    meta_report_only(&response.meta_report_only, &mut findings);
    reporting(response, policies, &mut findings);
    nonces(response, policies, &mut findings);
    permissions_policy(response, &mut findings);
    connection_allowlist(response, &mut findings);
    no_vary_search(response, &mut findings);
    isolation(response, &mut findings);
    findings.extend(
        response
            .all("Speculation-Rules")
            .next()
            .map(|value| registry::SPECULATION_HEADER.found(Some(of_header("Speculation-Rules", value, None)))),
    );
    findings
}

/// What the policy of a script, which is a worker's, or of data has nothing to do with.
const OF_DOCUMENTS: &[Definition] =
    &[registry::FORM_ACTION_MISSING, registry::TRUSTED_TYPES_MISSING, registry::OBJECT_MISSING];

/// Whether no element comes of the response: a script, or an API's answer.
fn is_no_document(response: &Response) -> bool {
    response.all("Content-Type").any(|kind| {
        let kind = kind.to_ascii_lowercase();
        let essence = kind.split(';').next().unwrap_or_default().trim_ascii();
        kind.contains("javascript")
            || matches!(essence, "application/json" | "text/event-stream")
            || essence.ends_with("+json")
    })
}

/// Who may have the page in a frame. `X-Frame-Options` stands in for a directive that is missing: HTML Standard § 7.10.3.
fn framing(response: &Response, policies: &PagePolicies, findings: &mut Vec<Finding>) {
    // In a sandbox nothing of anybody's is to be told, or to be clicked.
    if policies.is_sandboxed() {
        return;
    }
    let Some((way, opening)) = csp::open_way(policies, "frame-ancestors") else { return };
    match opening.reach {
        csp::Reach::Unrestricted if framing_is_held(response) => {}
        csp::Reach::Unrestricted => findings.push(registry::FRAME_ANCESTORS_MISSING.found(None)),
        _ => {
            let mut finding = csp::open(registry::CHANNEL_OPEN, way, &opening);
            finding.score = registry::FRAME_ANCESTORS_MISSING.score;
            finding.severity = registry::FRAME_ANCESTORS_MISSING.severity;
            findings.push(finding);
        }
    }
}

/// Whether `X-Frame-Options` refuses other origins.
pub(super) fn framing_is_held(response: &Response) -> bool {
    let values = response.all("X-Frame-Options").flat_map(|value| value.split(',')).map(str::trim_ascii);
    let mut values = values.filter(|value| !value.is_empty()).peekable();
    values.peek().is_some()
        && values.all(|value| value.eq_ignore_ascii_case("deny") || value.eq_ignore_ascii_case("sameorigin"))
}

pub(super) fn meta_report_only(policies: &[String], findings: &mut Vec<Finding>) {
    let found = policies.iter().map(|value| registry::META_REPORT_ONLY.found(Some(of_header("meta", value, None))));
    findings.extend(found);
}

fn of_header(name: &str, value: &str, span: Option<(usize, usize)>) -> Evidence {
    Evidence { header: Some(name.to_owned()), value: Some(value.to_owned()), span, ..Evidence::default() }
}

/// Where each policy reports to. Reports are subject to no `connect-src`.
fn reporting(response: &Response, policies: &PagePolicies, findings: &mut Vec<Finding>) {
    let endpoints = endpoints(response);
    let insecure = |url: &str| {
        Url::parse(url, response.url.as_ref())
            .is_some_and(|url| url.scheme() == "http" && !url.host().is_some_and(is_loopback))
    };
    let (mut anywhere, mut arrives) = (false, false);
    let mut undefined = Vec::new();
    for policy in policies.all() {
        let seen =
            |directive: &csp::Directive| Some(of_header("Content-Security-Policy", &policy.text, Some(directive.span)));
        // One without a value names nowhere.
        let given = |name| policy.directive(name).filter(|directive| !directive.value.is_empty());
        let uri = given("report-uri");
        let to = given("report-to");
        anywhere |= uri.is_some() || to.is_some();
        let named = to.map(|to| endpoints.iter().find(|(name, _)| *name == to.value));
        arrives |= named.map_or(uri.is_some(), |endpoint| endpoint.is_some());
        if let (Some(to), Some(None)) = (to, named) {
            undefined.push(registry::REPORT_TO_UNDEFINED.found(seen(to)));
            findings.extend(uri.map(|uri| registry::REPORT_URI_SUPPRESSED.found(seen(uri))));
        }
        if let (Some(to), Some(Some((_, url)))) = (to, named)
            && insecure(url)
        {
            findings.push(registry::REPORT_ENDPOINT_INSECURE.found(seen(to)));
        }
        if let (Some(to), Some(Some(_)), None) = (to, named, uri) {
            findings.push(registry::REPORT_TO_ONLY.found(seen(to)));
        }
        if let Some(uri) = uri.filter(|uri| uri.value.split_ascii_whitespace().any(insecure)) {
            findings.push(registry::REPORT_ENDPOINT_INSECURE.found(seen(uri)));
        }
    }
    for mut finding in undefined {
        // Another policy's reports arrive.
        if arrives {
            finding.score = 0;
        }
        findings.push(finding);
    }
    let is_wanted = response.policy.as_ref().is_none_or(|policy| policy.report_to().is_some());
    if policies.enforced().next().is_some() && !anywhere && is_wanted {
        let policy = policies.enforced().next().map(|policy| of_header("Content-Security-Policy", &policy.text, None));
        findings.push(registry::REPORTING_MISSING.found(policy));
    }
}

/// `Reporting-Endpoints`, and its predecessor `Report-To`.
pub(super) fn endpoints(response: &Response) -> Vec<(String, String)> {
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
            if !is_allowlist(&member.value) {
                found(registry::PP_ALLOWLIST, Some(member.span), Some(member.key));
            }
            if !features::is_known(member.key) {
                found(registry::PP_UNRECOGNIZED, Some(member.span), Some(member.key));
            }
        }
    }
}

/// Permissions Policy § 9.1: `self`, `src`, `*` and origins as strings, alone or in an inner list.
fn is_allowlist(value: &Value) -> bool {
    match value {
        Value::Text(origin) => Url::parse(origin, None).is_some() || origin.contains("*."),
        Value::Bare(word) => matches!(word.as_str(), "self" | "src" | "*"),
        Value::List(items) => items.iter().all(is_allowlist),
    }
}

/// <https://wicg.github.io/connection-allowlists/>: one inner list of URL patterns, `response-origin` for the page's own.
fn connection_allowlist(response: &Response, findings: &mut Vec<Finding>) {
    const NAME: &str = "Connection-Allowlist";
    for value in response.all(NAME) {
        let mut found = |definition: Definition| findings.push(definition.found(Some(of_header(NAME, value, None))));
        let parsed = list(value).unwrap_or_default();
        let [Value::List(patterns)] = parsed.as_slice() else {
            found(registry::CONNECTION_ALLOWLIST_SYNTAX);
            continue;
        };
        let is_pattern = |item: &Value| match item {
            Value::Text(_) => true,
            Value::Bare(word) => word == "response-origin",
            Value::List(_) => false,
        };
        if !patterns.iter().all(is_pattern) {
            found(registry::CONNECTION_ALLOWLIST_SYNTAX);
        }
        if patterns.iter().any(|item| matches!(item, Value::Text(pattern) if takes_any_host(pattern))) {
            found(registry::CONNECTION_ALLOWLIST_WILDCARD);
        }
    }
}

/// Whether a URL pattern leaves the host to whoever asks.
fn takes_any_host(pattern: &str) -> bool {
    let authority = pattern.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    let host = authority.split(':').next().unwrap_or_default();
    pattern.starts_with("*") && !pattern.contains("://") || host == "*" || authority.starts_with(':')
}

/// A prefetched answer stands in for every address that differs in what the header says does not matter.
fn no_vary_search(response: &Response, findings: &mut Vec<Finding>) {
    const NAME: &str = "No-Vary-Search";
    for value in response.all(NAME) {
        let Some(members) = dictionary(value) else {
            findings.push(registry::NO_VARY_SEARCH_SYNTAX.found(Some(of_header(NAME, value, None))));
            continue;
        };
        let speculates = response.all("Speculation-Rules").next().is_some();
        let every = members.iter().find(|member| member.key == "params" && member.value == Value::Bare("?1".into()));
        let excepts = members.iter().any(|member| member.key == "except");
        if let Some(every) = every.filter(|_| speculates && !excepts) {
            findings.push(registry::NO_VARY_SEARCH_EVERY.found(Some(of_header(NAME, value, Some(every.span)))));
        }
    }
}

/// The fields that say who learns of the page, beside what it sends.
fn isolation(response: &Response, findings: &mut Vec<Finding>) {
    // The last token that is known counts: Referrer Policy § 4.1.
    let tokens = response.all("Referrer-Policy").flat_map(|value| value.split(',')).map(str::trim_ascii);
    let policy = tokens.filter(|token| REFERRER_POLICIES.iter().any(|known| known.eq_ignore_ascii_case(token))).last();
    if let Some(policy) = policy.filter(|policy| {
        policy.eq_ignore_ascii_case("unsafe-url") || policy.eq_ignore_ascii_case("no-referrer-when-downgrade")
    }) {
        findings.push(registry::REFERRER_WHOLE_URL.found(Some(of_header("Referrer-Policy", policy, None))));
    }
    if let Some(value) = response.all("Cross-Origin-Opener-Policy").find(|value| value.trim_ascii() == "unsafe-none") {
        findings.push(registry::COOP_UNSAFE_NONE.found(Some(of_header("Cross-Origin-Opener-Policy", value, None))));
    }
    const CORP: &str = "Cross-Origin-Resource-Policy";
    let is_personal = response.all("Set-Cookie").next().is_some()
        || response.all("Cache-Control").any(|value| value.to_ascii_lowercase().contains("private"));
    if let Some(value) = response.all(CORP).find(|value| value.trim_ascii() == "cross-origin").filter(|_| is_personal) {
        findings.push(registry::CORP_PERSONAL.found(Some(of_header(CORP, value, None))));
    }
}
