//! The benchmarks: in one page of a browser, or natively.

mod documents;
mod made;
mod scan;

use std::process::ExitCode;

use anyhow::Result;

use crate::browsers::{Browsers, Engine};
use crate::process::{self, step};
use crate::workspace::Workspace;
use crate::{npm, package};

/// Measure against the peers and the targets, in a page of a browser or natively
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Fail where a target is missed
    #[arg(long, conflicts_with = "native")]
    check: bool,
    /// Measure in Firefox instead of Chromium
    #[arg(long, conflicts_with = "native")]
    firefox: bool,
    /// Measure one part; `stream` and `scan` are measured only so, beside packages of their own
    #[arg(long, conflicts_with = "native", value_parser = ["documents", "guard", "start", "scan", "shapes", "peers", "stream"])]
    only: Option<String>,
    /// Run the native benchmarks instead of those in a browser
    #[arg(long)]
    native: bool,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<ExitCode> {
    if args.only.as_deref() == Some("scan") {
        return scan::run(workspace, args.check);
    }
    npm::provide(workspace)?;
    step("Gathering documents");
    let documents = documents::gather(workspace)?;
    if args.native {
        step("Native benchmarks");
        process::run(workspace.cargo().args(["bench", "--package", "mcp-cordon"]))?;
        return Ok(ExitCode::SUCCESS);
    }
    package::build(workspace)?;
    let engine = if args.firefox { Engine::Firefox } else { Engine::Chromium };
    let browsers = Browsers::provide(workspace, &[engine])?;
    step(&format!("Benchmarks in {engine:?} (ten minutes; leave the machine alone)"));
    let mut node = workspace.command("node");
    browsers.name_all(&mut node);
    node.arg("benches/browser/runner.mjs").arg("--documents").arg(documents);
    node.arg("--output").arg(workspace.target.join("bench.json"));
    node.env("CORDON_TARGET", &workspace.target);
    node.args(["--engine", if args.firefox { "firefox" } else { "chromium" }]);
    if let Some(part) = &args.only {
        node.args(["--only", part]);
    }
    if args.check {
        node.arg("--check");
    }
    process::run(&mut node)?;
    Ok(ExitCode::SUCCESS)
}
