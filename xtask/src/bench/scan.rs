//! `cordon scan` and oxlint over a million lines of other people's code, by the time that they compute and the memory that they take.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::documents::{Tarball, archive};
use crate::process::{self, step};
use crate::workspace::Workspace;

/// Much JavaScript and much TypeScript, written by hand and compiled.
const PACKAGES: [Tarball; 2] = [
    Tarball {
        package: "three@0.180.0",
        integrity: "sha512-o+qycAMZrh+TsE01GqWUxUIKR1AL0S8pq7zDkYOQw8GqfX8b8VoCKYUoHbhiX5j+7hr8XsuHDVU6+gkQJQKg9w==",
    },
    Tarball {
        package: "effect@3.18.0",
        integrity: "sha512-Hr0hVrnibYbheOUnbTwaV88NyyMTW7CrLCiOSJxMWns73pEiT29HJcsEx7pgs9E8rUa6z20775byVzXw0omPjw==",
    },
];

/// What is measured beside ours, for scale: a linter on the same parser, with the rules that are on by default.
const PEER: &str = "oxlint@1.94.0";

const OURS: &[&str] = &["scan", "--fail-on", "none", "--format", "json"];

const RUNS: usize = 5;
/// Lines a second on two cores, at least; megabytes, at most.
const SPEED: f64 = 200_000.0;
const MEMORY: f64 = 1024.0;

pub(super) fn run(workspace: &Workspace, is_check: bool) -> Result<ExitCode> {
    step("Gathering a million lines");
    let folder = gather(workspace)?;
    step(&format!("Installing {PEER}"));
    let peer = workspace.target.join("bench/oxlint");
    fs::create_dir_all(&peer).with_context(|| format!("cannot create {}", peer.display()))?;
    let mut install = workspace.command("npm");
    install
        .args(["install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix"])
        .arg(&peer)
        .arg(PEER);
    process::output(&mut install)?;
    step("Building the program");
    process::run(workspace.cargo().args(["build", "--release", "--features", "cli", "--bin", "cordon"]))?;
    step("Measuring: what a run computes on all cores, so that other work counts little");
    let cordon = workspace.target.join("release/cordon");
    let lines = lines(workspace, &cordon, &folder)?;
    let ours = measure(workspace, &cordon, OURS, &folder)?;
    let theirs = measure(workspace, &peer.join("node_modules/.bin/oxlint"), &["--silent"], &folder)?;
    println!("\n{lines} lines\n\n| | CPU time | lines a second on two cores | memory |\n|---|---|---|---|");
    for (name, run) in [("`cordon scan`", &ours), (PEER, &theirs)] {
        println!("| {name} | {:.2} s | {:.0} | {:.0} MB |", run.seconds, run.speed(lines), run.megabytes);
    }
    let is_met = ours.speed(lines) >= SPEED && ours.megabytes < MEMORY;
    Ok(if is_met || !is_check { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the median run took.
struct Run {
    /// Computed, in the program and for it, on all cores together.
    seconds: f64,
    megabytes: f64,
}

impl Run {
    #[allow(clippy::cast_precision_loss)]
    fn speed(&self, lines: u64) -> f64 {
        lines as f64 / (self.seconds / 2.0)
    }
}

/// Unpacks the packages side by side.
fn gather(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("bench/sources");
    for tarball in &PACKAGES {
        let archive = archive(workspace, tarball)?;
        let own = folder.join(tarball.package);
        fs::create_dir_all(&own).with_context(|| format!("cannot create {}", own.display()))?;
        process::output(workspace.command("tar").arg("-xzf").arg(archive).arg("-C").arg(&own))?;
    }
    Ok(folder)
}

/// Lines, as ours counts them: of the files that it reads.
fn lines(workspace: &Workspace, cordon: &Path, folder: &Path) -> Result<u64> {
    let mut scan = workspace.command(cordon);
    let report = process::output(scan.args(OURS).arg(folder))?;
    let report: Value = serde_json::from_str(&report).context("cannot read what cordon scan says")?;
    report["lines"].as_u64().context("cordon scan names no lines")
}

/// GNU's `time` knows what no safe call of the standard library tells.
fn measure(workspace: &Workspace, program: &Path, args: &[&str], folder: &Path) -> Result<Run> {
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let report = workspace.target.join("bench/time");
        let mut time: Command = workspace.command("/usr/bin/time");
        time.args(["--format", "%U %S %M", "--output"]).arg(&report).arg(program).args(args).arg(folder);
        // A linter that has something to say exits with 1.
        let output = time.output().context("GNU time must be at /usr/bin/time")?;
        let report = fs::read_to_string(&report).context("GNU time wrote nothing")?;
        let numbers: Vec<f64> =
            report.lines().last().unwrap_or_default().split(' ').filter_map(|number| number.parse().ok()).collect();
        let [user, system, kilobytes] = numbers[..] else {
            bail!("{}: {report}{}", program.display(), String::from_utf8_lossy(&output.stderr));
        };
        runs.push(Run { seconds: user + system, megabytes: kilobytes / 1024.0 });
    }
    runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    Ok(runs.swap_remove(RUNS / 2))
}
