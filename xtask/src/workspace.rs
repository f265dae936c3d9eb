//! Where things are: the repository's root, cargo's target directory, the crate's version.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;
use crate::tools::WASM_TARGET;

#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    /// The version of `mcp-cordon`, which the npm package shares.
    pub(crate) version: String,
}

impl Workspace {
    pub(crate) fn locate() -> Result<Self> {
        let mut metadata = Command::new(cargo_program());
        metadata.args(["metadata", "--format-version=1", "--no-deps", "--manifest-path"]);
        metadata.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        let metadata: Value =
            serde_json::from_str(&process::output(&mut metadata)?).context("cannot read what cargo metadata says")?;
        let text = |value: &Value, what: &str| {
            value.as_str().map(str::to_owned).with_context(|| format!("cargo metadata names no {what}"))
        };
        let package = metadata["packages"]
            .as_array()
            .and_then(|packages| packages.iter().find(|package| package["name"] == "mcp-cordon"))
            .context("the workspace has no package mcp-cordon")?;
        Ok(Self {
            root: text(&metadata["workspace_root"], "workspace root")?.into(),
            target: text(&metadata["target_directory"], "target directory")?.into(),
            version: text(&package["version"], "version")?,
        })
    }

    pub(crate) fn cargo(&self) -> Command {
        self.command(cargo_program())
    }

    /// A command that runs at the repository's root.
    pub(crate) fn command(&self, program: impl Into<OsString>) -> Command {
        let mut command = Command::new(program.into());
        command.current_dir(&self.root);
        command
    }

    /// A program that an npm package brought.
    pub(crate) fn npm_bin(&self, name: &str) -> Command {
        self.command(self.root.join("node_modules/.bin").join(name))
    }

    /// A program of the workspace, once cargo has built it.
    pub(crate) fn built_program(&self, name: &str) -> PathBuf {
        self.built_programs().join(name)
    }

    /// Where they are.
    pub(crate) fn built_programs(&self) -> PathBuf {
        self.target.join("debug")
    }

    /// Where the lab is, as files.
    pub(crate) fn site(&self) -> PathBuf {
        self.target.join("site")
    }
}

/// A crate that somebody else published.
#[derive(Debug)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: String,
    /// An SPDX expression.
    pub(crate) license: String,
    pub(crate) repository: String,
    pub(crate) folder: PathBuf,
}

impl Crate {
    /// What the lockfile where this cargo runs names from a registry, for WebAssembly.
    pub(crate) fn all(mut cargo: Command) -> Result<Vec<Self>> {
        cargo.args(["metadata", "--format-version=1", "--locked", "--filter-platform", WASM_TARGET]);
        let metadata: Value =
            serde_json::from_str(&process::output(&mut cargo)?).context("cannot read what cargo metadata says")?;
        let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
        let registered = packages.iter().filter(|package| package["source"].is_string());
        registered.map(|package| Self::read(package).context("cannot read what cargo metadata says")).collect()
    }

    fn read(package: &Value) -> Option<Self> {
        let text = |name: &str| package[name].as_str().map(str::to_owned);
        let folder = Path::new(package["manifest_path"].as_str()?).parent()?.to_owned();
        let [license, repository] = ["license", "repository"].map(|name| text(name).unwrap_or_default());
        Some(Self { name: text("name")?, version: text("version")?, license, repository, folder })
    }
}

/// The files in a folder itself, by name.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = || format!("cannot read the folder {}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The cargo that runs us, so that a `+toolchain` holds for what we start.
fn cargo_program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
