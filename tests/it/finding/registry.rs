//! The registry of findings: its examples, and the page that is written from it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mcp_cordon::audit::{
    Response, audit_cors, audit_headers, audit_request_policy, audit_routes, audit_speculation_rules,
};
use mcp_cordon::cors::{Auth, CorsAudit, CorsPolicy, CorsProbe, Target};
use mcp_cordon::fetch_metadata::{HeaderValue, RequestAudit, RequestAuth, RequestProbe};
use mcp_cordon::finding::registry::{Entry, Family, Guide, definition, entries};
use mcp_cordon::finding::{Finding, RemovalCode};
use mcp_cordon::policy::Policy;
use mcp_cordon::sanitizer::{
    CheckUse, InvisibleText, ResultOptions, SanitizeOptions, check_url, sanitize_tool_result_json,
};
use mcp_cordon::source::Url;
use mcp_cordon::speculation::{Context, Route, RouteAudit};

fn codes(response: &Response) -> Vec<String> {
    audit_headers(response).findings.into_iter().map(|finding| finding.code).collect()
}

/// Headers as the registry writes them, one a line.
fn written(text: &str) -> Response {
    let mut response = Response::default();
    for line in text.lines() {
        let (name, value) = line.split_once(": ").expect("a header");
        let value = value.replace("{random}", "4ih5rP0r1s8Pq7bC1Q2d3A==");
        if name == "<meta>" {
            response.meta.push(value);
        } else if name == "<meta report-only>" {
            response.meta_report_only.push(value);
        } else {
            response.headers.push((name.to_owned(), value));
        }
    }
    response
}

/// What a page of the drift examples is to have, and an app's host.
const POLICY: &str = r#"{"connect": ["'self'", "https://api.example.com"], "resources": ["https://cdn.example.com"],
    "permissions": ["camera"]}"#;

fn policy() -> Policy {
    Policy::parse(serde_json::from_str(POLICY).expect("the policy is JSON")).expect("the policy is valid")
}

/// The codes that an example of a family raises.
fn raised_by(family: Family, example: &str) -> Vec<String> {
    let code = |finding: Finding| finding.code;
    match family {
        Family::UiMeta => {
            let meta = serde_json::from_str(example).expect("the example is JSON");
            Policy::from_ui_meta(&meta, &policy()).expect("the types are right").1.into_iter().map(code).collect()
        }
        Family::SpeculationRules => {
            let url = Url::parse("https://app.example/", None);
            let context = Context { base_url: url, no_vary_search: Some("params=(\"b\")".into()) };
            audit_speculation_rules(example, &context).findings.into_iter().map(code).collect()
        }
        Family::Cors => audit_cors(&exchanges(example)).findings.into_iter().map(code).collect(),
        Family::RequestPolicy => audit_request_policy(&requests(example)).findings.into_iter().map(code).collect(),
        Family::Routes => audit_routes(&routes(example)).findings.into_iter().map(code).collect(),
        Family::CorsPolicy => {
            let input = serde_json::from_str(example).expect("the example is a policy");
            let policy = CorsPolicy::parse(input).expect("the policy is valid");
            policy.warnings().iter().map(|code| (*code).to_owned()).collect()
        }
        Family::ToolResult => {
            // Two names can become one where nothing stands in the place of what they hide.
            let sanitize = SanitizeOptions { invisible_text: InvisibleText::Remove, ..SanitizeOptions::default() };
            let options = ResultOptions { sanitize, ..ResultOptions::default() };
            let safe = sanitize_tool_result_json(example, &options).expect("the example is a result");
            safe.findings.into_iter().map(code).collect()
        }
        Family::Url => {
            let check = check_url(example, CheckUse::Link, None, &SanitizeOptions::default());
            check.findings.into_iter().map(code).collect()
        }
        Family::Drift => codes(&Response { policy: Some(policy()), ..written(example) }),
        _ => codes(&written(example)),
    }
}

/// Requests and responses as the registry writes them: `>` before a line of one, `<` before a line of the other.
fn exchanges(text: &str) -> CorsAudit {
    let mut audit = CorsAudit { target: Target::default(), probes: Vec::new() };
    for line in text.lines() {
        let (side, line) = line.split_at(2);
        let header = line.split_once(": ");
        match (side, header, audit.probes.last_mut()) {
            ("> ", None, _) => {
                let (method, url) = line.split_once(' ').expect("a method and a URL");
                audit.target.url = url.to_owned();
                audit.probes.push(CorsProbe { method: method.to_owned(), ..CorsProbe::default() });
            }
            ("> ", Some((name, value)), Some(probe)) => match name {
                "Origin" => probe.origin = Some(value.to_owned()),
                "Host" => probe.host = Some(value.to_owned()),
                "Content-Type" => probe.content_type = Some(value.to_owned()),
                "Cookie" => audit.target.auth = Auth::Cookie,
                "Authorization" => audit.target.auth = Auth::Bearer,
                "MCP-Protocol-Version" => audit.target.mcp = Some(value.to_owned()),
                _ => panic!("{line}"),
            },
            ("< ", None, Some(probe)) => probe.status = Some(line.parse().expect("a status")),
            ("< ", Some((name, value)), Some(probe)) => probe.response.append(name, value),
            _ => panic!("{line}"),
        }
    }
    audit
}

