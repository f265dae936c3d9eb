//! `cordon scan`.

mod baseline;
mod fix;
mod frames;
mod headers;
mod sarif;
mod server;

use std::path::PathBuf;
use std::process::ExitCode;

use cordon_scan::rules::rule;
use cordon_scan::{Finding, Input, Judges, Scan, Step, Verdict, read_files, scan_with};
use mcp_cordon::finding::Severity;
use mcp_cordon::sanitizer::{InvisibleText, clean_text};
use serde::Serialize;

use self::baseline::Baseline;
use super::audit_server::Credential;
use super::failure::{self, Failure};
use super::output;
use super::report::{FailOn, Format};

const AFTER_HELP: &str = "\
Exit codes:
  0  no finding at or above --fail-on, or the baseline knows them all
  1  a finding at or above --fail-on
  2  wrong usage, or a file that is not what it should be
  3  a path that cannot be read, or a server that gives no answer

Examples:
  cordon scan src
  cordon scan --fail-on medium --format sarif . > cordon.sarif
  cordon scan --format json src > before.json
  cordon scan --baseline before.json src
  cordon scan --fix src
  cordon scan --server https://mcp.example/mcp
  cordon scan --server \"npx -y @modelcontextprotocol/server-everything\"
  cordon scan --explain scan-markup-from-output

In a file, a finding of the next line is left out by
  // cordon-ignore-next-line CODE: the reason, which there has to be";

/// Read source code for what tool output reaches, and MCP servers for what nothing stands in front of
///
/// JavaScript, TypeScript, JSX, the scripts and templates of .vue, .svelte, .astro and .html, servers in Python, and headers in
/// next.config, vercel.json, netlify.toml, _headers, nginx and Caddy. Files that .gitignore names and node_modules are left out.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Files and folders
    #[arg(required_unless_present_any = ["explain", "server"], value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A server whose tools are asked for and read: the URL of its endpoint, or a command that speaks on standard input and
    /// output. No tool is called
    #[arg(long, value_name = "URL|COMMAND")]
    server: Option<String>,
    /// A header of yours that requests to the server carry, such as a credential; never printed. Repeatable
    #[arg(long, value_name = "NAME: VALUE", requires = "server")]
    header: Vec<String>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The least severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    fail_on: FailOn,
    /// A report of before, by --format json: what it holds is known, and does not count
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Print what can be rewritten mechanically, as a diff: an option that undoes a sanitizer, a header that a middleware
    /// leaves out
    #[arg(long, conflicts_with_all = ["format", "baseline"])]
    fix: bool,
    /// With --fix: write the files, and scan again
    #[arg(long, requires = "fix")]
    write: bool,
    /// Say what a rule finds, why, and what to do about it; read no file
    #[arg(long, value_name = "CODE", conflicts_with_all = ["paths", "baseline", "server", "fix"])]
    explain: Option<String>,
}

/// A scan as JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    score: i32,
    grade: char,
    files: usize,
    lines: usize,
    ignored: usize,
    unread: Vec<Unread<'a>>,
    findings: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
struct Unread<'a> {
    file: &'a str,
    why: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    code: &'a str,
    severity: Severity,
    score: i32,
    title: &'a str,
    why: &'a str,
    fix: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    fingerprint: String,
    path: &'a [Step],
}

