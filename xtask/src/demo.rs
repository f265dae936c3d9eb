//! The attack lab: its page, its servers.

use std::os::unix::process::CommandExt as _;

use anyhow::{Context, Result};

use crate::package;
use crate::process::{self, step};
use crate::workspace::Workspace;

/// Builds everything and becomes the lab's server, which an interrupt then reaches.
pub(crate) fn serve(workspace: &Workspace, args: &[String]) -> Result<()> {
    package::build(workspace)?;
    build_page(workspace)?;
    build_server(workspace)?;
    step("Serving the attack lab");
    let mut server = workspace.command(workspace.built_program("cordon-lab"));
    let error = server.args(["--dist", "www/dist"]).args(args).exec();
    Err(error).context("cannot start the lab's server")
}

pub(crate) fn build_server(workspace: &Workspace) -> Result<()> {
    step("Building the lab's servers (about a minute the first time)");
    process::run(workspace.cargo().args(["build", "--package", "cordon-lab"]))
}

pub(crate) fn build_page(workspace: &Workspace) -> Result<()> {
    step("Building the lab's page with Vite");
    process::run(workspace.npm_bin("vite").args(["build", "www"]))
}
