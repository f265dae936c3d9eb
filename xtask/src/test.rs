//! Every test suite, in order, with what each needs built first.

use std::panic::resume_unwind;
use std::process::{Command, ExitCode, ExitStatus};
use std::sync::OnceLock;
use std::thread;
use std::time::Instant;

use anyhow::{Result, anyhow};

use crate::browsers::{Browsers, Engine};
use crate::process::{self, step};
use crate::report::{self, Counts, Outcome};
use crate::tools::{self, WASM_TARGET};
use crate::workspace::{Workspace, files};
use crate::{demo, npm, package, site};

/// Build everything and run every suite, or only those named
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// These suites instead of every one
    #[arg(value_name = "SUITE", value_parser = SUITES.map(|(name, _)| name))]
    suites: Vec<String>,
    /// The npm package in every toolchain, the examples with packages of their own, and nothing else that is not named
    #[arg(long)]
    packages: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suite {
    Native,
    Wasm(Engine),
    Package,
    EndToEnd(Engine),
    Matrix,
}

const SUITES: [(&str, Suite); 7] = [
    ("native", Suite::Native),
    ("wasm-chromium", Suite::Wasm(Engine::Chromium)),
    ("wasm-firefox", Suite::Wasm(Engine::Firefox)),
    ("package", Suite::Package),
    ("e2e-chromium", Suite::EndToEnd(Engine::Chromium)),
    ("e2e-firefox", Suite::EndToEnd(Engine::Firefox)),
    ("e2e-webkit", Suite::EndToEnd(Engine::WebKit)),
];

/// What takes minutes and the registry: it runs when it is asked for.
const PACKAGES: (&str, Suite) = ("packages", Suite::Matrix);
/// The last two run without packages of their own in the suite `package`.
const MATRIX: [&str; 3] =
    ["tests/matrix/matrix.test.mjs", "tests/package/recipes.test.mjs", "tests/package/examples.test.mjs"];

/// The program `cordon` and the layers, which no default build makes.
pub(crate) const FEATURES: &str = "mcp-cordon/cli,mcp-cordon/tower";
/// The tests that run in a browser: `tests/browser`.
pub(crate) const BROWSER_TESTS: &str = "browser";
/// The WebAssembly runner's limit for one test program, in seconds: a busy machine is slow.
const WASM_TIMEOUT: &str = "600";
/// Node's limit for one test, in milliseconds.
const NODE_TIMEOUT: &str = "--test-timeout=600000";

pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<ExitCode> {
    let chosen = choose(args);
    let engines: Vec<Engine> = chosen.iter().flat_map(|(_, suite)| suite.engine()).collect();
    step("Looking for what the tests need");
    tools::provide_wasm_target(workspace)?;
    npm::provide(workspace)?;
    let browsers = Browsers::provide(workspace, &engines)?;

    let built = Built::new(workspace);
    let mut outcomes = Vec::new();
    for together in chosen.chunk_by(|(_, one), (_, next)| one.runs_beside(*next)) {
        outcomes.extend(thread::scope(|scope| {
            let judge = |(name, suite): &(&'static str, Suite)| judge(name, *suite, &built, &browsers);
            let judged = together.iter().map(|suite| scope.spawn(move || judge(suite)));
            let judged: Vec<_> = judged.collect();
            judged
                .into_iter()
                .map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)))
                .collect::<Vec<Outcome>>()
        }));
    }
    Ok(if report::print(&outcomes) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn choose(args: &Args) -> Vec<(&'static str, Suite)> {
    let is_every_suite = args.suites.is_empty() && !args.packages;
    let is_chosen = |name: &str| is_every_suite || args.suites.iter().any(|chosen| chosen == name);
    SUITES.into_iter().filter(|(name, _)| is_chosen(name)).chain(args.packages.then_some(PACKAGES)).collect()
}

impl Suite {
    /// WebAssembly runs on one core, and the end-to-end tests of an engine wait most of the time: two take as long as one.
    fn runs_beside(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Wasm(_), Self::Wasm(_)) | (Self::EndToEnd(Engine::Firefox), Self::EndToEnd(Engine::WebKit))
        )
    }

    fn engine(self) -> Option<Engine> {
        match self {
            Self::Native => None,
            Self::Package | Self::Matrix => Some(Engine::Chromium),
            Self::Wasm(engine) | Self::EndToEnd(engine) => Some(engine),
        }
    }
}

