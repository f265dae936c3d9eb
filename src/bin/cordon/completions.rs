//! `cordon completions`.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use super::failure::Failure;
use super::{Cli, output};

const AFTER_HELP: &str = "\
Examples:
  cordon completions bash > ~/.local/share/bash-completion/completions/cordon
  cordon completions fish > ~/.config/fish/completions/cordon.fish";

/// Print a script that completes the command line in a shell
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The shell.
    shell: Shell,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    // Into memory first: the generator panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "cordon", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}
