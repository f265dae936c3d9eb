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
    object([("$schema", SCHEMA.into()), ("version", "2.1.0".into()), ("runs", runs.into())]).into()
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
    let driver = object([
        ("name", env!("CARGO_PKG_NAME").into()),
        ("semanticVersion", env!("CARGO_PKG_VERSION").into()),
        ("rules", rules.into_iter().map(rule).collect::<Vec<_>>().into()),
    ]);
    let mut run = object([
        ("tool", object([("driver", driver.into())]).into()),
        // Only a region of a file's line counts columns.
        ("columnKind", "unicodeCodePoints".into()),
    ]);
    if let (true, Some(name)) = (is_one_of_several, shown.subject.name()) {
        // What tells runs of one tool apart: § 3.17.3. Nothing behind the slash: the run has no name within its kind.
        set(&mut run, "automationDetails", object([("id", format!("{name}/").into())]).into());
    }
    if !artifacts.is_empty() {
        set(&mut run, "artifacts", artifacts.into());
    }
    let properties = object([
        ("score", json!(report.score)),
        ("grade", json!(report.grade)),
        ("breakdown", json!(report.breakdown)),
    ]);
    set(&mut run, "results", results.into());
    set(&mut run, "properties", properties.into());
    run.into()
}

fn object<const N: usize>(mut members: [(&str, Value); N]) -> Map<String, Value> {
    let mut object = Map::new();
    for (name, value) in &mut members {
        set(&mut object, name, value.take());
    }
    object
}

/// Sets a member. A log has many, and inlined each would be code of its own in the module.
#[inline(never)]
fn set(object: &mut Map<String, Value>, name: &str, value: Value) {
    object.insert(name.to_owned(), value);
}

fn set_some(object: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        set(object, name, value);
    }
}

#[inline(never)]
fn text(text: &str) -> Value {
    object([("text", text.into())]).into()
}

/// A rule says what its first finding says.
fn rule(finding: &Finding) -> Value {
    let mut rule = object([
        ("id", finding.rule().into()),
        ("shortDescription", text(&finding.title)),
        ("fullDescription", text(&finding.why)),
        ("help", help(finding)),
        ("defaultConfiguration", object([("level", level(finding.severity).into())]).into()),
    ]);
    // A URI or nothing: § 3.49.12.
    if Url::parse(&finding.reference, None).is_some() {
        set(&mut rule, "helpUri", uri_of_url(&finding.reference).into());
    }
    let mut properties = object([("tags", vec!["security"].into())]);
    set_some(&mut properties, "security-severity", security_severity(finding.severity).map(Into::into));
    set(&mut rule, "properties", properties.into());
    rule.into()
}

fn help(finding: &Finding) -> Value {
    let why = &finding.why;
    let Some(fix) = &finding.fix else { return text(why) };
    object([
        ("text", format!("{why}\n\nCorrected:\n{fix}").into()),
        ("markdown", format!("{why}\n\nCorrected:\n\n```\n{fix}\n```").into()),
    ])
    .into()
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
        ("message", text(&format!("{}. {}", headline(finding), finding.why))),
    ]);
    set_some(&mut result, "locations", location.map(|location| vec![location].into()));
    set(&mut result, "partialFingerprints", object([(FINGERPRINT, finding.fingerprint().into())]).into());
    let state = mark.known.map(|known| if known { "unchanged" } else { "new" });
    set_some(&mut result, "baselineState", state.map(Into::into));
    let mut properties = object([
        ("code", finding.code.as_str().into()),
        ("severity", json!(finding.severity)),
        ("score", finding.score.into()),
    ]);
    set_some(&mut properties, "fix", finding.fix.as_deref().map(Into::into));
    set_some(&mut properties, "engines", finding.engines.as_ref().map(|engines| json!(engines)));
    set(&mut result, "properties", properties.into());
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
    set_some(&mut artifact, "location", uri.as_deref().map(|uri| object([("uri", uri.into())]).into()));
    if let (None, Some(value)) = (mark.region, &evidence.value) {
        set_some(&mut artifact, "description", evidence.header.as_deref().map(text));
        set(&mut artifact, "contents", text(value));
        set(&mut artifact, "encoding", "UTF-8".into());
    }
    let mut location = Map::new();
    if !artifact.is_empty() {
        let artifact = artifact.into();
        let index = artifacts.iter().position(|held| *held == artifact).unwrap_or_else(|| {
            artifacts.push(artifact);
            artifacts.len() - 1
        });
        let mut of = object([("index", index.into())]);
        set_some(&mut of, "uri", uri.map(Into::into));
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
            set_some(&mut region, "snippet", snippet.map(text));
            set(&mut physical, "region", region.into());
        }
        set(&mut location, "physicalLocation", physical.into());
    }
    let logical: Vec<&str> = [&evidence.header, &evidence.path].into_iter().flatten().map(String::as_str).collect();
    if !logical.is_empty() {
        let name = object([("fullyQualifiedName", logical.join("/").into())]);
        set(&mut location, "logicalLocations", vec![Value::from(name)].into());
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
