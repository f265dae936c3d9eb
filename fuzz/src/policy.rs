//! Policies, source expressions, CSPs, and the options as they are written.

use mcp_cordon::audit::{Response, audit_headers, audit_policies};
use mcp_cordon::csp::{Csp, DIRECTIVES, Disposition, KnownDirective, Observed, Origin as From, PagePolicies};
use mcp_cordon::guard::{Api, Request, decide};
use mcp_cordon::policy::{CompileOptions, CompileTarget, Policy, PolicyInput, Use};
use mcp_cordon::sanitizer::{SanitizeOptions, SanitizeOptionsInput, SanitizerConfig, SanitizerConfigInput};
use mcp_cordon::source::{Dialect, Origin, Source, SourceList, Target, Url};
use serde_json::json;

use super::choice::{self, Choice};
use super::{sanitize, text};

/// The target: JSON of a policy, of options or of a configuration; else lines, each of them a source, a CSP and a URL.
pub fn run(data: &[u8]) {
    let Some((choice, rest)) = choice::split(data) else { return };
    let written = String::from_utf8_lossy(rest);
    let lines: Vec<&str> = written.lines().take(16).collect();
    for line in &lines {
        source(line);
        source_list(line);
        csp(line);
        url(line, &lines, &choice);
    }
    audit(&lines);
    if let Ok(input) = serde_json::from_str::<PolicyInput>(&written) {
        policy(input, &lines);
    }
    if let [connect, resources, origins, scheme, report, ..] = lines[..] {
        let words = |line: &str| line.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let input = json!({"connect": words(connect), "resources": words(resources), "frames": [], "webrtc": true,
            "links": {"schemes": words(scheme), "origins": words(origins)}, "reportTo": report});
        serde_json::from_value(input).into_iter().for_each(|input| policy(input, &lines));
    }
    if let Ok(input) = serde_json::from_str::<SanitizeOptionsInput>(&written)
        && let Err(error) = SanitizeOptions::parse(input)
    {
        assert!(matches!(error.code(), "invalid-option" | "invalid-policy"), "{}: {error}", error.code());
    }
    if let Ok(input) = serde_json::from_str::<SanitizerConfigInput>(&written) {
        config(input, choice);
    }
}

/// What is read is written, and what is written is read. A policy of ours is understood whole.
fn source(token: &str) {
    let parsed = Source::parse(token);
    if let Some(source) = &parsed {
        let again = Source::parse(&source.to_string());
        assert_eq!(again.as_ref(), Some(source), "{token:?} is written {source}");
    }
    if let Ok(strict) = token.parse::<Source>() {
        assert_eq!(Some(&strict), parsed.as_ref(), "{token:?} is read otherwise by browsers");
        let written = strict.to_string();
        assert_eq!(written.parse::<Source>().ok().as_ref(), Some(&strict), "{token:?} is written {written}");
        assert!(!written.contains([' ', ';', ',', '"']), "{written:?} ends its directive");
    }
}

fn source_list(value: &str) {
    let list = SourceList::parse(value);
    let written = list.to_string();
    assert_eq!(SourceList::parse(&written).to_string(), written, "{value:?}");
}

fn csp(text: &str) {
    for policy in Csp::parse_header(text, Disposition::Enforce) {
        directives(&policy);
    }
    for origin in [From::Header, From::Meta] {
        directives(&Csp::parse(text, origin, Disposition::Report));
    }
}

fn directives(policy: &Csp) {
    for KnownDirective { name, .. } in DIRECTIVES {
        if let Some(directive) = policy.deciding(name) {
            let (start, end) = directive.span;
            let written = policy.text.get(start..end);
            let written = written.unwrap_or_else(|| panic!("{:?} is no place in {:?}", directive.span, policy.text));
            let head = written.get(..directive.name.len()).unwrap_or_default();
            assert!(head.eq_ignore_ascii_case(&directive.name), "{written:?} is not {}", directive.name);
            assert!(written.ends_with(&directive.value), "{written:?} has not the value {:?}", directive.value);
            source_list(&directive.value);
        }
    }
}

fn audit(lines: &[&str]) {
    let lists: Vec<Vec<String>> =
        (0..5).map(|at| lines.iter().skip(at).step_by(5).map(|line| (*line).to_owned()).collect()).collect();
    let [headers, report_only, meta, enforced, reported] = lists.try_into().unwrap_or_default();
    let observed = Observed { headers, report_only, meta, enforced, reported };
    let report = audit_policies(&observed);
    assert!((0..=100).contains(&report.score), "the score is {}", report.score);
    let sum = 100 + report.breakdown.iter().map(|part| part.score).sum::<i32>();
    assert_eq!(report.score, sum, "{:?}", report.breakdown);
    assert!(report.findings.is_sorted_by_key(|finding| finding.severity), "not worst first");
    for evidence in report.findings.iter().filter_map(|finding| finding.evidence.as_ref()) {
        if let (Some(value), Some((start, end))) = (&evidence.value, evidence.span) {
            assert!(value.get(start..end).is_some(), "{start}..{end} is no place in {value:?}");
        }
    }
    PagePolicies::new(&observed).all().iter().for_each(directives);
}