/// A finding, and whether an earlier report had it.
#[derive(Debug, Clone, Copy)]
struct Shown<'a> {
    finding: &'a Finding,
    known: Option<bool>,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    if let Some(code) = &args.explain {
        return explain(code);
    }
    let mut baseline = args.baseline.as_deref().map(Baseline::read).transpose()?;
    let mut inputs = read(args)?;
    let judges = Judges { header: &headers::judge, hides_text: &hides_text };
    if args.fix {
        let scan = scan_with(inputs.clone(), judges);
        if !args.write {
            let (diff, count) = fix::diff(&inputs, &scan);
            output::print(&diff)?;
            output::note(&format!("{count} of {} findings can be rewritten: --fix --write", scan.findings.len()));
            return Ok(exit_code(args, scan.findings.iter()));
        }
        let (count, files) = fix::write(&inputs, &scan)?;
        output::note(&format!("{count} of {} findings rewritten, files: {files}", scan.findings.len()));
        inputs = read(args)?;
    }
    let mut scan = scan_with(inputs, judges);
    if let Some(server) = &args.server {
        server::scan(server, &args.header, &mut scan)?;
    }
    let shown: Vec<Shown<'_>> = scan
        .findings
        .iter()
        .map(|finding| Shown { finding, known: baseline.as_mut().map(|baseline| baseline.knows(finding)) })
        .collect();
    match args.format {
        Format::Table => output::print(&frames::table(&scan, &shown, output::style()))?,
        Format::Json => output::print_json(&report(&scan))?,
        Format::Sarif => output::print_json(&sarif::log(&scan, &shown))?,
        Format::Github => output::print(&frames::annotations(&shown))?,
    }
    for (file, why) in &scan.unread {
        output::note(&format!("{file}: {why}: not judged"));
    }
    if let Some(baseline) = &baseline {
        let known = shown.iter().filter(|shown| shown.known == Some(true)).count();
        output::note(&format!("{} new, {known} known from {}", shown.len() - known, baseline.name()));
    }
    let new = shown.iter().filter(|shown| shown.known != Some(true));
    Ok(exit_code(args, new.map(|shown| shown.finding)))
}

fn read(args: &Args) -> Result<Vec<Input>, Failure> {
    read_files(&args.paths).map_err(|error| match error.is_kind() {
        true => Failure::Input(error.to_string()),
        false => Failure::Unreadable(error.to_string()),
    })
}

fn exit_code<'a>(args: &Args, mut new: impl Iterator<Item = &'a Finding>) -> ExitCode {
    let fails = new.any(|finding| args.fail_on.is_reached(severity(&finding.rule)));
    if fails { failure::objection() } else { ExitCode::SUCCESS }
}

/// As the sanitizer sees it.
fn hides_text(text: &str) -> bool {
    !clean_text(text, InvisibleText::Remove).findings.is_empty()
}

fn severity(rule: &Verdict) -> Severity {
    match rule.severity {
        cordon_scan::rules::Severity::Critical => Severity::Critical,
        cordon_scan::rules::Severity::High => Severity::High,
        cordon_scan::rules::Severity::Medium => Severity::Medium,
        cordon_scan::rules::Severity::Low => Severity::Low,
    }
}

fn report(scan: &Scan) -> Report<'_> {
    Report {
        score: scan.score(),
        grade: scan.grade(),
        files: scan.files,
        lines: scan.lines,
        ignored: scan.ignored,
        unread: scan.unread.iter().map(|(file, why)| Unread { file, why }).collect(),
        findings: scan
            .findings
            .iter()
            .map(|finding| Entry {
                code: &finding.rule.code,
                severity: severity(&finding.rule),
                score: finding.rule.score,
                title: &finding.rule.title,
                why: &finding.rule.why,
                fix: &finding.rule.fix,
                file: &finding.place.file,
                line: finding.place.line,
                column: finding.place.column,
                fingerprint: finding.fingerprint(),
                path: &finding.path,
            })
            .collect(),
    }
}

fn explain(code: &str) -> Result<ExitCode, Failure> {
    let Some(rule) = rule(code) else {
        return Err(Failure::input("--explain", format!("{code:?} is no rule: docs/scan.md lists them")));
    };
    let indented = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
    output::print(&format!(
        "{}  {:?}  {}\n{}\n\n{}\n\nWhat to do: {}\nWhen it is wrong: {}\nGuide: {}\n\nFound in\n{}\nand not in\n{}",
        rule.code,
        rule.severity,
        rule.score,
        rule.title,
        rule.why,
        rule.fix,
        rule.wrong,
        rule.guide.title(),
        indented(rule.raised),
        indented(rule.fixed),
    ))?;
    Ok(ExitCode::SUCCESS)
}
