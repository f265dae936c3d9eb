//! The benchmarks: in one page of a browser, or natively.

mod documents;
mod made;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::browsers::{Browsers, Engine};
use crate::process::{self, step};
use crate::workspace::Workspace;
use crate::{npm, package};

const USAGE: &str = "\
`cargo xtask bench` takes
  --check      fail where a target is missed
  --firefox    measure in Firefox instead of Chromium
  --only PART  measure only documents, shapes or peers
  --native     run the native benchmarks instead of those in a browser";

#[derive(Debug, Default)]
struct Options {
    check: bool,
    firefox: bool,
    native: bool,
    only: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let options = parse(args)?;
    npm::provide(workspace)?;
    step("Gathering documents");
    let documents = documents::gather(workspace)?;
    if options.native {
        step("Native benchmarks");
        process::run(workspace.cargo().args(["bench", "--package", "mcp-cordon"]))?;
        return Ok(ExitCode::SUCCESS);
    }
    package::build(workspace)?;
    let engine = if options.firefox { Engine::Firefox } else { Engine::Chromium };
    let browsers = Browsers::provide(workspace, &[engine])?;
    step(&format!("Benchmarks in {engine:?} (ten minutes; leave the machine alone)"));
    let mut node = workspace.command("node");
    browsers.name_all(&mut node);
    node.arg("benches/browser/runner.mjs").arg("--documents").arg(documents);
    node.arg("--output").arg(workspace.target.join("bench.json"));
    node.args(["--engine", if options.firefox { "firefox" } else { "chromium" }]);
    if let Some(part) = &options.only {
        node.args(["--only", part]);
    }
    if options.check {
        node.arg("--check");
    }
    process::run(&mut node)?;
    Ok(ExitCode::SUCCESS)
}

fn parse(args: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--check" => options.check = true,
            "--firefox" => options.firefox = true,
            "--native" => options.native = true,
            "--only" => match args.next().map(String::as_str) {
                Some(part @ ("documents" | "guard" | "shapes" | "peers")) => options.only = Some(part.to_owned()),
                _ => bail!("--only wants a part\n\n{USAGE}"),
            },
            _ => bail!("unknown argument `{arg}`\n\n{USAGE}"),
        }
    }
    Ok(options)
}
