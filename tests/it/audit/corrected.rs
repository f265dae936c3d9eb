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
