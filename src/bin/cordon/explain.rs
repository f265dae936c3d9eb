//! `cordon explain`.

use std::process::ExitCode;

use clap::ValueEnum;
use mcp_cordon::csp::{Csp, Disposition, ExplainInput, Explanation, Origin, Step};
use mcp_cordon::error::Error;
use mcp_cordon::source;

use super::failure::{self, Failure};
use super::output;

const AFTER_HELP: &str = "\
Exit code 0 where the request is allowed, 1 where it is blocked.

Examples:
  cordon explain --csp \"default-src 'self'; connect-src https://api.example\" \\
    --self-origin https://app.example --directive connect-src --url https://api.example/v1
  cordon explain --csp \"img-src https://cdn.example/a/\" --self-origin https://app.example \\
    --directive img-src --url https://cdn.example/a/x --redirect https://cdn.example/b/x";

/// Say which source of which Content-Security-Policy decides about a request
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// A Content-Security-Policy header; one that a comma splits holds several policies
    #[arg(long, value_name = "POLICY")]
    csp: Vec<String>,
    /// A Content-Security-Policy-Report-Only header: traced, decides nothing
    #[arg(long, value_name = "POLICY")]
    report_only: Vec<String>,
    /// The content of a <meta http-equiv=Content-Security-Policy>
    #[arg(long, value_name = "POLICY")]
    meta: Vec<String>,
    /// The page's origin, or null
    #[arg(long, value_name = "ORIGIN")]
    self_origin: String,
    /// Where the request goes
    #[arg(long)]
    url: String,
    /// What is asked: connect-src for fetch, img-src for an image
    #[arg(long)]
    directive: String,
    /// Where the request was redirected to: then this hop is asked about
    #[arg(long, value_name = "URL")]
    redirect: Option<String>,
    /// The nonce that the element carries
    #[arg(long)]
    nonce: Option<String>,
    /// The parser inserted the script, which 'strict-dynamic' refuses
    #[arg(long)]
    parser_inserted: bool,
    /// What browsers do, or what the specification says
    #[arg(long, value_enum, default_value_t)]
    dialect: Dialect,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Dialect {
    #[default]
    Browsers,
    Spec,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
}

pub(crate) fn run(args: Args) -> Result<ExitCode, Failure> {
    let format = args.format;
    let input = ExplainInput {
        headers: args.csp,
        report_only: args.report_only,
        meta: args.meta,
        self_origin: args.self_origin,
        url: args.url,
        directive: args.directive,
        redirect: args.redirect,
        nonce: args.nonce,
        parser_inserted: args.parser_inserted,
        dialect: match args.dialect {
            Dialect::Browsers => source::Dialect::Browsers,
            Dialect::Spec => source::Dialect::Spec,
        },
        ..ExplainInput::default()
    };
    let explanation = input.explain().map_err(|error| Failure::Input(in_options(&error)))?;
    match format {
        Format::Json => output::print_json(&explanation)?,
        Format::Table => output::print(&table(&input, &explanation))?,
    }
    Ok(if explanation.allowed { ExitCode::SUCCESS } else { failure::objection() })
}

/// The library names a field; here it is an option.
fn in_options(error: &Error) -> String {
    let message = error.to_string();
    match message.split_once(':') {
        Some(("selfOrigin", rest)) => format!("--self-origin:{rest}"),
        Some((field @ ("url" | "directive" | "redirect"), rest)) => format!("--{field}:{rest}"),
        _ => message,
    }
}

fn table(input: &ExplainInput, explanation: &Explanation) -> String {
    let verdict = if explanation.allowed { "allowed" } else { "blocked" };
    let target = input.redirect.as_ref().unwrap_or(&input.url);
    let mut lines = vec![format!("{verdict}: {} {}", input.directive, shown(target))];
    let policies = policies(input);
    if explanation.trace.is_empty() {
        lines.push("No policy speaks of it: there is none.".to_owned());
    }
    for step in &explanation.trace {
        lines.push(format!("policy {}, {}: {}", step.policy, disposition(step), said(step)));
        lines.extend(policies.get(step.policy).map(|policy| format!("    {}", shown(policy))));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The policies' texts, in the order of the trace.
fn policies(input: &ExplainInput) -> Vec<String> {
    let header = |values: &[String], disposition| -> Vec<String> {
        values.iter().flat_map(|value| Csp::parse_header(value, disposition)).map(|policy| policy.text).collect()
    };
    let mut policies = header(&input.headers, Disposition::Enforce);
    policies.extend(header(&input.report_only, Disposition::Report));
    policies.extend(input.meta.iter().map(|value| Csp::parse(value, Origin::Meta, Disposition::Enforce).text));
    policies
}

fn disposition(step: &Step) -> &'static str {
    match step.disposition {
        Disposition::Enforce => "enforced",
        Disposition::Report => "report-only",
    }
}

fn said(step: &Step) -> String {
    match (&step.directive, &step.source, step.allowed) {
        (None, ..) => "allowed, no directive is about it".to_owned(),
        (Some(directive), Some(source), true) => format!("allowed by {source} of {directive}"),
        (Some(directive), Some(source), false) => format!("blocked by {source} of {directive}"),
        (Some(directive), None, true) => format!("allowed by {directive}"),
        (Some(directive), None, false) => format!("blocked, no source of {directive} matches"),
    }
}

/// What was typed, but for what would move the cursor.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}
