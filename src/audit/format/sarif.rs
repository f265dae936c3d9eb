//! SARIF 2.1.0. The score, the grade and the breakdown are properties of the run, for SARIF has no place of its own for
//! them.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Mark, Region, Shown, Subject, headline};
use crate::audit::AuditReport;
use crate::finding::{Evidence, Finding, Severity};
use crate::source::Url;

/// Where SARIF's own schema is published.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of the fingerprint, with the version of how it is made: [`Finding::fingerprint`].
const FINGERPRINT: &str = "cordonFinding/v1";

/// What a caller can choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SarifOptions {
    /// The artifact: the URL or the path of what was audited. A finding that names a URL itself keeps it.
    pub url: Option<String>,
}

/// A report as a log of one run.
pub fn to_sarif(report: &AuditReport, options: &SarifOptions) -> Value {
    let subject = match &options.url {
        Some(url) if Url::parse(url, None).is_some() => Subject::Url(url.clone()),
        Some(path) => Subject::File(path.clone()),
        None => Subject::Nameless,
    };
    sarif(&[Shown::new(report, subject)])
}

/// Each report as a run.
pub fn sarif(reports: &[Shown<'_>]) -> Value {
    let is_one_of_several = reports.len() > 1;
    let runs: Vec<Value> = reports.iter().map(|shown| run(shown, is_one_of_several)).collect();
    json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": runs })
}

fn run(shown: &Shown<'_>, is_one_of_several: bool) -> Value {
    let report = shown.report;
    let mut rules: Vec<&Finding> = Vec::new();
    let mut artifacts = Vec::new();
    let mut results = Vec::new();
    for (finding, mark) in shown.findings() {
        let rule = rules.iter().position(|held| held.rule() == finding.rule()).unwrap_or_else(|| {
            rules.push(finding);
            rules.len() - 1
        });
        results.push(result(finding, rule, mark, location(finding, mark, &shown.subject, &mut artifacts)));
    }
    let mut run = object([
        (
            "tool",
            json!({ "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
            } }),
        ),
        // Only a region of a file's line counts columns.
        ("columnKind", "unicodeCodePoints".into()),
    ]);
    if let (true, Some(name)) = (is_one_of_several, shown.subject.name()) {
        // What tells runs of one tool apart: § 3.17.3. Nothing behind the slash: the run has no name within its kind.
        run.insert("automationDetails".into(), json!({ "id": format!("{name}/") }));
    }
    if !artifacts.is_empty() {
        run.insert("artifacts".into(), artifacts.into());
    }
    run.insert("results".into(), results.into());
    run.insert(
        "properties".into(),
        json!({ "score": report.score, "grade": report.grade, "breakdown": report.breakdown }),
    );
    run.into()
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn text(text: impl Into<String>) -> Value {
    json!({ "text": text.into() })
}

/// A rule says what its first finding says.
fn rule(finding: &Finding) -> Value {
    let mut rule = object([
        ("id", finding.rule().into()),
        ("shortDescription", text(&finding.title)),
        ("fullDescription", text(&finding.why)),
        ("help", help(finding)),
        ("defaultConfiguration", json!({ "level": level(finding.severity) })),
    ]);
    // A URI or nothing: § 3.49.12.
    if Url::parse(&finding.reference, None).is_some() {
        rule.insert("helpUri".into(), uri_of_url(&finding.reference).into());
    }
    let mut properties = object([("tags", json!(["security"]))]);
    if let Some(severity) = security_severity(finding.severity) {
        properties.insert("security-severity".into(), severity.into());
    }
    rule.insert("properties".into(), properties.into());
    rule.into()
}

fn help(finding: &Finding) -> Value {
    let why = &finding.why;
    let Some(fix) = &finding.fix else { return text(why) };
    json!({
        "text": format!("{why}\n\nCorrected:\n{fix}"),
        "markdown": format!("{why}\n\nCorrected:\n\n```\n{fix}\n```"),
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// The middle of the range that code scanning shows under the severity's name. What costs nothing has none.
fn security_severity(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Critical => Some("9.5"),
        Severity::High => Some("8.0"),
        Severity::Medium => Some("5.5"),
        Severity::Low => Some("2.0"),
        Severity::Info => None,
    }
}

fn result(finding: &Finding, rule: usize, mark: Mark, location: Option<Value>) -> Value {
    let mut result = object([
        ("ruleId", finding.rule().into()),
        ("ruleIndex", rule.into()),
        ("level", level(finding.severity).into()),
        ("message", text(format!("{}. {}", headline(finding), finding.why))),
    ]);
    result.extend(location.map(|location| ("locations".to_owned(), json!([location]))));
    result.insert("partialFingerprints".into(), json!({ FINGERPRINT: finding.fingerprint() }));
    if let Some(known) = mark.known {
        result.insert("baselineState".into(), if known { "unchanged" } else { "new" }.into());
    }
    let mut properties = object([
        ("code", finding.code.as_str().into()),
        ("severity", json!(finding.severity)),
        ("score", finding.score.into()),
    ]);
    properties.extend(finding.fix.as_ref().map(|fix| ("fix".to_owned(), fix.as_str().into())));
    properties.extend(finding.engines.as_ref().map(|engines| ("engines".to_owned(), json!(engines))));
    result.insert("properties".into(), properties.into());
    result.into()
}

/// Where a finding is: in a file's line; else in a header's value, which is an artifact with its contents, so that a byte
/// offset means something; else in what was audited.
fn location(finding: &Finding, mark: Mark, subject: &Subject, artifacts: &mut Vec<Value>) -> Option<Value> {
    let nothing = Evidence::default();
    let evidence = finding.evidence.as_ref().unwrap_or(&nothing);
    let uri = evidence.url.as_deref().map(uri_of_url).or_else(|| uri_of(subject));
    let snippet = evidence.value.as_deref().zip(evidence.span).and_then(|(value, span)| value.get(span.0..span.1));

    let mut artifact = Map::new();
    artifact.extend(uri.as_ref().map(|uri| ("location".to_owned(), json!({ "uri": uri }))));
    if let (None, Some(value)) = (mark.region, &evidence.value) {
        artifact.extend(evidence.header.as_ref().map(|header| ("description".to_owned(), text(header))));
        artifact.insert("contents".into(), text(value));
        artifact.insert("encoding".into(), "UTF-8".into());
    }
    let mut location = Map::new();
    if !artifact.is_empty() {
        let artifact = artifact.into();
        let index = artifacts.iter().position(|held| *held == artifact).unwrap_or_else(|| {
            artifacts.push(artifact);
            artifacts.len() - 1
        });
        let mut of = object([("index", index.into())]);
        of.extend(uri.map(|uri| ("uri".to_owned(), uri.into())));
        let mut physical = object([("artifactLocation", of.into())]);
        let region = match (mark.region, evidence.span) {
            (Some(Region { line, start, end }), _) => {
                Some(object([("startLine", line.into()), ("startColumn", start.into()), ("endColumn", end.into())]))
            }
            (None, Some((start, end))) if snippet.is_some() => {
                Some(object([("byteOffset", start.into()), ("byteLength", (end - start).into())]))
            }
            _ => None,
        };
        if let Some(mut region) = region {
            region.extend(snippet.map(|snippet| ("snippet".to_owned(), text(snippet))));
            physical.insert("region".into(), region.into());
        }
        location.insert("physicalLocation".into(), physical.into());
    }
    let logical: Vec<&str> = [&evidence.header, &evidence.path].into_iter().flatten().map(String::as_str).collect();
    if !logical.is_empty() {
        location.insert("logicalLocations".into(), json!([{ "fullyQualifiedName": logical.join("/") }]));
    }
    (!location.is_empty()).then(|| location.into())
}

fn uri_of(subject: &Subject) -> Option<String> {
    match subject {
        Subject::Nameless => None,
        Subject::Url(url) => Some(uri_of_url(url)),
        Subject::File(path) => Some(uri_of_path(path)),
    }
}

/// A browser's URL as RFC 3986 has it: `|`, `^`, a bracket behind the host and a lone `%` are not in its grammar.
fn uri_of_url(url: &str) -> String {
    let Some(url) = Url::parse(url, None) else { return uri_of_path(url) };
    let href = url.href();
    let authority = href.find("://").map_or(0, |at| at + 3);
    let path =
        href.get(authority..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(href.len(), |at| authority + at);
    let (before, rest) = href.split_at(path);
    let mut uri = before.to_owned();
    for (at, byte) in rest.bytes().enumerate() {
        let is_escape =
            || rest.as_bytes().get(at + 1..at + 3).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        match byte {
            b'%' if is_escape() => uri.push('%'),
            _ if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte) => uri.push(char::from(byte)),
            _ => escape(byte, &mut uri),
        }
    }
    uri
}

/// A path as a relative reference: § 4.2. A colon in its first segment would make a scheme of it.
fn uri_of_path(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            _ if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) => uri.push(char::from(byte)),
            _ => escape(byte, &mut uri),
        }
    }
    uri
}

fn escape(byte: u8, uri: &mut String) {
    uri.push_str(&format!("%{byte:02X}"));
}
