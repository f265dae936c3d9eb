//! Whether a test notices when a pure decision changes: cargo-mutants, in runs that each change what the one before let live.

use anyhow::Result;
use clap::ValueEnum;

use crate::process::{self, step};
use crate::tools;
use crate::workspace::Workspace;

/// Change the pure decisions one place at a time, and name each change that no test notices (hours)
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    part: Part,
    /// Go to cargo-mutants, such as `--file src/cors/decide.rs` in place of the part's files, or `--list`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Part {
    /// What requests are held to, and what is said of a configuration
    Decisions,
    /// What the sanitizer keeps, and how it writes it
    Sanitizer,
}

struct Run {
    says: &'static str,
    /// As `cargo test` takes them, when it builds and when it runs.
    targets: &'static [&'static str],
    tests: &'static [&'static str],
}

/// Built in two seconds without the parser of HTML, and tested in two without what is slow and seldom the first to notice.
const ALONE: Run = Run {
    says: "Changing the decisions, one place at a time, without the sanitizer",
    targets: &["--no-default-features", "--test", "it"],
    tests: &["--skip", "layering", "--skip", "sarif_schema", "--skip", "csp::differential"],
};
/// The tests beside the code: built once more to have them, and so tried only on what lived so far.
const BESIDE: Run = Run {
    says: "Changing again what no test of tests/it noticed, with the tests beside the code",
    targets: &["--no-default-features", "--lib"],
    tests: &[],
};
const MARKUP: Run = Run {
    says: "Changing the sanitizer, one place at a time",
    targets: &["--no-default-features", "--features", "sanitizer", "--lib", "--test", "it"],
    tests: &["sanitizer::", "markdown::", "regressions::"],
};
const WHOLE: Run = Run {
    says: "Changing again what no test noticed, with every native test",
    targets: &["--features", "cli,tower", "--lib", "--test", "it"],
    tests: &[],
};

/// What cargo-mutants exits with where a change was missed or took too long, which the next run has again.
const SURVIVED: [i32; 2] = [2, 3];

impl Part {
    fn files(self) -> &'static [&'static str] {
        match self {
            Self::Decisions => &[
                "src/cors/**/*.rs",
                "src/csp/**/*.rs",
                "src/endpoint.rs",
                "src/fetch_metadata/**/*.rs",
                "src/guard.rs",
                "src/guard/**/*.rs",
                "src/policy.rs",
                "src/policy/**/*.rs",
                "src/source/**/*.rs",
            ],
            Self::Sanitizer => &[
                "src/sanitizer/allowlist/foreign/**/*.rs",
                "src/sanitizer/allowlist/html.rs",
                "src/sanitizer/allowlist/mod.rs",
                "src/sanitizer/output/html.rs",
            ],
        }
    }

    fn runs(self) -> &'static [Run] {
        match self {
            Self::Decisions => &[ALONE, BESIDE, WHOLE],
            Self::Sanitizer => &[MARKUP, WHOLE],
        }
    }
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    let program = tools::CARGO_MUTANTS.provide(workspace)?;
    let has = |name: &str| args.args.iter().any(|arg| arg == name);
    let files = if has("--file") { &[] } else { args.part.files() };
    let part = args.part.to_possible_value().map(|part| part.get_name().to_owned()).unwrap_or_default();
    let output = workspace.target.join("mutation").join(part);
    std::fs::create_dir_all(&output)?;
    let runs = if has("--list") { &args.part.runs()[..1] } else { args.part.runs() };
    for (at, run) in runs.iter().enumerate() {
        step(run.says);
        let mut mutants = workspace.command(&program);
        mutants.args(["mutants", "--package", "mcp-cordon", "--output"]).arg(&output);
        mutants.args(run.targets.iter().map(|arg| format!("--cargo-arg={arg}")));
        mutants.args(files.iter().flat_map(|file| ["--file", file]));
        mutants.args(&args.args);
        if at > 0 && !has("--iterate") {
            mutants.arg("--iterate");
        }
        if at + 1 == runs.len() {
            process::run(&mut mutants)?;
        } else {
            // A few cases of each property find most changes; the last run tries them all.
            mutants.env("PROPTEST_CASES", "32").args(["--", "--"]).args(run.tests);
            process::run_but(&mut mutants, &SURVIVED)?;
        }
    }
    Ok(())
}