/// Runs a suite; whatever goes wrong is an outcome too, so that the others still run.
fn judge(name: &'static str, suite: Suite, built: &Built<'_>, browsers: &Browsers) -> Outcome {
    let start = Instant::now();
    let mut counts = Counts::default();
    if let Some(why) = suite.engine().and_then(|engine| browsers.lack(engine)) {
        counts.skipped += 1;
        let why = format!("skipped: {why}");
        println!("{name}: {why}");
        return Outcome { suite: name, counts, time: start.elapsed(), trouble: Some(why) };
    }
    let result = match suite {
        Suite::Native => native(built, &mut counts),
        Suite::Wasm(engine) => wasm(built, browsers, engine, &mut counts),
        Suite::Package => packaged(built, browsers, &mut counts),
        Suite::EndToEnd(engine) => end_to_end(built, browsers, engine, &mut counts),
        Suite::Matrix => matrix(built, browsers, &mut counts),
    };
    let trouble = match result {
        Err(error) => Some(format!("{error:#}")),
        Ok(status) if !status.success() && counts.failed == 0 => Some(format!("the suite ended with {status}")),
        Ok(_) if counts.ran() == 0 => Some("no test ran".to_owned()),
        Ok(_) => None,
    };
    if let Some(trouble) = &trouble {
        counts.failed += 1;
        println!("{name}: {trouble}");
    }
    Outcome { suite: name, counts, time: start.elapsed(), trouble }
}

fn native(built: &Built<'_>, counts: &mut Counts) -> Result<ExitStatus> {
    built.programs()?;
    step("Native tests");
    let mut cargo = built.workspace.cargo();
    cargo.args(["test", "--workspace", "--no-fail-fast", "--features", FEATURES]);
    let tests = process::stream(&mut cargo, |line| counts.read_libtest(line))?;
    step("What the layers add to a request");
    let mut cargo = built.workspace.cargo();
    cargo.args(["test", "--package", "cordon-load", "--profile", "load"]);
    let load = process::stream(&mut cargo, |line| counts.read_libtest(line))?;
    Ok(if tests.success() { load } else { tests })
}

fn wasm(built: &Built<'_>, browsers: &Browsers, engine: Engine, counts: &mut Counts) -> Result<ExitStatus> {
    built.programs()?;
    step(&format!("WebAssembly tests in {engine:?}"));
    // Not with `--quiet`: cargo would hand it to the runner, which does not know it.
    let mut cargo = built.workspace.cargo();
    cargo.args(["test", "--no-fail-fast", "--package", "mcp-cordon", "--target", WASM_TARGET]);
    // Not with `page`: the guard's surfaces are a file each, the runner's server hangs on so many at once, and what they do
    // is tested end to end.
    cargo.args(["--no-default-features", "--features", "sanitizer,service-worker"]);
    cargo.args(["--test", BROWSER_TESTS]);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", built.workspace.built_program("wasm-runner"));
    cargo.env("WASM_BINDGEN_TEST_TIMEOUT", WASM_TIMEOUT);
    browsers.name_one(&mut cargo, engine);
    process::stream(&mut cargo, |line| counts.read_libtest(line))
}

fn packaged(built: &Built<'_>, browsers: &Browsers, counts: &mut Counts) -> Result<ExitStatus> {
    built.programs()?;
    built.package()?;
    step("Tests of the npm package");
    let tests = files(&built.workspace.root.join("tests/package"))?;
    let tests = tests.iter().filter(|path| path.to_string_lossy().ends_with(".test.mjs"));
    let mut node = node_test(built.workspace);
    browsers.name_all(&mut node);
    process::stream(node.args(tests), |line| counts.read_node(line))
}

