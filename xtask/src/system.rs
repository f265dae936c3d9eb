//! Packages of Debian and Ubuntu.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{self, step};
use crate::workspace::Workspace;

/// Installs the packages of which the command that is beside them fails.
pub(crate) fn provide(workspace: &Workspace, whose: &str, packages: &[(&str, &[&str])]) -> Result<()> {
    let is_there = |command: &[&str]| {
        command.split_first().is_some_and(|(program, args)| process::succeeds(Command::new(program).args(args)))
    };
    let packages: Vec<&str> =
        packages.iter().filter(|(_, command)| !is_there(command)).map(|(package, _)| *package).collect();
    if packages.is_empty() { Ok(()) } else { install(workspace, whose, &packages, "") }
}

/// `whose` are the tests that lack them; `or` says what else there is to do.
pub(crate) fn install(workspace: &Workspace, whose: &str, packages: &[&str], or: &str) -> Result<()> {
    let command = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    let lacking = packages.join(", ");
    let by_hand = format!("{whose} lack {lacking}; on Debian or Ubuntu, install them as root with `{command}`{or}");
    let is_root = process::output(Command::new("id").arg("-u")).is_ok_and(|user| user.trim() == "0");
    let may_sudo = || process::succeeds(Command::new("sudo").args(["-n", "true"]));
    if !process::succeeds(Command::new("apt-get").arg("--version")) || !(is_root || may_sudo()) {
        bail!(by_hand);
    }
    let apt_get = |args: &[&str]| {
        let mut command = workspace.command(if is_root { "env" } else { "sudo" });
        if !is_root {
            command.args(["-n", "env"]);
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(args);
        process::run(&mut command)
    };
    step(&format!("Installing what {whose} lack: {command}"));
    apt_get(&["update"]).context(by_hand.clone())?;
    apt_get(&[&["install", "-y", "--no-install-recommends"], packages].concat()).context(by_hand)
}
