//! `cordon sanitize`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use mcp_cordon::sanitizer::{self, SanitizeOptions};

use super::failure::Failure;
use super::input::Input;
use super::output;

const AFTER_HELP: &str = "\
Examples:
  cordon sanitize output.html > safe.html
  curl -s https://tool.example/answer.md | cordon sanitize --markdown
  cordon sanitize --policy policy.json --report output.html";

/// Make HTML or Markdown that a tool returned safe to show
///
/// Past a limit (16 MiB, 256 levels, 2,000,000 nodes) there is an error and no output.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// What to sanitize; without it or with -, what is piped in
    file: Option<PathBuf>,
    /// How much markup survives
    #[arg(long, value_enum, default_value_t)]
    profile: Profile,
    /// The input is Markdown (CommonMark and GFM, raw HTML included)
    #[arg(long)]
    markdown: bool,
    /// A policy: which resources may load, where links may point
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Print JSON: the HTML and an account of what was removed
    #[arg(long)]
    report: bool,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Profile {
    /// No element at all
    Text,
    /// Text, lists, tables, links, images
    #[default]
    Markup,
    /// Markup, static SVG and MathML, safe inline styles
    Rich,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let policy = args.policy.as_deref().map(Input::read).transpose()?;
    let mut options = SanitizeOptions {
        profile: match args.profile {
            Profile::Text => sanitizer::Profile::Text,
            Profile::Markup => sanitizer::Profile::Markup,
            Profile::Rich => sanitizer::Profile::Rich,
        },
        ..SanitizeOptions::default()
    };
    if let Some(policy) = policy {
        options.policy = policy.policy()?;
    }
    let input = args.file.as_deref().map_or_else(Input::standard, Input::read)?;
    let name = input.name.clone();
    let text = input.into_text()?;
    let inspect = if args.markdown { sanitizer::inspect_markdown } else { sanitizer::inspect_tool_output };
    let report = inspect(&text, &options).map_err(|error| Failure::input(&name, error))?;
    if args.report {
        output::print_json(&report)?;
    } else {
        output::print(&format!("{}\n", report.html))?;
    }
    Ok(ExitCode::SUCCESS)
}
