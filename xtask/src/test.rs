//! Every test suite, with what each needs built first, and which run beside each other.

use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};
use std::sync::OnceLock;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};

use crate::browsers::{Browsers, Engine};
use crate::process::{self, step};
use crate::report::{self, Outcome};
use crate::tally::Tally;
use crate::tools::{self, WASM_TARGET};
use crate::workspace::{Workspace, files};
use crate::{demo, npm, package, site, system};

/// Build everything and run every suite, or only those named
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// These suites instead of every one
    #[arg(value_name = "SUITE", value_parser = SUITES.map(|(name, _)| name))]
    suites: Vec<String>,
    /// The npm package in every toolchain, the examples with packages of their own, and nothing else that is not named
    #[arg(long)]
    packages: bool,
    /// The loop of somebody at work, in five minutes: `native` and `package`, and of `e2e-chromium` the suites surfaces,
    /// hardened, compiled, entry and audit
    #[arg(long, conflicts_with_all = ["suites", "packages"])]
    quick: bool,
}

type Named = (&'static str, Suite);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suite {
    Native,
    Wasm(Engine),
    Package,
    /// What real tools return.
    Faithful,
    EndToEnd(Engine),
    /// What the layers add to a request: it is timed.
    Load,
    Matrix,
}

const SUITES: [Named; 9] = [
    ("native", Suite::Native),
    ("wasm-chromium", Suite::Wasm(Engine::Chromium)),
    ("wasm-firefox", Suite::Wasm(Engine::Firefox)),
    ("package", Suite::Package),
    ("faithful", Suite::Faithful),
    ("e2e-chromium", Suite::EndToEnd(Engine::Chromium)),
    ("e2e-firefox", Suite::EndToEnd(Engine::Firefox)),
    ("e2e-webkit", Suite::EndToEnd(Engine::WebKit)),
    ("load", Suite::Load),
];

/// What is quick, and of the end-to-end suites which.
const QUICK: [&str; 3] = ["native", "package", "e2e-chromium"];
const ESSENTIALS: [&str; 5] = ["surfaces", "hardened", "compiled", "entry", "audit"];

/// What takes minutes and the registry: it runs when it is asked for.
const PACKAGES: Named = ("packages", Suite::Matrix);
/// The last two run in the suite `package` too, without packages of their own.
const MATRIX: [&str; 6] = [
    "tests/matrix/matrix.test.mjs",
    "tests/matrix/chats.test.mjs",
    "tests/matrix/scan.test.mjs",
    "tests/faithful/python.test.mjs",
    "tests/package/recipes.test.mjs",
    "tests/package/examples.test.mjs",
];

/// Packages of the system that have other tools, and what runs where they are there.
const OTHER_TOOLS: [(&str, &[&str]); 3] = [
    ("graphviz", &["dot", "-V"]),
    ("pandoc", &["pandoc", "--version"]),
    ("python3-venv", &["python3", "-m", "ensurepip", "--version"]),
];

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
    let essentials: &[&str] = if args.quick { &ESSENTIALS } else { &[] };
    let run = Run { workspace, browsers: &browsers, built: &built, essentials, has_labels: chosen.len() > 1 };
    let outcomes = thread::scope(|scope| {
        // The compiler of a module keeps one processor busy: it runs beside the native tests.
        scope.spawn(|| run.build_ahead(&chosen));
        phases(&chosen).into_iter().flat_map(|lanes| run.lanes(lanes)).collect::<Vec<Outcome>>()
    });
    Ok(if report::print(&outcomes) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn choose(args: &Args) -> Vec<Named> {
    let is_every_suite = args.suites.is_empty() && !args.packages && !args.quick;
    let is_chosen = |name: &str| {
        is_every_suite || args.suites.iter().any(|chosen| chosen == name) || (args.quick && QUICK.contains(&name))
    };
    SUITES.into_iter().filter(|(name, _)| is_chosen(name)).chain(args.packages.then_some(PACKAGES)).collect()
}

/// The lanes that run beside each other, each one suite after the other: what keeps the processor busy first, a core each;
/// then the package and the engines, whose end-to-end tests wait most of the time; then what nothing may run beside.
fn phases(chosen: &[Named]) -> Vec<Vec<Vec<Named>>> {
    let those = |is: fn(Suite) -> bool| chosen.iter().copied().filter(|(_, suite)| is(*suite)).collect::<Vec<Named>>();
    let each = |suites: Vec<Named>| suites.into_iter().map(|suite| vec![suite]).collect::<Vec<_>>();
    let native = those(|suite| matches!(suite, Suite::Native));
    let wasm = those(|suite| matches!(suite, Suite::Wasm(_)));
    let waiting = those(|suite| matches!(suite, Suite::Package | Suite::EndToEnd(_)));
    let alone = each(those(Suite::is_alone)).into_iter().map(|lane| vec![lane]);
    let phases = [vec![native, wasm], each(waiting)].into_iter().chain(alone);
    let filled = phases.map(|lanes| lanes.into_iter().filter(|lane| !lane.is_empty()).collect::<Vec<_>>());
    filled.filter(|lanes| !lanes.is_empty()).collect()
}

impl Suite {
    /// It is timed, or keeps every core busy.
    fn is_alone(self) -> bool {
        matches!(self, Self::Load | Self::Faithful | Self::Matrix)
    }

    fn engine(self) -> Option<Engine> {
        match self {
            Self::Native | Self::Load => None,
            Self::Package | Self::Faithful | Self::Matrix => Some(Engine::Chromium),
            Self::Wasm(engine) | Self::EndToEnd(engine) => Some(engine),
        }
    }
}

struct Run<'a> {
    workspace: &'a Workspace,
    browsers: &'a Browsers,
    built: &'a Built<'a>,
    /// The end-to-end suites to run; every one, where none is named.
    essentials: &'a [&'a str],
    /// Whether a line says which suite it is of.
    has_labels: bool,
}

