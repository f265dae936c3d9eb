//! A page's own headers, corrected: nothing is found in them any more, and what the page used is still allowed.

use std::collections::BTreeMap;

use mcp_cordon::audit::{AuditReport, Response, audit_headers};
use mcp_cordon::csp::{Csp, Disposition, Question, explain};
use mcp_cordon::finding::Finding;
use mcp_cordon::source::{Dialect, Origin, Url};
use proptest::prelude::*;

use crate::common::csp_policies::{Policy, policy, text};

/// What no header can end: a path that a host needs, a header that was joined of two, which somebody has to look at.
const KNOWN_TO_THE_SITE: &[&str] = &["csp-path-restriction-bypassable-by-redirect", "csp-comma-splits-policy"];

/// Requests for what is the page's own or listed by name: where it could go before, it can go now.
const USED: &[&str] = &[
    "https://app.example/asset",
    "https://api.example.com/",
    "https://cdn.example.com/",
    "https://static.example.com/app/main.css",
    "data:image/png,1",
];

const ASKED: &[&str] =
    &["connect-src", "img-src", "style-src-elem", "font-src", "media-src", "frame-src", "form-action"];

fn response(headers: &BTreeMap<String, String>) -> Response {
    let filled = |value: &str| value.replace("{random}", "4ih5rP0r1s8Pq7bC1Q2d3A==").replace(['{', '}'], "");
    let headers = headers.iter().map(|(name, value)| (name.clone(), filled(value))).collect();
    Response { headers, ..Response::default() }
}

/// The corrected headers, with those that stay as they are.
fn corrected(written: &Response, report: &AuditReport) -> Response {
    let mut corrected = response(&report.corrected.as_ref().expect("a response is corrected").headers);
    let is_replaced = |name: &str| corrected.headers.iter().any(|(new, _)| new.eq_ignore_ascii_case(name));
    let kept: Vec<_> = written.headers.iter().filter(|(name, _)| !is_replaced(name)).cloned().collect();
    corrected.headers.extend(kept);
    corrected
}

fn allows(response: &Response, directive: &str, url: &str) -> Option<bool> {
    let values = response.headers.iter().filter(|(name, _)| name == "Content-Security-Policy");
    let policies: Vec<Csp> = values.flat_map(|(_, value)| Csp::parse_header(value, Disposition::Enforce)).collect();
    // Where no directive decides, everything was allowed, and nobody knows what was used.
    policies.iter().any(|policy| policy.deciding(directive).is_some()).then(|| {
        let question = Question {
            directive,
            url: &Url::parse(url, None).expect("a URL"),
            self_origin: &Origin::of("https://app.example"),
            redirected: false,
            nonce: None,
            parser_inserted: true,
            dialect: Dialect::Browsers,
        };
        explain(&policies, question).allowed
    })
}

pub(super) fn check(written: &Response) -> Result<(), String> {
    let report = audit_headers(written);
    let after = corrected(written, &report);
    let found = audit_headers(&after).findings;
    let left: Vec<&str> =
        found.iter().map(|one| one.code.as_str()).filter(|code| !KNOWN_TO_THE_SITE.contains(code)).collect();
    if !left.is_empty() {
        return Err(format!("{left:?} in {:?}\nof {:?}", after.headers, written.headers));
    }
    // A directive under the name that was meant holds what it was to hold.
    let is_misspelt = |one: &Finding| matches!(one.code.as_str(), "csp-unknown-directive" | "csp-missing-semicolon");
    if report.findings.iter().any(is_misspelt) {
        return Ok(());
    }
    for directive in ASKED {
        for url in USED {
            let before = allows(written, directive, url) == Some(true);
            if before && allows(&after, directive, url) != Some(true) && names(written, directive, url) {
                return Err(format!("{directive} lets {url} no more: {:?}\nof {:?}", after.headers, written.headers));
            }
        }
    }
    Ok(())
}

/// Whether a URL is the page's own, or the sources that decide name its host or scheme.
fn names(response: &Response, directive: &str, url: &str) -> bool {
    let url = Url::parse(url, None).expect("a URL");
    let name = url.host().map_or_else(|| format!("{}:", url.scheme()), str::to_owned);
    let values = response.headers.iter().filter(|(name, _)| name == "Content-Security-Policy");
    let mut policies = values.flat_map(|(_, value)| Csp::parse_header(value, Disposition::Enforce));
    let decides = |policy: Csp| policy.deciding(directive).is_none_or(|one| one.value.contains(&name));
    name == "app.example" || policies.all(decides)
}

