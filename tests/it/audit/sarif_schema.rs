//! Every finding that there is, as SARIF, against the JSON schema that OASIS publishes. It comes with the package
//! `serde-sarif`, which is otherwise not built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use mcp_cordon::audit::format::{Mark, Region, SarifOptions, Shown, Subject, sarif, to_sarif};
use mcp_cordon::audit::{AuditReport, Response, audit_headers};
use mcp_cordon::finding::registry::{Entry, entries};
use mcp_cordon::finding::{Engine, Evidence, Finding, Severity};
use serde_json::{Value, json};

/// `cargo metadata` knows packages of every target, and has them at hand.
fn schema() -> Value {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let manifest: PathBuf = packages
        .iter()
        .find(|package| package["name"] == "serde-sarif")
        .and_then(|package| package["manifest_path"].as_str())
        .expect("Cargo.toml names serde-sarif")
        .into();
    let path = manifest.parent().unwrap_or(Path::new("")).join("src/schema.json");
    let schema = fs::read_to_string(&path).expect("the package brings the schema");
    assert!(schema.contains("SARIF") && schema.contains("2.1.0") && schema.len() > 100_000, "it is the published one");
    // A bracket that closes nothing is itself, which only the oldest dialect of regular expressions lets stand unescaped.
    let (lone, escaped) = ("-[a-zA-Z]{2}]?$", r"-[a-zA-Z]{2}\\]?$");
    assert!(schema.contains(lone), "the published one still has it");
    serde_json::from_str(&schema.replace(lone, escaped)).expect("the schema is JSON")
}

fn validator() -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(&schema()).expect("the schema is a schema")
}

fn errors(validator: &jsonschema::Validator, log: &Value) -> Vec<String> {
    validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// What the schema says of a log of another making.
#[cfg(feature = "cli")]
pub(crate) fn errors_of(log: &Value) -> Vec<String> {
    errors(&validator(), log)
}

/// Headers as the registry writes them, one a line.
fn raised(text: &str) -> AuditReport {
    let mut response = Response::default();
    for line in text.lines() {
        match line.split_once(": ") {
            Some(("<meta>", value)) => response.meta.push(value.into()),
            Some((name, value)) => response.headers.push((name.into(), value.into())),
            None => {}
        }
    }
    audit_headers(&response)
}

#[test]
fn every_finding_validates() {
    let validator = validator();
    let subjects = [
        Subject::Nameless,
        Subject::Url("https://app.example/a b?c=ü#d".into()),
        Subject::Url("http://[::1]:8080/a|b^[c]?%zz&%20#{}".into()),
        Subject::Url("data:text/html,<p>".into()),
        Subject::Url("no url at all".into()),
        Subject::File("headers of ü.txt".into()),
        Subject::File("c:\\headers.txt".into()),
    ];
    let mut results = 0;
    for Entry { definition, raised: example, .. } in entries() {
        let report = raised(example);
        let shown: Vec<Shown<'_>> = subjects.iter().map(|subject| Shown::new(&report, subject.clone())).collect();
        let log = sarif(&shown);
        assert_eq!(errors(&validator, &log), [""; 0], "{}: {log:#}", definition.code);
        results += report.findings.len();
        let definition = definition.found(None);
        let alone = AuditReport { findings: vec![definition], ..report };
        assert_eq!(errors(&validator, &to_sarif(&alone, &SarifOptions::default())), [""; 0]);
    }
    assert!(results > entries().count(), "{results}");
}

#[test]
fn whatever_a_report_holds_validates() {
    let validator = validator();
    let finding = Finding {
        code: "of-nobody:x/y".into(),
        severity: Severity::Critical,
        score: -50,
        title: "A title".into(),
        why: "Because".into(),
        fix: Some("A fix".into()),
        evidence: None,
        engines: Some(vec![Engine::Chromium, Engine::Spec]),
        reference: "measured".into(),
    };
    let evidence = |span, url: Option<&str>| Evidence {
        header: Some("A-Header".into()),
        value: Some("ü * \u{1}".into()),
        span,
        path: Some("/prefetch/0".into()),
        url: url.map(str::to_owned),
    };
    let all = [
        None,
        Some(Evidence::default()),
        Some(evidence(Some((0, 2)), None)),
        Some(evidence(Some((1, 99)), Some("https://a.test/ü"))),
        Some(evidence(Some((3, 2)), Some("/a b"))),
        Some(evidence(Some((2, 2)), Some(""))),
        Some(Evidence { path: Some("/x".into()), ..Evidence::default() }),
        Some(Evidence { url: Some("https://b.test/".into()), ..Evidence::default() }),
    ];
    let mut report = audit_headers(&Response::default());
    report.findings = all.into_iter().map(|evidence| Finding { evidence, ..finding.clone() }).collect();
    let mut shown = Shown::new(&report, Subject::File("headers.txt".into()));
    let region = Some(Region { line: 1, start: 1, end: 1 });
    for known in [None, Some(true), Some(false)] {
        shown.marks.extend([Mark { region, known }, Mark { region: None, known }]);
    }
    let log = sarif(&[shown, Shown::new(&report, Subject::Nameless)]);
    assert_eq!(errors(&validator, &log), [""; 0], "{log:#}");
}

/// A validator that accepts anything would prove nothing.
#[test]
fn what_is_wrong_does_not_validate() {
    let validator = validator();
    let log = to_sarif(&audit_headers(&Response::default()), &SarifOptions::default());
    for (pointer, wrong) in [
        ("/version", json!("2.0.0")),
        ("/runs/0/results/0/level", json!("high")),
        ("/runs/0/results/0/message", json!({})),
        ("/runs/0/results/0/ruleIndex", json!(-2)),
        ("/runs/0/tool/driver/rules/0", json!({})),
        ("/runs/0/tool/driver/rules/0/helpUri", json!("no uri")),
    ] {
        let mut broken = log.clone();
        *broken.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = wrong;
        assert!(!errors(&validator, &broken).is_empty(), "{pointer}");
    }
}
