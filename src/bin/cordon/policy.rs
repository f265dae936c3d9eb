//! `cordon policy`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use mcp_cordon::error::ErrorKind;
use mcp_cordon::policy::{CompileOptions, CompileTarget};

use super::failure::Failure;
use super::input::Input;
use super::output;

/// Work with a policy
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  cordon policy compile policy.json
  cordon policy compile --target sandbox --format json policy.json
  cordon policy compile policy.json | cordon audit --headers - --policy policy.json";

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the headers that a policy comes to
    #[command(after_help = AFTER_HELP)]
    Compile {
        /// The policy's JSON; without it or with -, what is piped in
        file: Option<PathBuf>,
        /// What answers with the headers
        #[arg(long, value_enum, default_value_t)]
        target: Target,
        /// The nonce of one response's scripts: 128 random bits in base64
        #[arg(long)]
        nonce: Option<String>,
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Check a policy, and print it with the defaults filled in
    #[command(after_help = "Example:\n  cordon policy check policy.json")]
    Check {
        /// The policy's JSON; - is what is piped in
        file: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Target {
    /// A page that shows tool output, and every other response of its origin
    #[default]
    Page,
    /// A document of somebody else's, in a sandbox
    Sandbox,
    /// The script of a service worker
    ServiceWorker,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// Header lines
    #[default]
    Headers,
    /// Headers, what a <meta> may carry, and a frame's attributes
    Json,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    match &args.command {
        Command::Check { file } => output::print_json(&Input::read(file)?.policy()?.to_input())?,
        Command::Compile { file, target, nonce, format } => {
            let input = file.as_deref().map_or_else(Input::standard, Input::read)?;
            let options = CompileOptions {
                nonce: nonce.clone(),
                target: match target {
                    Target::Page => CompileTarget::Page,
                    Target::Sandbox => CompileTarget::Sandbox,
                    Target::ServiceWorker => CompileTarget::ServiceWorker,
                },
            };
            let compiled = input.policy()?.compile(&options).map_err(|error| match error.kind() {
                ErrorKind::InvalidOption => Failure::Input(error.to_string().replace("options.", "--")),
                _ => Failure::input(&input.name, error),
            })?;
            match format {
                Format::Json => output::print_json(&compiled)?,
                Format::Headers => {
                    let line = |(name, value): &(&str, String)| format!("{name}: {value}\n");
                    output::print(&compiled.headers.iter().map(line).collect::<String>())?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