impl Run<'_> {
    /// Runs these beside each other.
    fn lanes(&self, lanes: Vec<Vec<Named>>) -> Vec<Outcome> {
        thread::scope(|scope| {
            let follow = |lane: Vec<Named>| lane.into_iter().map(|suite| self.outcome(suite)).collect::<Vec<Outcome>>();
            let lanes: Vec<_> = lanes.into_iter().map(|lane| scope.spawn(move || follow(lane))).collect();
            lanes.into_iter().flat_map(|lane| lane.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
        })
    }

    /// What later suites need. What goes wrong is remembered, and is theirs.
    fn build_ahead(&self, chosen: &[Named]) {
        if chosen.iter().any(|(_, suite)| matches!(suite, Suite::Package | Suite::Faithful | Suite::EndToEnd(_))) {
            let _ = self.built.package();
        }
    }

    /// Runs a suite; whatever goes wrong is an outcome too, so that the others still run.
    fn outcome(&self, (name, suite): Named) -> Outcome {
        let start = Instant::now();
        let mut tally = Tally::default();
        if let Some(why) = suite.engine().and_then(|engine| self.browsers.lack(engine)) {
            tally.counts.skipped += 1;
            let why = format!("skipped: {why}");
            println!("{name}: {why}");
            return Outcome { suite: name, tally, time: start.elapsed(), trouble: Some(why) };
        }
        let result = match suite {
            Suite::Native => self.native(name, &mut tally),
            Suite::Wasm(engine) => self.wasm(name, engine, &mut tally),
            Suite::Package => self.package(name, &mut tally),
            Suite::Faithful => self.faithful(name, &mut tally),
            Suite::EndToEnd(engine) => self.end_to_end(name, engine, &mut tally),
            Suite::Load => self.load(name, &mut tally),
            Suite::Matrix => self.matrix(name, &mut tally),
        };
        let trouble = match result {
            Err(error) => Some(format!("{error:#}")),
            Ok(status) if !status.success() && tally.counts.failed == 0 => {
                Some(format!("the suite ended with {status}"))
            }
            Ok(_) if tally.counts.ran() == 0 => Some("no test ran".to_owned()),
            Ok(_) => None,
        };
        if let Some(trouble) = &trouble {
            tally.counts.failed += 1;
            println!("{name}: {trouble}");
        }
        Outcome { suite: name, tally, time: start.elapsed(), trouble }
    }

    fn native(&self, name: &str, tally: &mut Tally) -> Result<ExitStatus> {
        self.built.programs()?;
        step("Native tests");
        let mut cargo = self.workspace.cargo();
        cargo.args(["test", "--workspace", "--no-fail-fast", "--features", FEATURES]);
        self.cargo_test(&mut cargo, name, tally)
    }

    fn load(&self, name: &str, tally: &mut Tally) -> Result<ExitStatus> {
        step("What the layers add to a request");
        let mut cargo = self.workspace.cargo();
        cargo.args(["test", "--package", "cordon-load", "--profile", "load"]);
        self.cargo_test(&mut cargo, name, tally)
    }

    fn wasm(&self, name: &str, engine: Engine, tally: &mut Tally) -> Result<ExitStatus> {
        self.built.programs()?;
        step(&format!("WebAssembly tests in {engine:?}"));
        // Not with `--quiet`: cargo would hand it to the runner, which does not know it.
        let mut cargo = self.workspace.cargo();
        cargo.args(["test", "--no-fail-fast", "--package", "mcp-cordon", "--target", WASM_TARGET]);
        // Not with `page`: the guard's surfaces are a file each, the runner's server hangs on so many at once, and what they
        // do is tested end to end.
        cargo.args(["--no-default-features", "--features", "sanitizer,service-worker"]);
        cargo.args(["--test", BROWSER_TESTS]);
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", self.workspace.built_program("wasm-runner"));
        cargo.env("WASM_BINDGEN_TEST_TIMEOUT", WASM_TIMEOUT);
        self.browsers.name_one(&mut cargo, engine);
        self.cargo_test(&mut cargo, name, tally)
    }

    fn package(&self, name: &str, tally: &mut Tally) -> Result<ExitStatus> {
        self.built.programs()?;
        self.built.package()?;
        step("Tests of the npm package");
        let tests = files(&self.workspace.root.join("tests/package"))?;
        let tests = tests.into_iter().filter(|path| path.to_string_lossy().ends_with(".test.mjs"));
        self.node(name, tally, |node| {
            node.args(["--test", NODE_TIMEOUT]).args(tests);
        })
    }

    fn faithful(&self, name: &str, tally: &mut Tally) -> Result<ExitStatus> {
        self.built.package()?;
        step("What real tools return (the first time, 450 MB of their packages)");
        self.node(name, tally, |node| {
            node.args(["--test", NODE_TIMEOUT, "tests/faithful/npm.test.mjs"]);
            node.env("CORDON_TARGET", &self.workspace.target);
        })
    }

    fn end_to_end(&self, name: &str, engine: Engine, tally: &mut Tally) -> Result<ExitStatus> {
        self.built.programs()?;
        self.built.package()?;
        // No essential suite is about the lab.
        if self.essentials.is_empty() {
            self.built.page()?;
            self.built.site()?;
        }
        step(&format!("End to end in {engine:?}"));
        self.node(name, tally, |node| {
            node.args(["tests/e2e/run.mjs", &format!("{engine:?}").to_lowercase()]).args(self.essentials);
            node.env("CORDON_SITE", self.workspace.site());
        })
    }

    fn matrix(&self, name: &str, tally: &mut Tally) -> Result<ExitStatus> {
        self.built.programs()?;
        self.built.package()?;
        step("Building the examples in Rust as their READMEs do (minutes the first time)");
        for what in [&["--package", "axum-mcp-server", "--bins", "--examples"][..], &["--example", "sanitize"]] {
            process::run(self.workspace.cargo().arg("build").args(what))?;
        }
        system::provide(self.workspace, "the outputs of Python's tools", &OTHER_TOOLS)?;
        step("The npm package in every toolchain, and the examples with packages of their own");
        self.node(name, tally, |node| {
            // One after the other: each keeps every core busy.
            node.args(["--test", NODE_TIMEOUT, "--test-concurrency=1"]).args(MATRIX);
            node.env("CORDON_TARGET", &self.workspace.target).env("CORDON_PACKAGES", "1");
        })
    }

    fn cargo_test(&self, cargo: &mut Command, name: &str, tally: &mut Tally) -> Result<ExitStatus> {
        process::stream(cargo, &self.label(name), |line| tally.read_libtest(line))
    }

    /// Runs tests in Node: `with` adds what to run. They are shown as they end, and a reporter of ours counts them.
    fn node(&self, name: &str, tally: &mut Tally, with: impl FnOnce(&mut Command)) -> Result<ExitStatus> {
        let report = self.report(name)?;
        let mut node = self.workspace.command("node");
        node.args(["--test-reporter=spec", "--test-reporter-destination=stdout"]);
        node.arg("--test-reporter=./tests/support/reporter.mjs");
        node.arg(format!("--test-reporter-destination={}", report.display()));
        with(&mut node);
        node.env_remove("FORCE_COLOR").env("CORDON_PROGRAMS", self.workspace.built_programs());
        self.browsers.name_all(&mut node);
        let status = process::stream(&mut node, &self.label(name), |_| {})?;
        tally.read_report(&report)?;
        Ok(status)
    }

    /// Where a suite's report goes; none of an earlier run is left there.
    fn report(&self, name: &str) -> Result<PathBuf> {
        let folder = self.workspace.target.join("tests");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let file = folder.join(format!("{name}.json"));
        remove(&file)?;
        Ok(file)
    }

    fn label(&self, name: &str) -> String {
        if self.has_labels { format!("{name:<13} ") } else { String::new() }
    }
}

fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", file.display()))
        }
        _ => Ok(()),
    }
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
    use super::{Args, Named, SUITES, choose, phases};

    #[test]
    fn chosen_suites() {
        let every: Vec<&str> = SUITES.iter().map(|(name, _)| *name).collect();
        for (suites, packages, quick, chosen) in [
            (&[][..], false, false, &every[..]),
            (&[], true, false, &["packages"]),
            (&["native"], true, false, &["native", "packages"]),
            (&["package", "native"], false, false, &["native", "package"]),
            (&[], false, true, &["native", "package", "e2e-chromium"]),
        ] {
            let args = Args { suites: suites.iter().map(|&name| name.to_owned()).collect(), packages, quick };
            let names: Vec<&str> = choose(&args).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, chosen, "{args:?}");
        }
    }

    #[test]
    fn lanes() {
        let names = |lane: &Vec<Named>| lane.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        let phases: Vec<Vec<_>> = phases(&SUITES).iter().map(|lanes| lanes.iter().map(names).collect()).collect();
        let busy = vec![vec!["native"], vec!["wasm-chromium", "wasm-firefox"]];
        let waiting = vec![vec!["package"], vec!["e2e-chromium"], vec!["e2e-firefox"], vec!["e2e-webkit"]];
        assert_eq!(phases, [busy, waiting, vec![vec!["faithful"]], vec![vec!["load"]]]);
    }
}