fn url(written: &str, lines: &[&str], choice: &Choice) {
    let Some(url) = Url::parse(written, None) else { return };
    if text::settles(url.href()) {
        let again = Url::parse(url.href(), None);
        assert_eq!(again.as_ref(), Some(&url), "{written:?} is written {}", url.href());
    }
    let parsed = url::Url::parse(written).unwrap_or_else(|error| panic!("{written:?}: {error}"));
    assert_eq!(url.scheme(), parsed.scheme(), "{written:?}");
    assert_eq!(url.host(), parsed.host_str().filter(|host| !host.is_empty()), "{written:?}");
    assert_eq!(url.path(), parsed.path(), "{written:?}");
    assert_eq!(url.port(), parsed.port_or_known_default(), "{written:?}");
    let has_credentials = !parsed.username().is_empty() || parsed.password().is_some();
    assert_eq!(url.has_credentials(), has_credentials, "{written:?}");
    let own = Origin::of(choice::PAGE);
    for line in lines {
        let sources = SourceList::parse(line);
        for (dialect, redirected) in [(Dialect::Browsers, false), (Dialect::Browsers, true), (Dialect::Spec, false)] {
            let target = Target { url: &url, self_origin: &own, redirected, dialect };
            let found = sources.find(target);
            assert!(found.is_none_or(|source| source.matches(target)), "{line:?} {url:?}");
            if !redirected && found.is_some() {
                let later = Target { redirected: true, ..target };
                assert!(sources.find(later).is_some(), "a redirect narrows {line:?} for {url:?}");
            }
        }
    }
    for api in [Api::Fetch, Api::SendBeacon, Api::BackgroundFetch] {
        let request = Request::new(api, written);
        let verdict = decide(&choice.options.policy, &choice.options.self_origin, request);
        assert_eq!(verdict.allowed, matches!(verdict.reason, "listed" | "local"), "{written:?} {verdict:?}");
    }
}

fn policy(input: PolicyInput, lines: &[&str]) {
    let Ok(policy) = Policy::parse(input) else { return };
    let written = policy.to_input();
    let again = Policy::parse(written.clone()).unwrap_or_else(|error| panic!("{written:?} is refused: {error}"));
    assert_eq!(again, policy, "written out it is another policy");
    let json = serde_json::to_string(&written).unwrap_or_else(|error| panic!("{written:?}: {error}"));
    assert_eq!(serde_json::from_str::<PolicyInput>(&json).ok(), Some(written), "as JSON it is another");

    // No source ends its directive or the header.
    let meta = policy.meta_csp(&SourceList::default(), &SourceList::default());
    let parsed = Csp::parse_header(&meta, Disposition::Enforce);
    let [csp] = &parsed[..] else { panic!("{meta:?} is {} policies", parsed.len()) };
    assert_eq!(meta.matches(';').count(), 11, "{meta:?}");
    let frames = csp.directive("frame-src").map(|directive| directive.sources().to_string());
    assert_eq!(frames, Some(policy.sources(Use::Frame).to_string()), "{meta:?}");
    compiled(&policy);
    let own = Origin::of(choice::PAGE);
    let connect = csp.directive("connect-src").map(|directive| directive.sources()).unwrap_or_default();
    for url in lines.iter().filter_map(|line| Url::parse(line, None)) {
        let verdict = policy.judge(&url, Use::Connect, &own);
        let target = Target { url: &url, self_origin: &own, redirected: false, dialect: Dialect::Browsers };
        let is_local = matches!(url.scheme(), "data" | "blob");
        let reports = policy.report_to().is_some_and(|report| report.origin() == url.origin());
        let held = connect.find(target).is_some();
        assert!(
            is_local || reports || verdict.allowed == held,
            "the guard says {verdict:?}, the CSP {held}: {url:?} {meta}"
        );
    }
}

/// What a policy compiles to is one policy in each place, of one line, and no wider than it.
fn compiled(policy: &Policy) {
    for target in [CompileTarget::Page, CompileTarget::Sandbox, CompileTarget::ServiceWorker] {
        let Ok(compiled) = policy.compile(&CompileOptions { nonce: None, target }) else { return };
        for csp in [&compiled.meta_csp, &compiled.iframe.csp] {
            assert_eq!(Csp::parse_header(csp, Disposition::Enforce).len(), 1, "{csp:?}");
        }
        let headers: Vec<_> = compiled.headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        assert!(headers.iter().all(|(_, value)| value.bytes().all(|byte| matches!(byte, 0x20..=0x7E))), "{headers:?}");
        let url = Url::parse(choice::PAGE, None);
        let response = Response { headers, url, policy: Some(policy.clone()), ..Response::default() };
        for finding in audit_headers(&response).findings {
            let is_own =
                ["policy-drift", "csp-comma", "csp-duplicate", "csp-unknown", "pp-", "connection-allowlist-invalid"];
            assert!(!is_own.iter().any(|code| finding.code.starts_with(code)), "{finding:?}");
        }
    }
}

/// No configuration that is accepted lets anything through that the judge refuses.
fn config(input: SanitizerConfigInput, mut choice: Choice) {
    let Ok(config) = SanitizerConfig::parse(input) else { return };
    choice.options.config = config;
    let html = include_str!("config.html");
    match mcp_cordon::sanitizer::sanitize_tool_output(html, &choice.options) {
        Ok(output) => sanitize::holds(&output, sanitize::most_output(html.len()), &choice),
        Err(error) => sanitize::refused(&error),
    }
}
