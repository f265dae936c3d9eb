//! The project's commands: `cargo xtask <command>`.

mod bench;
mod browsers;
mod check;
mod demo;
mod fuzz;
mod harden;
mod inline;
mod licenses;
mod mutants;
mod npm;
mod package;
mod process;
mod release;
mod report;
mod screenshots;
mod site;
mod sizes;
mod suffixes;
mod system;
mod tally;
mod test;
mod tools;
mod wasm;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// The project's commands
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
#[command(
    after_help = "Browsers named by CHROME, CHROMEDRIVER, FIREFOX, GECKODRIVER, WEBKITDRIVER and MINIBROWSER win over those on \
                  PATH."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the npm package to pkg/
    Build,
    /// Build everything and serve the attack lab
    Demo {
        /// Go to the lab's server
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Write the attack lab to target/site, for any file server
    Site,
    /// Take the pictures of the lab in docs/images
    Screenshots,
    /// Write the table of public suffixes to src/source/suffix/table.rs, after an update of psl
    Suffixes,
    Test(test::Args),
    Bench(bench::Args),
    Fuzz(fuzz::Args),
    Check(check::Args),
    /// What a change must pass: `check`, then `test`
    Ready,
    Mutants(mutants::Args),
    Package(release::Args),
    Sizes(sizes::Args),
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let workspace = Workspace::locate()?;
    match command {
        Command::Build => package::build(&workspace)?,
        Command::Demo { args } => demo::serve(&workspace, &args)?,
        Command::Site => site::build(&workspace)?,
        Command::Screenshots => screenshots::take(&workspace)?,
        Command::Suffixes => suffixes::run(&workspace)?,
        Command::Test(args) => return test::run(&workspace, &args),
        Command::Bench(args) => return bench::run(&workspace, &args),
        Command::Fuzz(args) => return fuzz::run(&workspace, &args),
        Command::Check(args) => check::run(&workspace, &args)?,
        Command::Ready => {
            check::run(&workspace, &check::Args::default())?;
            return test::run(&workspace, &test::Args::default());
        }
        Command::Mutants(args) => mutants::run(&workspace, &args)?,
        Command::Package(args) => release::run(&workspace, &args)?,
        Command::Sizes(args) => sizes::run(&workspace, &args)?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory as _;

    #[test]
    fn arguments_are_well_formed() {
        Cli::command().debug_assert();
    }
}
