//! Whether a test notices when a pure decision changes: cargo-mutants, as `.cargo/mutants.toml` sets it up.

use anyhow::Result;

use crate::process::{self, step};
use crate::tools;
use crate::workspace::Workspace;

/// Change the pure decisions one place at a time, and name each change that no test notices (hours)
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Go to cargo-mutants, such as `--file src/cors/decide.rs` or `--list`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    let program = tools::CARGO_MUTANTS.provide(workspace)?;
    step("Changing the decisions, one place at a time");
    let mut mutants = workspace.command(program);
    mutants.args(["mutants", "--package", "mcp-cordon", "--output"]).arg(&workspace.target);
    process::run(mutants.args(&args.args))
}
