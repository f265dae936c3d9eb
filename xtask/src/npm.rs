//! The npm packages at the repository's root.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process::{self, step};
use crate::tools;
use crate::workspace::Workspace;

/// Installs what package-lock.json names, unless that very file was installed already.
pub(crate) fn provide(workspace: &Workspace) -> Result<()> {
    tools::require_node(workspace)?;
    let lock = fs::read(workspace.root.join("package-lock.json")).context("cannot read package-lock.json")?;
    let installed = workspace.root.join("node_modules/.installed-package-lock.json");
    if fs::read(&installed).is_ok_and(|stamp| stamp == lock) {
        return Ok(());
    }
    step("Installing the npm packages that package-lock.json pins");
    // No package here needs its install script, so none runs.
    process::run(workspace.command("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    fs::write(&installed, lock).with_context(|| format!("cannot write {}", installed.display()))
}

/// Lets the page and the tests import the built package by its name, through its own exports.
pub(crate) fn link_package(workspace: &Workspace) -> Result<()> {
    let link = workspace.root.join("node_modules/mcp-cordon");
    let destination = Path::new("../pkg");
    if fs::read_link(&link).is_ok_and(|existing| existing == destination) {
        return Ok(());
    }
    match fs::remove_file(&link) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot replace {}", link.display()))
        }
        _ => symlink(destination, &link).with_context(|| format!("cannot link {} to pkg/", link.display())),
    }
}
