//! A page as it was seen from inside: its response, its document, what the browser says is in force, and what else its origin
//! serves.

use serde::{Deserialize, Serialize};

use super::headers::{self, Response};
use super::{AuditReport, drift, page_report};
use crate::csp::{self, Csp, Disposition, Origin as From, PagePolicies, script_nonces};
use crate::finding::registry::{self, Definition};
use crate::finding::{Evidence, Finding, checks};
use crate::guard::{Api, Request, decide};
use crate::policy::Policy;
use crate::source::{Origin, SourceList, Url};
use crate::speculation;

/// What was seen of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Page {
    /// The document's base URL.
    pub base: String,
    /// The answer to a second request for the page, if one was made and answered.
    pub response: Option<Fetched>,
    /// `<meta http-equiv=Content-Security-Policy>` that stand in `head`.
    pub meta: Vec<String>,
    /// `<meta http-equiv=Content-Security-Policy-Report-Only>` that stand there, which no browser reads.
    pub meta_report_only: Vec<String>,
    /// Policies that trusted violation events named as enforced.
    pub enforced: Vec<String>,
    /// Policies that trusted violation events named as report-only.
    pub reported: Vec<String>,
    /// The answer for an address of the page's origin where nothing is.
    pub missing: Option<Fetched>,
    /// The workers that there are.
    pub workers: Vec<Worker>,
    /// The frames of the document.
    pub frames: Vec<Frame>,
    /// The origin of the page that has this one in a frame; empty where none has, `null` where it cannot be told.
    pub embedder: String,
    /// The contents of its `<script type=speculationrules>`.
    pub rules: Vec<String>,
    /// Whether a guard holds the page's own calls.
    pub guarded: bool,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Fetched {
    /// What was asked for.
    pub url: String,
    /// Names and values; what came in several lines is one value, joined by commas (Fetch § 2.2.2, "get").
    pub headers: Vec<(String, String)>,
}

/// A worker, and what its script is served with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Worker {
    /// Its script.
    pub url: String,
    /// What a service worker controls; none for other workers, which count only where they are scripts.
    pub scope: Option<String>,
    /// The answer for its script.
    pub response: Fetched,
}

/// An `<iframe>`, by its attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Frame {
    /// Its `src`, resolved; empty for none.
    pub url: String,
    /// Whether it has a `srcdoc`, which comes before `src`.
    pub srcdoc: bool,
    /// Its `sandbox`.
    pub sandbox: Option<String>,
}

/// What an audit of a page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageReport {
    /// Findings and score.
    pub report: AuditReport,
    /// The policies that were seen, each once.
    pub policies: Vec<SeenPolicy>,
}

/// A policy, and how it was seen first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenPolicy {
    /// Where.
    pub source: PolicySource,
    /// Whether it is enforced.
    pub disposition: Disposition,
    /// The policy itself.
    pub text: String,
}

/// Where a policy was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PolicySource {
    /// `Content-Security-Policy`.
    Header,
    /// `Content-Security-Policy-Report-Only`.
    ReportOnly,
    /// `<meta>`.
    Meta,
    /// A violation event alone: a `<meta>` that is gone, or a header that the server sends no more.
    Event,
}

const CSP: &str = "Content-Security-Policy";
const CSP_REPORT_ONLY: &str = "Content-Security-Policy-Report-Only";

