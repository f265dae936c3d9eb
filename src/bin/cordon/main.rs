//! `cordon`, the command line: the library's audit, matcher and sanitizer on files and servers.
//!
//! A file for each subcommand; what several of them need is in `failure`, `input`, `output` and `report`. The library decides, this
//! reads and prints.

#![forbid(unsafe_code)]

mod audit;
mod audit_server;
mod completions;
mod explain;
mod failure;
mod fix_cors;
mod input;
mod output;
mod policy;
mod report;
mod sanitize;
mod scan;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

const AFTER_HELP: &str = "\
Exit codes:
  0  nothing to object to
  1  audit, audit-server, scan: a finding at or above --fail-on; explain: the request is blocked
  2  wrong usage, or an input that is not what it should be
  3  an input that could not be fetched or read

Examples:
  cordon audit https://app.example/
  cordon audit-server --mcp 2025-11-25 http://127.0.0.1:8080/mcp
  cordon explain --csp \"default-src 'self'\" --self-origin https://app.example \\
    --directive connect-src --url https://api.example/
  cordon sanitize --profile rich output.html
  cordon scan src";

/// Audits pages' policies and what servers let through, scans source code, explains policies, and sanitizes what MCP tools return
#[derive(Debug, Parser)]
#[command(name = "cordon", version, after_help = AFTER_HELP, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Audit(audit::Args),
    AuditServer(audit_server::Args),
    FixCors(fix_cors::Args),
    Explain(explain::Args),
    Sanitize(sanitize::Args),
    Scan(scan::Args),
    Policy(policy::Args),
    Completions(completions::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Audit(args) => audit::run(&args),
        Command::AuditServer(args) => audit_server::run(&args),
        Command::FixCors(args) => fix_cors::run(&args),
        Command::Explain(args) => explain::run(args),
        Command::Sanitize(args) => sanitize::run(&args),
        Command::Scan(args) => scan::run(&args),
        Command::Policy(args) => policy::run(&args),
        Command::Completions(args) => completions::run(&args),
    };
    done.unwrap_or_else(|failure| {
        output::note(&format!("error: {failure}"));
        failure.exit_code()
    })
}
