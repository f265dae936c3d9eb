//! `cordon audit`.

mod baseline;
mod fetch;
mod har;
mod headers;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ArgGroup;
use mcp_cordon::audit::format::{self, Shown, Subject};
use mcp_cordon::audit::{AuditReport, Response, audit_headers};
use serde::Serialize;

use self::baseline::Baseline;
use self::fetch::Hop;
use self::headers::HeaderLines;
use super::failure::Failure;
use super::input::Input;
use super::output;
use super::report::{FailOn, Format};

const AFTER_HELP: &str = "\
Exit codes:
  0  no finding at or above --fail-on, or the baseline knows them all
  1  a finding at or above --fail-on
  2  wrong usage, or a file that is not what it should be
  3  no answer from the server, or a file that cannot be read

Examples:
  cordon audit https://app.example/
  cordon audit --fail-on medium --format sarif http://localhost:8787/ > cordon.sarif
  curl -sI https://app.example/ | cordon audit --headers - --policy policy.json
  cordon audit --har session.har --format json > before.json
  cordon audit --har session.har --baseline before.json";

/// Judge the headers that a page is served with, and the policies in its head
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP, group = ArgGroup::new("subject").required(true).args(["url", "headers", "har"]))]
pub(crate) struct Args {
    /// The page, http or https; of at most 10 redirects each is shown, the last answer judged
    url: Option<String>,
    /// Header lines, as curl -I prints them; of several answers the last one. - is what is piped in
    #[arg(long, value_name = "FILE")]
    headers: Option<PathBuf>,
    /// A HAR 1.2 file: each answer that is a document. - is what is piped in
    #[arg(long, value_name = "FILE")]
    har: Option<PathBuf>,
    /// Every answer of the HAR file, not documents alone
    #[arg(long, conflicts_with_all = ["url", "headers"])]
    all: bool,
    /// The policy that the page is to have: where it is wider is a finding
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The least severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    fail_on: FailOn,
    /// A report of before, by --format json: what it holds is known, and does not count
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
}

/// An answer, and how it was come by.
#[derive(Debug, Default)]
struct Answer {
    subject: Subject,
    response: Response,
    /// What led there.
    hops: Vec<Hop>,
    /// Where the headers stand in their file.
    lines: Option<HeaderLines>,
}

/// A report among others.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    url: Option<&'a str>,
    report: &'a AuditReport,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let mut baseline = args.baseline.as_deref().map(Baseline::read).transpose()?;
    let policy = args.policy.as_deref().map(Input::read).transpose()?.map(|input| input.policy()).transpose()?;
    let mut answers = read(args)?;
    answers.iter_mut().for_each(|answer| answer.response.policy.clone_from(&policy));
    let reports: Vec<AuditReport> = answers.iter().map(|answer| audit_headers(&answer.response)).collect();
    let shown: Vec<Shown<'_>> = answers
        .iter()
        .zip(&reports)
        .map(|(answer, report)| {
            let mut shown = Shown::new(report, answer.subject.clone());
            shown.marks = marks(answer, report, baseline.as_mut());
            shown
        })
        .collect();
    print(args, &answers, &shown)?;
    if let Some(baseline) = &baseline {
        let known: usize = shown.iter().map(Shown::known).sum();
        let new: usize = shown.iter().map(|shown| shown.new_findings().count()).sum();
        output::note(&format!("{new} new, {known} known from {}", baseline.name()));
    }
    Ok(args.fail_on.exit_code(&shown))
}

fn read(args: &Args) -> Result<Vec<Answer>, Failure> {
    match (&args.url, &args.headers, &args.har) {
        (Some(url), ..) => Ok(vec![fetch::fetch(url)?]),
        (_, Some(path), _) => Ok(vec![headers::read(&Input::read(path)?)?]),
        (_, _, Some(path)) => har::read(&Input::read(path)?, args.all),
        // clap has seen to it that there is one.
        (None, None, None) => Ok(Vec::new()),
    }
}

fn marks(answer: &Answer, report: &AuditReport, baseline: Option<&mut Baseline>) -> Vec<format::Mark> {
    let known = baseline.map(|baseline| baseline.known(answer.subject.name(), report));
    let mark = |(at, finding)| format::Mark {
        region: answer.lines.as_ref().and_then(|lines| lines.region(finding)),
        known: known.as_ref().and_then(|known| known.get(at).copied()),
    };
    report.findings.iter().enumerate().map(mark).collect()
}

fn print(args: &Args, answers: &[Answer], shown: &[Shown<'_>]) -> Result<(), Failure> {
    let hops = answers.iter().flat_map(|answer| &answer.hops);
    if !matches!(args.format, Format::Table) {
        hops.for_each(|hop| output::note(&hop.to_string()));
    }
    let json = || {
        let entries = || shown.iter().map(|shown| Entry { url: shown.subject.name(), report: shown.report });
        match &args.har {
            None => shown.iter().try_for_each(|shown| output::print_json(shown.report)),
            Some(_) => output::print_json(&entries().collect::<Vec<_>>()),
        }
    };
    let table = |(answer, shown): (&Answer, &Shown<'_>)| {
        let hops: String = answer.hops.iter().map(|hop| format!("{hop}\n")).collect();
        format!("{hops}{}", format::table(shown, output::style()))
    };
    args.format.print(shown, json, || answers.iter().zip(shown).map(table).collect::<Vec<_>>().join("\n"))
}