type Check = fn(&Seen<'_>, &mut Vec<Finding>);

const CHECKS: &[Check] =
    &[sinks, background_fetch, nonces, error_page, workers, scopes, frames, embedder, webassembly, speculation_rules];

/// Judges a page of that origin, and compares it with the policy that it is to have.
pub fn audit_page(page: &Page, self_origin: &Origin, policy: Option<&Policy>) -> PageReport {
    let held = gather(page, self_origin);
    let policies = PagePolicies::of(held.iter().map(|(_, policy)| policy.clone()).collect());
    let response = page.response.as_ref().map(|fetched| Response { policy: policy.cloned(), ..response(fetched) });
    let mut findings = match &response {
        Some(response) => headers::judge(response, &policies),
        None => csp::audit(&policies),
    };
    headers::meta_report_only(&page.meta_report_only, &mut findings);
    if let (None, Some(policy)) = (&page.response, policy) {
        findings.extend(drift::audit(&policies, policy, self_origin));
    }
    let seen = Seen { page, self_origin, held: &held, policies: &policies, policy };
    findings.extend(checks::run(CHECKS, &seen));
    let report = page_report(findings, &policies, response.as_ref());
    let policies = held
        .iter()
        .map(|(source, policy)| SeenPolicy {
            source: *source,
            disposition: policy.disposition,
            text: policy.text.clone(),
        })
        .collect();
    PageReport { report, policies }
}

impl Fetched {
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn policies(&self, name: &str, disposition: Disposition) -> impl Iterator<Item = Csp> {
        self.all(name).flat_map(move |value| Csp::parse_header(value, disposition)).collect::<Vec<_>>().into_iter()
    }

    /// Whatever else a page loads that nobody names, such as its icon, is of another type.
    fn is_script(&self) -> bool {
        self.all("Content-Type").any(|kind| kind.to_ascii_lowercase().contains("javascript"))
    }

    fn enforces(&self) -> bool {
        self.policies(CSP, Disposition::Enforce).next().is_some()
    }
}

fn response(fetched: &Fetched) -> Response {
    Response { headers: fetched.headers.clone(), url: Url::parse(&fetched.url, None), ..Response::default() }
}

/// Every policy once: as declared, where it is, and what events alone have told.
fn gather(page: &Page, self_origin: &Origin) -> Vec<(PolicySource, Csp)> {
    let mut held: Vec<(PolicySource, Csp)> = Vec::new();
    let mut declare = |source, policy: Csp| {
        if !held.iter().any(|(_, known)| known.text == policy.text && known.disposition == policy.disposition) {
            held.push((source, policy));
        }
    };
    if let Some(response) = &page.response {
        response.policies(CSP, Disposition::Enforce).for_each(|policy| declare(PolicySource::Header, policy));
        response
            .policies(CSP_REPORT_ONLY, Disposition::Report)
            .for_each(|policy| declare(PolicySource::ReportOnly, policy));
    }
    for text in &page.meta {
        declare(PolicySource::Meta, Csp::parse(text.trim_ascii(), From::Meta, Disposition::Enforce));
    }
    for (texts, disposition) in [(&page.enforced, Disposition::Enforce), (&page.reported, Disposition::Report)] {
        for text in texts {
            let policy = Csp::parse(text.trim_ascii(), From::Header, disposition);
            if !held.iter().any(|(_, known)| known.is_same(&policy, self_origin)) {
                held.push((PolicySource::Event, policy));
            }
        }
    }
    held
}

struct Seen<'a> {
    page: &'a Page,
    self_origin: &'a Origin,
    held: &'a [(PolicySource, Csp)],
    policies: &'a PagePolicies,
    policy: Option<&'a Policy>,
}

impl Seen<'_> {
    fn seen_as(&self, source: PolicySource) -> PagePolicies {
        PagePolicies::of(
            self.held.iter().filter(|(from, _)| *from == source).map(|(_, policy)| policy.clone()).collect(),
        )
    }

    /// Where nothing holds the page itself, what holds its neighbors is beside the point.
    fn is_held(&self) -> bool {
        self.policies.enforced().next().is_some()
    }
}

/// What sends from a script asks no list of URLs: neither a guard's nor that of `connect-src`.
fn sinks(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    if !seen.page.guarded && !csp::names_hosts(seen.policies, "connect-src") {
        findings.push(registry::SINK_UNLISTED.found(None));
    }
}

/// A service worker's registration is every script's of its origin, and `connect-src` is asked about the first URL alone.
fn background_fetch(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    let worker = seen.page.workers.iter().find(|worker| worker.scope.is_some());
    let Some(worker) = worker.filter(|_| !seen.page.guarded) else { return };
    findings.push(registry::BACKGROUND_FETCH_OPEN.found(Some(at(&worker.url))));
    if !csp::names_hosts(seen.policies, "connect-src") {
        findings.push(registry::BACKGROUND_FETCH_UNLISTED.found(Some(at(&worker.url))));
    }
}

/// The page was served once with the policies in force, and once more now: a nonce that both have is no nonce.
fn nonces(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    let in_force =
        seen.page.enforced.iter().map(|text| Csp::parse(text.trim_ascii(), From::Header, Disposition::Enforce));
    let in_force = script_nonces(&PagePolicies::of(in_force.collect()));
    let of_meta = script_nonces(&seen.seen_as(PolicySource::Meta));
    let headers = seen.seen_as(PolicySource::Header);
    let again = script_nonces(&headers).into_iter().any(|nonce| in_force.contains(&nonce) && !of_meta.contains(&nonce));
    if let Some(policy) = headers.all().first().filter(|_| again) {
        findings.push(registry::NONCE_REUSED.found(Some(Evidence {
            header: Some(CSP.into()),
            value: Some(policy.text.clone()),
            ..Evidence::default()
        })));
    }
}

fn error_page(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    let bare = seen.page.missing.as_ref().filter(|missing| !missing.enforces());
    if let Some(missing) = bare.filter(|_| seen.is_held()) {
        findings.push(registry::ERROR_PAGE_BARE.found(Some(at(&missing.url))));
    }
}

