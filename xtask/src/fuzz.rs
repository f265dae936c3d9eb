//! The fuzz targets: built with the sanitizers that the toolchain has, run one after another on the committed corpus.

mod corpus;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::{self, step};
use crate::tools;
use crate::workspace::{Workspace, files};

/// A workspace of its own, so that the fuzzer is in nobody's lockfile.
pub(crate) const MANIFEST: &str = "fuzz/Cargo.toml";

/// Run the fuzz targets, one after another
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// These targets instead of every one
    #[arg(value_name = "TARGET")]
    targets: Vec<String>,
    /// The seconds that each target runs for; the default is enough to see that everything works
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    time: u32,
}

/// A target of `fuzz/`.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    name: String,
    /// The longest input, in bytes: enough for the target's subject, and few enough for many runs a second.
    max_len: u64,
}

pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<ExitCode> {
    let targets = choose(targets(workspace)?, &args.targets)?;
    let seconds = args.time;
    let program = tools::CARGO_FUZZ.provide(workspace)?;
    let folder = workspace.target.join("fuzz");
    build(workspace, &program, &folder)?;
    let mut outcomes = Vec::new();
    for target in targets {
        step(&format!("Fuzzing {} for {seconds} s", target.name));
        let outcome = fuzz(workspace, &target, &folder, seconds)?;
        println!("{}", outcome.line(&target.name));
        outcomes.push((target.name, outcome));
    }
    step("What the runs found");
    for (name, outcome) in &outcomes {
        println!("{}", outcome.line(name));
        for found in &outcome.found {
            println!("    {}", found.display());
            println!("    keep it: cp {} fuzz/regressions/{name}/<what-it-shows>", found.display());
        }
    }
    let clean = outcomes.iter().all(|(_, outcome)| outcome.is_clean());
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The programs that `fuzz/Cargo.toml` lists, with the `max-len` that its metadata gives each.
fn targets(workspace: &Workspace) -> Result<Vec<Target>> {
    let mut metadata = workspace.cargo();
    metadata.args(["metadata", "--format-version=1", "--no-deps", "--manifest-path", MANIFEST]);
    let metadata: Value =
        serde_json::from_str(&process::output(&mut metadata)?).context("cannot read what cargo metadata says")?;
    read_targets(&metadata["packages"][0])
}

fn read_targets(package: &Value) -> Result<Vec<Target>> {
    let targets = package["targets"].as_array().with_context(|| format!("{MANIFEST} has no targets"))?;
    let names = targets.iter().filter(|target| target["kind"][0] == "bin").filter_map(|target| target["name"].as_str());
    let target = |name: &str| {
        let max_len = package["metadata"]["max-len"][name].as_u64();
        let max_len = max_len.with_context(|| format!("{MANIFEST} has no package.metadata.max-len.{name}"))?;
        Ok(Target { name: name.to_owned(), max_len })
    };
    names.map(target).collect()
}

fn choose(mut targets: Vec<Target>, names: &[String]) -> Result<Vec<Target>> {
    if let Some(unknown) = names.iter().find(|name| targets.iter().all(|target| target.name != **name)) {
        let known: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
        bail!("no target is called `{unknown}`; there are {}", known.join(", "));
    }
    targets.retain(|target| names.is_empty() || names.contains(&target.name));
    Ok(targets)
}

/// AddressSanitizer needs a nightly; stable still has the coverage that libFuzzer is led by. Traced comparisons would take
/// half of the time, and the dictionary holds what they could find.
fn build(workspace: &Workspace, cargo_fuzz: &Path, folder: &Path) -> Result<()> {
    let toolchains = process::output(workspace.command("rustup").args(["toolchain", "list"]))?;
    let nightly = toolchains.lines().any(|line| line.starts_with("nightly-"));
    let (toolchain, sanitizer) = if nightly { ("nightly", "address") } else { ("stable", "none") };
    step(&format!("Building the fuzz targets with {toolchain}, sanitizer: {sanitizer}"));
    let mut build = workspace.command(cargo_fuzz);
    build.args([
        "fuzz",
        "build",
        "--fuzz-dir",
        "fuzz",
        "--no-trace-compares",
        "--sanitizer",
        sanitizer,
        "--target-dir",
    ]);
    build.arg(folder);
    // cargo names itself to what it starts, and would be started again instead of the toolchain's own.
    process::run(build.env("RUSTUP_TOOLCHAIN", toolchain).env_remove("CARGO").env_remove("RUSTC"))
}

/// What a run came to.
struct Outcome {
    executions: u64,
    seconds: f64,
    /// Coverage counters: after the corpus was read, and in the end.
    covered: (u64, u64),
    /// Inputs that broke a property, ran too long or took too much.
    found: Vec<PathBuf>,
    /// What libFuzzer ended with, where it was not the time.
    trouble: Option<String>,
}

impl Outcome {
    fn is_clean(&self) -> bool {
        self.found.is_empty() && self.trouble.is_none()
    }

    fn line(&self, name: &str) -> String {
        let (before, after) = self.covered;
        let answer = match &self.trouble {
            None if self.found.is_empty() => "clean".to_owned(),
            None => format!("{} found", self.found.len()),
            Some(trouble) => format!("{} found, {trouble}", self.found.len()),
        };
        let rate = self.executions as f64 / self.seconds.max(1.0);
        format!(
            "{name:<9} {:>10} executions  {rate:>7.0}/s  coverage {after} ({:+})  {answer}",
            self.executions,
            after as i64 - before as i64
        )
    }
}

fn fuzz(workspace: &Workspace, target: &Target, folder: &Path, seconds: u32) -> Result<Outcome> {
    let Target { name, max_len } = target;
    let corpus = folder.join("corpus").join(name);
    let seeds = folder.join("seeds").join(name);
    let artifacts = folder.join("artifacts").join(name);
    for made in [&corpus, &artifacts] {
        fs::create_dir_all(made).with_context(|| format!("cannot make {}", made.display()))?;
    }
    let written = corpus::write(workspace, name, &seeds)?;
    println!("{written} seeds in {}", seeds.display());
    let (start, start_of_files) = (Instant::now(), SystemTime::now());
    let mut log = Log::default();
    let mut fuzzer = fuzzer(folder, name)?;
    fuzzer.arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={max_len}"));
    fuzzer.args(["-timeout=10", "-rss_limit_mb=4096", "-print_final_stats=1", "-print_funcs=0"]);
    fuzzer.arg(format!("-dict={}", workspace.root.join("fuzz/html.dict").display()));
    fuzzer.arg(format!("-artifact_prefix={}/", artifacts.display()));
    // New inputs go to the first folder; the others are only read.
    fuzzer.args([&corpus, &seeds]).arg(workspace.root.join("fuzz/regressions").join(name));
    let status = process::watch_errors(fuzzer.stdout(Stdio::null()), |line| {
        log.read(line);
        if is_news(line) {
            println!("{line}");
        }
    })?;
    let seconds = start.elapsed().as_secs_f64();
    let mut found = Vec::new();
    for path in files(&artifacts)? {
        // An earlier run's are left where they are, and written again if they still fail.
        let is_minimized = path.extension().is_some();
        if !is_minimized
            && fs::metadata(&path).and_then(|about| about.modified()).is_ok_and(|written| written >= start_of_files)
        {
            found.push(minimize(folder, name, &path)?);
        }
    }
    let trouble = (!status.success()).then(|| log.trouble.unwrap_or_else(|| format!("ended with {status}")));
    let covered = (log.covered_before, log.covered);
    Ok(Outcome { executions: log.executions, seconds, covered, found, trouble })
}

/// Not each input that covers more, nor the words that libFuzzer would like in the dictionary.
fn is_news(line: &str) -> bool {
    match line.strip_prefix('#').map(|rest| rest.split_whitespace().nth(1)) {
        Some(event) => matches!(event, Some("INITED" | "pulse" | "DONE")),
        None => !line.starts_with('"'),
    }
}

fn fuzzer(folder: &Path, name: &str) -> Result<Command> {
    let triple = process::output(Command::new("rustc").arg("-vV"))?;
    let triple = triple.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc -vV names no host")?;
    Ok(Command::new(folder.join(triple).join("release").join(name)))
}

/// A shorter input that fails too, where half a minute finds one.
fn minimize(folder: &Path, name: &str, found: &Path) -> Result<PathBuf> {
    let shorter = found.with_extension("min");
    let mut fuzzer = fuzzer(folder, name)?;
    fuzzer.args(["-minimize_crash=1", "-max_total_time=30", "-timeout=10", "-rss_limit_mb=4096"]);
    fuzzer.arg(format!("-exact_artifact_path={}", shorter.display())).arg(found);
    // Its answer says nothing: it fails in the end in any case.
    process::succeeds(&mut fuzzer);
    Ok(if shorter.is_file() { shorter } else { found.to_owned() })
}

/// What libFuzzer says of itself.
#[derive(Default)]
struct Log {
    executions: u64,
    covered_before: u64,
    covered: u64,
    trouble: Option<String>,
    /// The line before said where a property broke, and this one says which.
    panicked: bool,
}

impl Log {
    fn read(&mut self, line: &str) {
        if std::mem::replace(&mut self.panicked, line.contains("' panicked at ") || line.contains(") panicked at ")) {
            self.trouble = Some(shorten(line));
        } else if let Some(count) = line.strip_prefix("stat::number_of_executed_units:") {
            self.executions = count.trim().parse().unwrap_or_default();
        } else if let Some((_, trouble)) = line.split_once("SUMMARY: ") {
            self.trouble.get_or_insert_with(|| shorten(trouble));
        } else if let Some(covered) = line.split_once(" cov: ").and_then(|(_, rest)| rest.split(' ').next()) {
            self.covered = covered.parse().unwrap_or(self.covered);
            let count = line.strip_prefix('#').and_then(|rest| rest.split(['\t', ' ']).next());
            self.executions = count.and_then(|count| count.parse().ok()).unwrap_or(self.executions);
            if line.contains("INITED") {
                self.covered_before = self.covered;
            }
        }
    }
}

fn shorten(line: &str) -> String {
    line.chars().take(160).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn chosen_targets() {
        let package = json!({
            "metadata": { "max-len": { "text": 8, "policy": 9 } },
            "targets": [
                { "name": "text", "kind": ["bin"] },
                { "name": "policy", "kind": ["bin"] },
                { "name": "mcp_cordon_fuzz", "kind": ["lib"] },
            ],
        });
        let targets = || read_targets(&package).expect("each target has its length");
        let chosen = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            choose(targets(), &names).map(|chosen| chosen.into_iter().map(|target| target.name).collect::<Vec<_>>())
        };
        assert_eq!(targets()[1], Target { name: "policy".to_owned(), max_len: 9 });
        assert_eq!(chosen(&[]).expect("every target"), ["text", "policy"]);
        assert_eq!(chosen(&["policy"]).expect("one target"), ["policy"]);
        assert!(chosen(&["html"]).is_err());
        assert!(read_targets(&json!({ "targets": [{ "name": "text", "kind": ["bin"] }] })).is_err());
    }

    #[test]
    fn log_lines() {
        let mut log = Log::default();
        log.read("#190\tINITED cov: 1200 ft: 3000 corp: 90/10Kb exec/s: 0 rss: 60Mb");
        log.read("#4096\tpulse  cov: 1250 ft: 3100 corp: 95/10Kb lim: 128 exec/s: 2048 rss: 61Mb");
        assert_eq!((log.executions, log.covered_before, log.covered), (4096, 1200, 1250));
        log.read("stat::number_of_executed_units: 5000");
        log.read("SUMMARY: libFuzzer: deadly signal");
        assert_eq!((log.executions, log.trouble.as_deref()), (5000, Some("libFuzzer: deadly signal")));
        let mut log = Log::default();
        log.read("thread '<unnamed>' (1) panicked at src/sanitize.rs:1:2:");
        log.read("parsed again it is another tree");
        log.read("SUMMARY: libFuzzer: deadly signal");
        assert_eq!(log.trouble.as_deref(), Some("parsed again it is another tree"));
    }
}
