//! The browsers and their drivers: found, or installed from the system's packages.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::workspace::Workspace;
use crate::{system, tools};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    /// WebKitGTK, which only Linux has: without it a suite is skipped, and says so.
    WebKit,
}

/// A program that the environment may name, or else is looked for under these names.
#[derive(Debug)]
struct Program {
    variable: &'static str,
    engine: Engine,
    names: &'static [&'static str],
    /// None: another program's package brings it, or cargo builds it.
    debian: Option<&'static str>,
    ubuntu: Option<&'static str>,
}

static PROGRAMS: [Program; 8] = [
    Program {
        variable: "CHROME",
        engine: Engine::Chromium,
        names: &["chromium", "chromium-browser", "google-chrome"],
        debian: Some("chromium"),
        ubuntu: Some("chromium-browser"),
    },
    Program {
        variable: "CHROMEDRIVER",
        engine: Engine::Chromium,
        names: &["chromedriver", "chromium.chromedriver"],
        debian: Some("chromium-driver"),
        ubuntu: Some("chromium-chromedriver"),
    },
    Program {
        variable: "FIREFOX",
        engine: Engine::Firefox,
        names: &["firefox-esr", "firefox"],
        debian: Some("firefox-esr"),
        ubuntu: Some("firefox"),
    },
    Program { variable: GECKODRIVER, engine: Engine::Firefox, names: &["geckodriver"], debian: None, ubuntu: None },
    Program {
        variable: "WEBKITDRIVER",
        engine: Engine::WebKit,
        names: &["WebKitWebDriver"],
        debian: Some("webkit2gtk-driver"),
        ubuntu: Some("webkit2gtk-driver"),
    },
    Program { variable: "MINIBROWSER", engine: Engine::WebKit, names: &["MiniBrowser"], debian: None, ubuntu: None },
    Program { variable: "XVFB", engine: Engine::WebKit, names: &["Xvfb"], debian: Some("xvfb"), ubuntu: Some("xvfb") },
    Program {
        variable: "DBUS_RUN_SESSION",
        engine: Engine::WebKit,
        names: &["dbus-run-session"],
        debian: Some("dbus-daemon"),
        ubuntu: Some("dbus-daemon"),
    },
];

const GECKODRIVER: &str = "GECKODRIVER";

/// The programs of the engines asked for.
#[derive(Debug)]
pub(crate) struct Browsers {
    found: Vec<(&'static Program, PathBuf)>,
    /// Why there is no WebKitGTK.
    without_webkit: Option<String>,
    webdriver_json: PathBuf,
}

impl Browsers {
    pub(crate) fn provide(workspace: &Workspace, engines: &[Engine]) -> Result<Self> {
        let mut found = Vec::new();
        let mut without_webkit = None;
        for engine in [Engine::Chromium, Engine::Firefox, Engine::WebKit] {
            if !engines.contains(&engine) {
                continue;
            }
            match provide(workspace, engine) {
                Ok(programs) => found.extend(programs),
                Err(error) if engine == Engine::WebKit => without_webkit = Some(format!("{error:#}")),
                Err(error) => return Err(error),
            }
        }
        for (program, path) in &found {
            println!("{}={}", program.variable, path.display());
        }
        let browsers = Self { found, without_webkit, webdriver_json: workspace.target.join("webdriver.json") };
        browsers.write_webdriver_json(workspace)?;
        Ok(browsers)
    }

    /// Why an engine's suites are skipped, if they are.
    pub(crate) fn lack(&self, engine: Engine) -> Option<&str> {
        self.without_webkit.as_deref().filter(|_| engine == Engine::WebKit)
    }

    /// Tells a test where the browsers and drivers are.
    pub(crate) fn name_all(&self, command: &mut Command) {
        for (program, path) in &self.found {
            command.env(program.variable, path);
        }
    }

    /// Tells the WebAssembly test runner which browser to use. It takes the first driver that it
    /// finds named, so that only one may be.
    pub(crate) fn name_one(&self, command: &mut Command, engine: Engine) {
        for variable in ["CHROMEDRIVER", "GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"] {
            command.env_remove(variable).env_remove(format!("{variable}_REMOTE"));
        }
        for (program, path) in self.found.iter().filter(|(program, _)| program.engine == engine) {
            command.env(program.variable, path);
        }
        command.env_remove("NO_HEADLESS").env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &self.webdriver_json);
    }

    /// The repository's webdriver.json, with the browsers that we found named in it.
    fn write_webdriver_json(&self, workspace: &Workspace) -> Result<()> {
        let text = fs::read_to_string(workspace.root.join("webdriver.json")).context("cannot read webdriver.json")?;
        let mut capabilities: Value = serde_json::from_str(&text).context("webdriver.json is no JSON")?;
        for (variable, options) in [("CHROME", "goog:chromeOptions"), ("FIREFOX", "moz:firefoxOptions")] {
            if let Some((_, path)) = self.found.iter().find(|(program, _)| program.variable == variable) {
                capabilities[options]["binary"] = json!(path);
            }
        }
        fs::write(&self.webdriver_json, format!("{capabilities:#}\n"))
            .with_context(|| format!("cannot write {}", self.webdriver_json.display()))
    }
}

/// An engine's programs: as the environment names them, as they are found, or installed.
fn provide(workspace: &Workspace, engine: Engine) -> Result<Vec<(&'static Program, PathBuf)>> {
    let wanted = || PROGRAMS.iter().filter(|program| program.engine == engine);
    let mut packages = Vec::new();
    for program in wanted() {
        if find(program)?.is_none() {
            packages.extend(if is_ubuntu() { program.ubuntu } else { program.debian });
        }
    }
    if !packages.is_empty() {
        let or =
            format!(", or name what you have in {}", PROGRAMS.each_ref().map(|program| program.variable).join(", "));
        system::install(workspace, "the browser tests", &packages, &or)?;
    }
    let path_of = |program: &'static Program| match find(program)? {
        Some(path) => Ok((program, path)),
        None if program.variable == GECKODRIVER => Ok((program, tools::GECKODRIVER.provide(workspace)?)),
        None if packages.is_empty() => bail!("there is no {}", program.names.join(" or ")),
        None => bail!("installed {}, and still found no {}", packages.join(" "), program.names.join(" or ")),
    };
    wanted().map(path_of).collect()
}

fn find(program: &Program) -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os(program.variable) {
        let path = PathBuf::from(named);
        if !path.is_file() {
            bail!("the environment variable {} names {}, which is no file", program.variable, path.display());
        }
        return Ok(Some(path));
    }
    let mut folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    // Where Ubuntu's browsers are; only a login shell has it on PATH.
    folders.push("/snap/bin".into());
    // MiniBrowser is on no PATH.
    folders.extend(["x86_64", "aarch64"].map(|machine| format!("/usr/lib/{machine}-linux-gnu/webkit2gtk-4.1").into()));
    let mut candidates = program.names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    Ok(candidates.find(|path| path.is_file()))
}

fn is_ubuntu() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line.trim_end() == "ID=ubuntu")
}