fn workers(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    let is_script = |worker: &&Worker| worker.scope.is_some() || worker.response.is_script();
    let bare =
        seen.page.workers.iter().filter(|worker| seen.is_held() && !worker.response.enforces()).filter(is_script);
    findings.extend(one_for_all(registry::WORKER_BARE, bare.map(|worker| at(&worker.url))));
}

/// Only where the header is sent may a scope reach beyond the script's own folder (Service Workers § 8.1).
fn scopes(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    const ALLOWED: &str = "Service-Worker-Allowed";
    let widened = seen.page.workers.iter().filter_map(|worker| {
        let scope = worker.scope.as_ref()?;
        let (folder, _) = worker.url.rsplit_once('/')?;
        let allowed = worker.response.all(ALLOWED).next()?;
        (!scope.starts_with(&format!("{folder}/"))).then(|| Evidence {
            header: Some(ALLOWED.into()),
            value: Some(allowed.to_owned()),
            path: Some(scope.clone()),
            ..at(&worker.url)
        })
    });
    findings.extend(widened.map(|evidence| registry::SCOPE_WIDENED.found(Some(evidence))).next());
}

fn frames(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    let evidence = |frame: &Frame| Evidence { value: frame.sandbox.clone(), ..at(&frame.url) };
    let is_web = |frame: &Frame| !frame.srcdoc && (frame.url.starts_with("http:") || frame.url.starts_with("https:"));
    let is_own = |frame: &Frame| frame.srcdoc || Origin::of(&frame.url) == *seen.self_origin;
    let removable = seen.page.frames.iter().filter(|frame| {
        let Some(sandbox) = &frame.sandbox else { return false };
        let allows = |word: &str| sandbox.split_ascii_whitespace().any(|token| token.eq_ignore_ascii_case(word));
        is_own(frame) && allows("allow-scripts") && allows("allow-same-origin")
    });
    findings.extend(one_for_all(registry::SANDBOX_REMOVABLE, removable.map(evidence)));
    let bare = seen.page.frames.iter().filter(|frame| frame.sandbox.is_none() && is_web(frame) && !is_own(frame));
    findings.extend(one_for_all(registry::FRAME_BARE, bare.map(evidence)));
}

/// A page of its own origin, or one that the policy lets it talk to, may have it in a frame.
fn embedder(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    let origin = &seen.page.embedder;
    let default = Policy::default();
    let policy = seen.policy.unwrap_or(&default);
    // What the guard says of a message from there.
    if !origin.is_empty() && !decide(policy, seen.self_origin, Request::new(Api::Message, origin)).allowed {
        findings.push(registry::PAGE_FRAMED.found(Some(at(origin))));
    }
}

/// Of headers alone: a `<meta>` may have come after the module was started.
fn webassembly(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    let headers = seen.seen_as(PolicySource::Header);
    let lets =
        |sources: &SourceList| ["wasm-unsafe-eval", "unsafe-eval"].iter().any(|word| sources.keyword(word).is_some());
    let refusing = headers
        .enforced()
        .find_map(|policy| policy.deciding("script-src").filter(|one| !lets(&one.sources())).map(|one| (policy, one)));
    findings.extend(refusing.map(|(policy, directive)| {
        registry::WASM_REFUSED.found(Some(Evidence {
            header: Some(CSP.into()),
            value: Some(policy.text.clone()),
            span: Some(directive.span),
            ..Evidence::default()
        }))
    }));
}

fn speculation_rules(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    let response = seen.page.response.as_ref();
    let no_vary_search = response.and_then(|response| response.all("No-Vary-Search").next()).map(str::to_owned);
    let context = speculation::Context { base_url: Url::parse(&seen.page.base, None), no_vary_search };
    for rules in &seen.page.rules {
        let evidence = Evidence { value: Some(rules.clone()), ..Evidence::default() };
        findings.push(registry::RULES_PRESENT.found(Some(evidence)));
        findings.extend(speculation::audit(rules, &context));
    }
}

fn at(url: &str) -> Evidence {
    Evidence { url: Some(url.to_owned()), ..Evidence::default() }
}

/// One finding, however many there are: the first is shown, and the value names the URLs of all.
fn one_for_all(definition: Definition, mut found: impl Iterator<Item = Evidence>) -> Option<Finding> {
    let mut first = found.next()?;
    let others: Vec<String> = found.filter_map(|evidence| evidence.url).collect();
    if !others.is_empty() {
        let urls = first.url.iter().chain(&others).map(String::as_str).collect::<Vec<_>>().join(" ");
        first.value = Some(urls);
    }
    Some(definition.found(Some(first)))
}
