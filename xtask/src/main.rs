//! The project's commands: `cargo xtask <command>`.

mod bench;
mod browsers;
mod demo;
mod fuzz;
mod harden;
mod licences;
mod npm;
mod package;
mod process;
mod ready;
mod release;
mod report;
mod screenshots;
mod site;
mod test;
mod tools;
mod wasm;
mod workspace;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

const USAGE: &str = "\
Usage: cargo xtask <command>

  build              write the npm package to pkg/
  demo [ARGS…]       build everything and serve the attack lab; ARGS go to its server
  site               write the attack lab to target/site, for any file server
  screenshots        take the pictures of the lab in docs/images
  test [SUITE…]      build everything and run every suite, or only those named:
                     native, wasm-chromium, wasm-firefox, package, e2e-chromium, e2e-firefox, e2e-webkit;
                     `--packages`: the npm package in every toolchain, the examples with packages of their own, and
                     nothing else that is not named
  bench [ARGS…]      measure against the peers and the targets in Chromium; `--firefox`, `--native`, `--check`,
                     `--only documents|guard|shapes|peers`
  fuzz [TARGET…]     run every fuzz target, or only those named, `--time SECONDS` each (default 60):
                     sanitize, markdown, result, text, policy
  ready              formatting, dependencies, clippy, docs and every test: what a change must pass
  package            from a clean tree, write the npm archive and the crate to target/package/, build the WebAssembly
                     again from the crate and compare, install both and try them out; `--allow-dirty`

Browsers named by CHROME, CHROMEDRIVER, FIREFOX, GECKODRIVER, WEBKITDRIVER and MINIBROWSER win over those on PATH.";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut args = env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    if matches!(command.as_str(), "" | "help" | "-h" | "--help") {
        println!("{USAGE}");
        return Ok(if command.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS });
    }
    if !rest.is_empty() && !matches!(command.as_str(), "bench" | "demo" | "fuzz" | "package" | "test") {
        bail!("`cargo xtask {command}` takes no arguments, got `{}`", rest.join(" "));
    }
    let workspace = Workspace::locate()?;
    match command.as_str() {
        "build" => package::build(&workspace)?,
        "demo" => demo::serve(&workspace, &rest)?,
        "site" => site::build(&workspace)?,
        "screenshots" => screenshots::take(&workspace)?,
        "test" => return test::run(&workspace, &rest),
        "package" => release::run(&workspace, &rest)?,
        "ready" => return ready::run(&workspace),
        "bench" => return bench::run(&workspace, &rest),
        "fuzz" => return fuzz::run(&workspace, &rest),
        _ => bail!("unknown command `{command}`\n\n{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}