fn of(policies: &[Policy]) -> Response {
    let headers = policies.iter().map(|policy| ("Content-Security-Policy".to_owned(), text(policy))).collect();
    Response { headers, ..Response::default() }
}

proptest! {
    #[test]
    fn nothing_is_found_in_what_is_corrected(policies in prop::collection::vec(policy(), 0..3)) {
        prop_assert_eq!(check(&of(&policies)), Ok(()));
    }
}

#[test]
fn each_finding_has_the_header_that_ends_it() {
    let header = |value: &str| of_text(value);
    for (value, code, fix) in [
        (
            "default-src 'self'; img-src * data:; report-uri /r",
            "csp-exfil-channel-open:img-src",
            "Content-Security-Policy: default-src 'self'; img-src 'self' data:; report-uri /r",
        ),
        (
            "default-src 'self' https://cdn.example.com data:; connect-src https:",
            "csp-script-src-dangerous-scheme",
            "Content-Security-Policy: default-src 'self' https://cdn.example.com data:; connect-src https:; script-src-elem \
             'self' https://cdn.example.com",
        ),
        (
            "script-src 'slef'; object-src 'none'",
            "csp-invalid-source-expression",
            "Content-Security-Policy: script-src 'self'; object-src 'none'",
        ),
        (
            "script-src 'self' 'unsafe-inline'; default-src 'self'",
            "csp-script-unsafe-inline",
            "Content-Security-Policy: script-src 'self' 'nonce-{random}'; default-src 'self'",
        ),
        (
            "default-src 'self'; connect-src https://*.workers.dev",
            "csp-connect-src-multi-tenant-host",
            "Content-Security-Policy: default-src 'self'; connect-src https://{host}.workers.dev",
        ),
        (
            "default-src 'self'; report-uri",
            "csp-reporting-missing",
            "Content-Security-Policy: default-src 'self'; report-uri https://{reports}/csp; report-to csp\n\
             Reporting-Endpoints: csp=\"https://{reports}/csp\"",
        ),
        (
            "default-src 'self' connect-src https://api.example.com",
            "csp-missing-semicolon",
            "Content-Security-Policy: default-src 'self'; connect-src https://api.example.com",
        ),
    ] {
        let report = audit_headers(&header(value));
        let finding = report.findings.iter().find(|one| one.code == code).unwrap_or_else(|| panic!("{value}: {code}"));
        assert_eq!(finding.fix.as_deref(), Some(fix), "{value}: {code}");
    }
}

#[test]
fn rules_that_two_policies_let_through_in_two_ways_are_held_by_one() {
    let values = ["script-src 'unsafe-inline'", "script-src 'inline-speculation-rules'"];
    let headers = values.map(|value| ("Content-Security-Policy".to_owned(), value.to_owned())).to_vec();
    assert_eq!(check(&Response { headers, ..Response::default() }), Ok(()));
}

