//! The pictures of the lab in the README.

use anyhow::Result;

use crate::browsers::{Browsers, Engine};
use crate::process::{self, step};
use crate::workspace::Workspace;
use crate::{demo, package};

pub(crate) fn take(workspace: &Workspace) -> Result<()> {
    let browsers = Browsers::provide(workspace, &[Engine::Chromium])?;
    package::build(workspace)?;
    demo::build_page(workspace)?;
    demo::build_server(workspace)?;
    step("Taking pictures of the lab in Chromium");
    let mut node = workspace.command("node");
    browsers.name_all(&mut node);
    node.env("CORDON_PROGRAMS", workspace.built_programs());
    process::run(node.args(["tests/e2e/screenshots.mjs", "docs/images"]))
}