fn matrix(built: &Built<'_>, browsers: &Browsers, counts: &mut Counts) -> Result<ExitStatus> {
    built.package()?;
    step("Building the examples in Rust as their READMEs do (minutes the first time)");
    for what in [&["--package", "axum-mcp-server", "--bins", "--examples"][..], &["--example", "sanitize"]] {
        process::run(built.workspace.cargo().arg("build").args(what))?;
    }
    step("The npm package in every toolchain, and the examples with packages of their own");
    let mut node = node_test(built.workspace);
    // One after the other: each keeps every core busy.
    node.arg("--test-concurrency=1").args(MATRIX);
    node.env("CORDON_TARGET", &built.workspace.target).env("CORDON_PACKAGES", "1");
    browsers.name_all(&mut node);
    process::stream(&mut node, |line| counts.read_node(line))
}

fn end_to_end(built: &Built<'_>, browsers: &Browsers, engine: Engine, counts: &mut Counts) -> Result<ExitStatus> {
    built.programs()?;
    built.package()?;
    built.page()?;
    built.site()?;
    step(&format!("End to end in {engine:?}"));
    let ending = match engine {
        Engine::Chromium => "chromium.test.mjs",
        Engine::Firefox => "firefox.test.mjs",
        Engine::WebKit => "webkit.test.mjs",
    };
    let tests = files(&built.workspace.root.join("tests/e2e"))?;
    let tests = tests.iter().filter(|path| path.to_string_lossy().ends_with(ending));
    let mut node = node_test(built.workspace);
    // One browser at a time: the suites also watch for what must not happen within a while.
    node.arg("--test-concurrency=1").args(tests);
    node.env("CORDON_SITE", built.workspace.site());
    browsers.name_all(&mut node);
    process::stream(&mut node, |line| counts.read_node(line))
}

fn node_test(workspace: &Workspace) -> Command {
    let mut node = workspace.command("node");
    node.args(["--test", "--test-reporter=spec", NODE_TIMEOUT]).env_remove("FORCE_COLOR");
    node.env("CORDON_PROGRAMS", workspace.built_programs());
    node
}

/// What several suites need, built once; a failure is remembered for each of them.
struct Built<'a> {
    workspace: &'a Workspace,
    programs: Attempt,
    package: Attempt,
    page: Attempt,
    site: Attempt,
}

type Attempt = OnceLock<Result<(), String>>;

impl<'a> Built<'a> {
    fn new(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            programs: Attempt::new(),
            package: Attempt::new(),
            page: Attempt::new(),
            site: Attempt::new(),
        }
    }

    /// Everything native in one go, the WebAssembly test runner and the lab's server included:
    /// chosen package by package, cargo would build many dependencies again with other features.
    fn programs(&self) -> Result<()> {
        once(&self.programs, || {
            step("Building the native tests, the WebAssembly test runner and the lab (minutes the first time)");
            let mut cargo = self.workspace.cargo();
            process::run(cargo.args(["build", "--workspace", "--all-targets", "--features", FEATURES]))
        })
    }

    fn package(&self) -> Result<()> {
        once(&self.package, || package::build(self.workspace))
    }

    fn page(&self) -> Result<()> {
        once(&self.page, || demo::build_page(self.workspace))
    }

    fn site(&self) -> Result<()> {
        once(&self.site, || site::write(self.workspace))
    }
}

fn once(attempt: &Attempt, build: impl FnOnce() -> Result<()>) -> Result<()> {
    let result = attempt.get_or_init(|| build().map_err(|error| format!("{error:#}")));
    result.clone().map_err(|error| anyhow!(error))
}

#[cfg(test)]
mod tests {
    use super::{Args, SUITES, choose};

    #[test]
    fn chosen_suites() {
        let every: Vec<&str> = SUITES.iter().map(|(name, _)| *name).collect();
        for (suites, packages, chosen) in [
            (&[][..], false, &every[..]),
            (&[], true, &["packages"]),
            (&["native"], true, &["native", "packages"]),
            (&["package", "native"], false, &["native", "package"]),
        ] {
            let args = Args { suites: suites.iter().map(|&name| name.to_owned()).collect(), packages };
            let names: Vec<&str> = choose(&args).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, chosen, "{suites:?}, packages: {packages}");
        }
    }
}