/// A policy, and what is left of it where one finding is ended.
#[test]
fn the_least_change_ends_a_finding() {
    let mut failures = Vec::new();
    for (code, value, expected) in [
        ("trusted-types-not-required", "script-src 'self'", "script-src 'self'; require-trusted-types-for 'script'"),
        (
            "csp-trusted-types-value",
            "script-src 'self'; require-trusted-types-for script",
            "script-src 'self'; require-trusted-types-for 'script'",
        ),
        (
            "csp-trusted-types-any-policy",
            "require-trusted-types-for 'script'; trusted-types * app 'allow-duplicates'",
            "require-trusted-types-for 'script'; trusted-types app",
        ),
        (
            "csp-trusted-types-any-policy",
            "require-trusted-types-for 'script'; trusted-types *",
            "require-trusted-types-for 'script'; trusted-types {policy}",
        ),
        (
            "csp-script-unsafe-inline",
            "script-src-elem 'self' 'unsafe-inline'; script-src-attr 'none'",
            "script-src-elem 'self' 'nonce-{random}'; script-src-attr 'none'",
        ),
        ("csp-script-unsafe-eval", "script-src 'self' 'unsafe-eval'", "script-src 'self' 'wasm-unsafe-eval'"),
        (
            "csp-script-unsafe-eval",
            "script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'",
            "script-src 'self' 'wasm-unsafe-eval'",
        ),
        (
            "csp-script-unsafe-eval",
            "script-src-elem 'self'",
            "script-src-elem 'self'; script-src 'self' 'wasm-unsafe-eval'",
        ),
        (
            "csp-script-unsafe-hashes",
            "script-src 'self' 'unsafe-hashes' 'sha256-MV5ZxKdbM3hZHQ3GzzeIBsRCgkZB5rMY0hVKdyAhlgA='",
            "script-src 'self' 'sha256-MV5ZxKdbM3hZHQ3GzzeIBsRCgkZB5rMY0hVKdyAhlgA='",
        ),
        (
            "csp-strict-dynamic-ignores-sources",
            "script-src 'nonce-4ih5rP0r1s8Pq7bC' 'strict-dynamic' https: 'self'",
            "script-src 'nonce-4ih5rP0r1s8Pq7bC' 'strict-dynamic'",
        ),
        (
            "csp-strict-dynamic-without-nonce",
            "script-src 'strict-dynamic'",
            "script-src 'strict-dynamic' 'nonce-{random}'",
        ),
        ("csp-nonce-too-short", "script-src 'self' 'nonce-abc'", "script-src 'self' 'nonce-{random}'"),
        ("csp-object-src-data", "default-src 'self'; object-src data:", "default-src 'self'; object-src 'none'"),
        ("csp-object-src-data", "default-src 'self'; object-src 'self' data:", "default-src 'self'; object-src 'self'"),
        (
            "csp-speculation-rules-injectable",
            "upgrade-insecure-requests; script-src 'self' 'inline-speculation-rules'",
            "upgrade-insecure-requests; script-src 'self'",
        ),
        ("csp-speculation-rules-injectable", "script-src 'inline-speculation-rules'", "script-src 'none'"),
        ("csp-script-gadget-host", "script-src 'self' https://cdn.jsdelivr.net", "script-src 'self' 'nonce-{random}'"),
        (
            "csp-script-gadget-host",
            "script-src 'self' https://www.google-analytics.com 'unsafe-eval'",
            "script-src 'self' 'unsafe-eval' 'nonce-{random}'",
        ),
        (
            "csp-script-src-dangerous-scheme",
            "script-src 'self' data:; worker-src 'self' data:",
            "script-src 'self'; worker-src 'self'",
        ),
        ("csp-none-not-alone", "script-src 'none' https://cdn.example.com", "script-src https://cdn.example.com"),
        (
            "csp-none-not-alone",
            "script-src 'none' https://cdn.example.com; img-src 'none'",
            "script-src https://cdn.example.com; img-src 'none'",
        ),
        (
            "csp-unsafe-inline-ignored",
            "script-src 'nonce-4ih5rP0r1s8Pq7bC' 'unsafe-inline'; style-src 'unsafe-inline'",
            "script-src 'nonce-4ih5rP0r1s8Pq7bC'; style-src 'unsafe-inline'",
        ),
        ("csp-ip-source", "connect-src 'self' 203.0.113.5", "connect-src 'self' https://{host}"),
        (
            "csp-unquoted-keyword",
            "default-src self https://cdn.example.com",
            "default-src 'self' https://cdn.example.com",
        ),
        (
            "csp-non-ascii-directive-dropped",
            "connect-src https://api.example.com/é",
            "connect-src https://api.example.com/%C3%A9",
        ),
        (
            "csp-non-ascii-directive-dropped",
            "connect-src 'self' bücher.example",
            "connect-src 'self' xn--bcher-kva.example",
        ),
        (
            "csp-connect-src-insecure-scheme",
            "connect-src http://api.example.com:80/v1",
            "connect-src https://api.example.com/v1",
        ),
        (
            "csp-connect-src-insecure-scheme",
            "connect-src ws://live.example.com:80 'self'",
            "connect-src wss://live.example.com 'self'",
        ),
        (
            "csp-insecure-source",
            "script-src 'self' http://cdn.example.com:8080",
            "script-src 'self' https://cdn.example.com:8080",
        ),
        (
            "csp-unknown-value",
            "default-src 'self'; sandbox 'allow-scripts' allow-forms",
            "default-src 'self'; sandbox allow-forms",
        ),
        ("csp-duplicate-directive", "default-src 'self'; default-src *", "default-src 'self'"),
        ("csp-deprecated-directive", "default-src 'self'; navigate-to 'self'", "default-src 'self'"),
        ("csp-unknown-directive", "conect-src 'self'", "connect-src 'self'"),
        ("csp-unknown-directive", "connect-src 'self'; conect-src *", "connect-src 'self'"),
        ("csp-unknown-directive", "connect-src 'self'; be-nice please", "connect-src 'self'"),
        ("csp-directive-trailing-colon", "connect-src: 'self'", "connect-src 'self'"),
        ("csp-invalid-source-expression", "script-src 'self' https", "script-src 'self' https:"),
        ("csp-invalid-source-expression", "script-src 'self' example.com:", "script-src 'self' example.com"),
        ("csp-invalid-source-expression", "script-src 'self' 'nonce-'", "script-src 'self' 'nonce-{random}'"),
        ("csp-invalid-source-expression", "script-src https://a.test:https", "script-src 'none'"),
        ("csp-form-action-missing", "default-src 'self'", "default-src 'self'; form-action 'self'"),
        ("csp-frame-ancestors-missing", "default-src 'self'", "default-src 'self'; frame-ancestors 'self'"),
        (
            "csp-base-uri-missing",
            "script-src 'nonce-4ih5rP0r1s8Pq7bC'",
            "script-src 'nonce-4ih5rP0r1s8Pq7bC'; base-uri 'self'",
        ),
        ("csp-object-src-missing", "script-src 'self'", "script-src 'self'; object-src 'none'"),
        (
            "csp-connect-src-inherited",
            "default-src 'self' https://api.example.com",
            "default-src 'self' https://api.example.com; connect-src 'self' https://api.example.com",
        ),
        ("csp-connect-src-wildcard", "connect-src *", "connect-src 'self'"),
        ("csp-connect-src-bare-scheme", "connect-src 'self' https:", "connect-src 'self'"),
        (
            "csp-connect-src-bare-scheme",
            "connect-src https://api.example.com https:",
            "connect-src 'self' https://api.example.com",
        ),
        ("csp-connect-src-public-suffix-wildcard", "connect-src https://*.co.uk", "connect-src https://{host}.co.uk"),
        (
            "csp-connect-src-missing",
            "script-src 'self'",
            "script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; default-src 'self'",
        ),
        (
            "csp-connect-src-missing",
            "style-src 'self'",
            "style-src 'self'; img-src 'self' data:; font-src 'self' data:; default-src 'self'",
        ),
    ] {
        let report = audit_headers(&of_text(value));
        let finding = report.findings.iter().find(|one| one.code.split(':').next() == Some(code));
        let fix = finding.and_then(|one| one.fix.as_deref()).unwrap_or_default();
        if fix != format!("Content-Security-Policy: {expected}") {
            failures.push(format!("{value}: {code}: {fix:?}, expected {expected}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn of_text(value: &str) -> Response {
    Response { headers: vec![("Content-Security-Policy".to_owned(), value.to_owned())], ..Response::default() }
}

#[test]
fn other_headers_are_corrected_too() {
    let headers = [
        ("Content-Security-Policy", "default-src 'self'; report-to main"),
        ("Permissions-Policy", "camera 'none'; geolocation 'self' https://map.example"),
        ("Referrer-Policy", "unsafe-url"),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let report = audit_headers(&Response { headers, ..Response::default() });
    let corrected = report.corrected.expect("a response is corrected");
    assert_eq!(corrected.headers["Permissions-Policy"], "camera=(), geolocation=(self \"https://map.example\")");
    assert_eq!(corrected.headers["Referrer-Policy"], "strict-origin-when-cross-origin");
    assert_eq!(corrected.headers["Reporting-Endpoints"], "main=\"https://{reports}/csp\"");
    assert!(corrected.notes.iter().any(|note| note.contains("{reports}")), "{:?}", corrected.notes);
    let left = audit_headers(&response(&corrected.headers)).findings;
    assert!(left.is_empty(), "{left:?}");
}
