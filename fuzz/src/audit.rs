//! Headers, speculation rules and what an app asks for: whatever they say, an audit ends, sums and points at what it read.

use mcp_cordon::audit::{AuditReport, Response, audit_headers, audit_speculation_rules};
use mcp_cordon::policy::{Policy, PolicyInput, Use};
use mcp_cordon::source::{Dialect, Origin, Source, Target, Url};
use mcp_cordon::speculation::Context;

use super::choice;

/// The target: lines, each of them a header; else the JSON of speculation rules or of `_meta.ui`.
pub fn run(data: &[u8]) {
    let Some((choice, rest)) = choice::split(data) else { return };
    let written = String::from_utf8_lossy(rest);
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_owned(), value.trim().to_owned()))
    };
    let response = Response {
        headers: written.lines().take(16).filter_map(header).collect(),
        url: Url::parse(choice::PAGE, None),
        policy: Some(choice.options.policy.clone()),
        ..Response::default()
    };
    sums(&audit_headers(&response));
    sums(&audit_headers(&Response { policy: None, ..response }));
    for base_url in [None, Url::parse(choice::PAGE, None)] {
        let no_vary_search = written.lines().next().map(str::to_owned);
        sums(&audit_speculation_rules(&written, &Context { base_url, no_vary_search }));
    }
    if let Ok(meta) = serde_json::from_str::<serde_json::Value>(&written) {
        app(&meta, &written);
    }
}

/// The breakdown is the score, and every span is a place in its text.
fn sums(report: &AuditReport) {
    assert!((0..=100).contains(&report.score), "the score is {}", report.score);
    let sum = 100 + report.breakdown.iter().map(|part| part.score).sum::<i32>();
    assert_eq!(report.score, sum, "{:?}", report.breakdown);
    for evidence in report.findings.iter().filter_map(|finding| finding.evidence.as_ref()) {
        if let (Some(value), Some((start, end))) = (&evidence.value, evidence.span) {
            assert!(value.get(start..end).is_some(), "{start}..{end} is no place in {value:?}");
        }
    }
}

const HOST: &str = r#"{"connect": ["'self'", "https://api.test", "https://*.a.test:8443", "wss://live.test/x/"],
    "resources": ["https://*.cdn.test"], "frames": ["http://frame.test"], "permissions": ["camera"]}"#;

/// An app reaches nothing that its host does not, and names each host by itself.
fn app(meta: &serde_json::Value, written: &str) {
    let host = serde_json::from_str::<PolicyInput>(HOST).ok().and_then(|input| Policy::parse(input).ok());
    let Some(host) = host else { panic!("the host's policy is refused") };
    let Ok((app, _)) = Policy::from_ui_meta(meta, &host) else { return };
    for used in [Use::Connect, Use::Resource, Use::Frame] {
        for source in app.sources(used).iter() {
            assert!(matches!(source, Source::Host { .. }), "{source} of {written}");
            assert!(host.sources(used).covering(source, &Origin::Opaque).is_some(), "{source} of {written}");
        }
        for url in written.split('"').filter_map(|text| Url::parse(text, None)) {
            let reaches = |policy: &Policy| {
                let own = Origin::Opaque;
                let target = Target { url: &url, self_origin: &own, redirected: false, dialect: Dialect::Browsers };
                policy.sources(used).find(target).is_some()
            };
            assert!(!reaches(&app) || reaches(&host), "{url:?} of {written}");
        }
    }
}
