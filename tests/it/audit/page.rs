//! Pages as they were seen: rows of what was gathered, and what is found in it.

use std::collections::BTreeSet;

use mcp_cordon::audit::{Page, PageReport, audit_page};
use mcp_cordon::finding::registry::{Family, definition, entries};
use mcp_cordon::source::Origin;
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    id: String,
    page: Page,
    finds: Vec<String>,
    not: Vec<String>,
    policies: Vec<String>,
}

fn rows() -> Vec<Row> {
    serde_json::from_str(include_str!("../../data/page_audit.json")).expect("the rows are JSON")
}

fn audit(page: &Page) -> PageReport {
    audit_page(page, &Origin::of("https://app.test/"), None)
}

fn codes(report: &PageReport) -> Vec<&str> {
    report.report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn rows_of_pages() {
    let mut failures = Vec::new();
    for row in rows() {
        let report = audit(&row.page);
        let codes = codes(&report);
        for code in row.finds.iter().chain(&row.not) {
            assert!(definition(code).is_some(), "{}: {code} is in no registry", row.id);
        }
        failures.extend(
            row.finds
                .iter()
                .filter(|code| !codes.contains(&code.as_str()))
                .map(|code| format!("{}: no {code}: {codes:?}", row.id)),
        );
        failures.extend(
            row.not
                .iter()
                .filter(|code| codes.contains(&code.as_str()))
                .map(|code| format!("{}: {code}: {codes:?}", row.id)),
        );
        let policies = serde_json::to_value(&report.policies).expect("policies are JSON");
        let sources: Vec<_> = policies
            .as_array()
            .expect("a list")
            .iter()
            .map(|policy| policy["source"].as_str().expect("a source"))
            .collect();
        if sources != row.policies {
            failures.push(format!("{}: {sources:?} in place of {:?}", row.id, row.policies));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// No header raises these, so `tests/it/finding/registry.rs` cannot ask for each; a browser raises each in `tests/e2e/audit.mjs`.
#[test]
fn each_finding_about_pages_is_in_a_row() {
    let found: BTreeSet<String> = rows()
        .iter()
        .flat_map(|row| codes(&audit(&row.page)).into_iter().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    for one in entries().map(|entry| entry.definition).filter(|one| one.family == Family::Page) {
        assert!(found.contains(one.code.as_str()), "{} is raised by no row", one.code);
    }
}

#[test]
fn many_of_a_kind_are_one_finding() {
    let frames = r#"{"frames": [{"url": "https://a.test/"}, {"url": "https://b.test/"}, {"url": "https://c.test/"}]}"#;
    let report = audit(&serde_json::from_str(frames).expect("a page"));
    let found: Vec<_> = report.report.findings.iter().filter(|one| one.code == "frame-without-sandbox").collect();
    assert_eq!(found.len(), 1);
    let evidence = found[0].evidence.as_ref().expect("it says which");
    assert_eq!(evidence.url.as_deref(), Some("https://a.test/"));
    assert_eq!(evidence.value.as_deref(), Some("https://a.test/ https://b.test/ https://c.test/"));
}

#[test]
fn an_event_of_a_declared_policy_counts_once() {
    for (declared, named) in [
        ("connect-src api.test", "connect-src https://api.test"),
        ("Connect-Src 'SELF'", "connect-src 'self'"),
        ("connect-src 'none'", "connect-src"),
        ("connect-src 'self'; no-such x; report-uri /r", "connect-src 'self'"),
        ("connect-src 'self'; navigate-to 'self'; plugin-types a/b", "connect-src 'self'"),
        ("connect-src 'self' a_b 'nonsense' 'self'", "connect-src 'self'"),
        ("img-src a.test b.test; connect-src 'self'", "connect-src 'self'; img-src b.test a.test"),
        ("script-src 'nonce-aaaaaaaaaaaaaaaaaaaa'", "script-src 'nonce-bbbbbbbbbbbbbbbbbbbb'"),
    ] {
        let page = Page { meta: vec![declared.into()], enforced: vec![named.into()], ..Page::default() };
        assert_eq!(audit(&page).policies.len(), 1, "{declared} and {named}");
    }
    for (declared, named) in [
        ("connect-src api.test", "connect-src http://api.test"),
        ("connect-src 'self'", "connect-src 'self'; img-src 'self'"),
        ("connect-src", "img-src"),
        ("script-src 'sha256-aaaa'", "script-src 'sha256-aaaA'"),
        ("script-src 'unsafe-inline'", "script-src 'unsafe-eval'"),
    ] {
        let page = Page { meta: vec![declared.into()], enforced: vec![named.into()], ..Page::default() };
        assert_eq!(audit(&page).policies.len(), 2, "{declared} and {named}");
    }
    let page = Page {
        meta: vec!["connect-src 'self'".into()],
        reported: vec!["connect-src 'self'".into()],
        ..Page::default()
    };
    assert_eq!(audit(&page).policies.len(), 2, "one is enforced, one reports");
}