/// The same of requests: `!` before what the log was seen to hold. The first address is the target's.
fn requests(text: &str) -> RequestAudit {
    let mut audit = RequestAudit::default();
    for line in text.lines() {
        let (side, line) = line.split_at(2);
        let header = line.split_once(": ");
        match (side, header, audit.probes.last_mut()) {
            ("> ", None, _) => {
                let (method, url) = line.split_once(' ').expect("a method and a URL");
                let (scheme, rest) = url.split_once("://").expect("an absolute URL");
                let (host, path) = rest.split_once('/').expect("a path");
                audit.target.url.get_or_insert_with(|| url.to_owned());
                let mut probe = RequestProbe::default();
                probe.request.method = method.to_owned();
                probe.request.scheme = Some(scheme.to_owned());
                probe.request.host = host.to_owned();
                probe.request.path = format!("/{path}");
                audit.probes.push(probe);
            }
            ("> ", Some((name, value)), Some(probe)) => {
                if name == "Cookie" {
                    audit.target.auth = RequestAuth::Cookie;
                }
                probe.request.headers.insert(name.to_owned(), value.to_owned());
            }
            ("< ", None, Some(probe)) => probe.response.status = Some(line.parse().expect("a status")),
            ("< ", Some((name, value)), Some(probe)) => {
                probe.response.headers.insert(name.to_owned(), HeaderValue::One(value.to_owned()));
            }
            ("! ", None, Some(probe)) if line == "not logged" => probe.logged = Some(false),
            _ => panic!("{line}"),
        }
    }
    audit
}

/// The exchanges of `raised`, of which the last one has the response that should have come back.
fn last_corrected(raised: &str, fixed: &str) -> String {
    let lines: Vec<&str> = raised.lines().collect();
    let sent = lines.iter().rposition(|line| line.starts_with('>')).expect("a request");
    let response = fixed.lines().map(|line| format!("< {line}"));
    lines[..=sent].iter().map(|line| (*line).to_owned()).chain(response).collect::<Vec<_>>().join("\n")
}

/// A method and a path a line, with what the route says of itself.
fn routes(text: &str) -> RouteAudit {
    let route = |line: &str| {
        let (method, path) = line.split_once(' ').expect("a method and a path");
        let declared = path.strip_suffix(" changes state");
        let changes_state = declared.map(|_| true);
        Route { method: method.to_owned(), path: declared.unwrap_or(path).to_owned(), changes_state }
    };
    RouteAudit { routes: text.lines().map(route).collect(), base_url: None }
}

/// The requests of `raised`, each with the response that should have come back.
fn corrected(raised: &str, fixed: &str) -> String {
    let response: Vec<String> = fixed.lines().map(|line| format!("< {line}")).collect();
    let mut lines: Vec<&str> = Vec::new();
    for (at, line) in raised.lines().enumerate() {
        let begins = raised.lines().nth(at + 1).is_none_or(|next| next.starts_with('>'));
        if line.starts_with('>') {
            lines.push(line);
        } else if begins {
            lines.extend(response.iter().map(String::as_str));
        }
    }
    lines.join("\n")
}

#[test]
fn each_example_raises_its_finding_and_the_corrected_one_does_not() {
    for Entry { definition: one, raised: example, .. } in entries() {
        let is = |code: &String| code.split(':').next() == Some(one.code.as_str());
        // No header raises what is about a page: rows and browsers do, see tests/it/audit/page.rs.
        if one.family == Family::Page {
            assert!(example.is_empty(), "{} is tried by nobody", one.code);
        // A reused nonce takes two responses.
        } else if one.code != "csp-nonce-reused" {
            let fixed = match one.family {
                Family::Cors => corrected(example, one.fixed),
                Family::RequestPolicy => last_corrected(example, one.fixed),
                _ => one.fixed.to_owned(),
            };
            let (raised, fixed) = (raised_by(one.family, example), raised_by(one.family, &fixed));
            assert!(raised.iter().any(is), "{} is not raised by {example:?}: {raised:?}", one.code);
            assert!(!fixed.iter().any(is), "{} is raised by {:?}", one.code, one.fixed);
        }
        assert!(
            one.score <= 0 && !one.title.is_empty() && !one.why.is_empty() && one.reference.starts_with("https://")
        );
        assert_eq!(definition(one.code.as_str()), Some(one));
    }
    let reused = Response {
        second: vec!["script-src 'nonce-4ih5rP0r1s8Pq7bC1Q2d3A=='".into()],
        ..written("Content-Security-Policy: script-src 'nonce-{random}'")
    };
    assert!(codes(&reused).contains(&"csp-nonce-reused".to_owned()));
}

#[test]
fn the_evidence_points_at_what_is_wrong() {
    let response = written("Content-Security-Policy: default-src 'self'; connect-src *");
    let finding = audit_headers(&response).findings.into_iter().find(|one| one.code == "csp-connect-src-wildcard");
    let evidence = finding.expect("it is found").evidence.expect("it says where");
    let (start, end) = evidence.span.expect("it has a span");
    assert_eq!(&evidence.value.expect("it has a value")[start..end], "connect-src *");
}

fn section(guide: Guide) -> &'static str {
    match guide {
        Guide::Beacon => "scoring.md#beacon-api",
        Guide::BackgroundFetch => "scoring.md#background-fetch",
        Guide::FetchMetadata => "scoring.md#fetch-metadata",
    }
}

fn page() -> String {
    let mut page = String::from(
        "<!-- Generated from src/finding/registry.rs and registry/ by tests/it/finding/registry.rs. Do not edit. -->\n\n# Findings\n\n\
         What the audits can say of a response's headers, of a page, of speculation rules, of what an MCP App asks for and of\n\
         what a server lets through. A report starts at 100 points; each finding takes off what stands beside it, and a critical\n\
         one allows no better grade than D. A is from 90, B from 75, C from 60, D from 40. `{random}` is 128 bits of randomness\n\
         in base64, afresh in each response.\n\n\
         Points that a guide gives are linked to it: [scoring.md](scoring.md) maps what each of the guides that the project\n\
         started from finds to these. The others are chosen to stand in order beside them. Where requests count, `>` is before\n\
         what was sent and `<` before what came back; `!` says what the log was seen to hold. Of several answers to requests,\n\
         the last is the one that is corrected.\n",
    );
    for (family, title) in [
        (Family::Csp, "Content-Security-Policy"),
        (Family::Reporting, "Reporting"),
        (Family::Speculation, "Speculation"),
        (Family::SpeculationRules, "Speculation rules"),
        (Family::PermissionsPolicy, "Permissions-Policy"),
        (Family::ConnectionAllowlist, "Connection-Allowlist"),
        (Family::Isolation, "Referrer and isolation"),
        (Family::UiMeta, "MCP Apps"),
        (Family::Drift, "Drift from a policy"),
        (Family::Page, "The page"),
        (Family::Cors, "CORS"),
        (Family::RequestPolicy, "Requests"),
        (Family::Routes, "Routes"),
        (Family::CorsPolicy, "Policies of CORS"),
        (Family::ToolResult, "Tool results"),
        (Family::Url, "URLs"),
    ] {
        let of_family: Vec<&Entry> = entries().filter(|entry| entry.definition.family == family).collect();
        let _ = write!(page, "\n## {title}\n");
        for Entry { definition: one, raised, guide } in of_family {
            let engines: Vec<String> = one.engines.iter().map(|engine| format!("{engine:?}")).collect();
            let engines = if engines.is_empty() { String::new() } else { format!(", {} only", engines.join(", ")) };
            let severity = format!("{:?}", one.severity).to_lowercase();
            let guide = guide.map(|guide| format!(", [a guide's]({})", section(guide))).unwrap_or_default();
            let _ = write!(
                page,
                "\n### `{}`\n\n{}. **{severity}**, {} points{guide}{engines}.\n\n{}\n",
                one.code, one.title, one.score, one.why
            );
            for (what, headers) in [("Raised by", *raised), ("Corrected", one.fixed)] {
                if !headers.is_empty() {
                    let language = match headers.chars().next() {
                        Some('{') => "json",
                        Some('<') if headers.starts_with("<iframe") => "html",
                        _ if one.family == Family::Url => "text",
                        _ => "http",
                    };
                    let _ = write!(page, "\n{what}:\n\n```{language}\n{headers}\n```\n");
                }
            }
            let _ = write!(page, "\nSource: <{}>\n", one.reference);
        }
    }
    page
}

#[test]
fn the_reference_is_written_from_the_registry() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md");
    if std::env::var_os("CORDON_WRITE").is_some() {
        fs::write(&path, page()).expect("the page can be written");
    }
    assert_eq!(fs::read_to_string(&path).expect("the page is there"), page(), "CORDON_WRITE=1 writes it");
}

#[test]
fn the_declarations_list_every_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg-template/index.d.ts");
    let of_findings: Vec<_> = entries().map(|entry| entry.definition.code.as_str()).collect();
    let of_removals: Vec<_> = RemovalCode::ALL.iter().map(|code| code.as_str()).collect();
    for (name, codes) in [("FindingCode", of_findings), ("RemovalCode", of_removals)] {
        let text = fs::read_to_string(&path).expect("the declarations are there");
        let (before, rest) = text.split_once(&format!("export type {name} =")).expect("the type is declared");
        let (held, after) = rest.split_once(';').expect("its declaration ends");
        let union: String = codes.iter().map(|code| format!("\n  | \"{code}\"")).collect();
        if std::env::var_os("CORDON_WRITE").is_some() {
            let written = format!("{before}export type {name} ={union};{after}");
            fs::write(&path, written).expect("the declarations can be written");
        } else {
            assert_eq!(held, union, "{name}: CORDON_WRITE=1 writes it");
        }
    }
}
