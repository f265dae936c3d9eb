//! What the tests' output says: counts, how long each part took, and what was skipped for which reason.

use std::fmt;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Deserialize;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

/// A test program, a test file or an end-to-end suite.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) time: Duration,
}

/// A test that was skipped or failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    pub(crate) part: String,
    pub(crate) test: String,
    /// Empty where none is given.
    pub(crate) reason: String,
}

/// Adds up what one suite's programs say.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) counts: Counts,
    pub(crate) parts: Vec<Part>,
    pub(crate) skips: Vec<Case>,
    pub(crate) failures: Vec<Case>,
    /// Tests that skipped themselves: libtest, which knows no such thing, is about to count them as passed.
    skipped_themselves: u64,
    /// The test program that cargo runs now.
    running: Option<(String, Instant)>,
}

/// A part in the JSON of `tests/support/reporter.mjs`.
#[derive(Debug, Deserialize)]
struct Reported {
    name: String,
    seconds: f64,
    passed: u64,
    failed: u64,
    skipped: u64,
    skips: Vec<ReportedCase>,
    failures: Vec<ReportedCase>,
}

#[derive(Debug, Deserialize)]
struct ReportedCase {
    name: String,
    reason: String,
}

impl Counts {
    pub(crate) fn ran(&self) -> u64 {
        self.passed + self.failed
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

impl Tally {
    /// Reads a line of `cargo test`: which program it runs, which tests are ignored, which write that they skip themselves,
    /// and the counts, such as `test result: ok. 3 passed; 0 failed; 1 ignored; …`, which both libtest and the WebAssembly test runner write once a
    /// test program. The latter writes no such line, and succeeds, when a program that should run in a browser has no test: a
    /// failure here.
    pub(crate) fn read_libtest(&mut self, line: &str) {
        if let Some(name) = program(line) {
            self.end_program();
            self.running = Some((name.to_owned(), Instant::now()));
        } else if let Some((test, reason)) = ignored(line) {
            self.skips.push(self.case(test, reason));
        } else if let Some((test, reason)) = skipped(line) {
            self.skipped_themselves += 1;
            self.skips.push(self.case(test, reason));
        } else if let Some(test) = failed(line) {
            self.failures.push(self.case(test, ""));
        } else if line == "no tests to run!" {
            self.counts.failed += 1;
        } else if let Some((_, counts)) = line.strip_prefix("test result: ").and_then(|result| result.split_once(". "))
        {
            let skipped = std::mem::take(&mut self.skipped_themselves);
            self.counts.skipped += skipped;
            for (number, what) in counts.split(';').filter_map(|count| count.trim().split_once(' ')) {
                let Ok(number) = number.parse::<u64>() else { continue };
                match what {
                    "passed" => self.counts.passed += number.saturating_sub(skipped),
                    "failed" => self.counts.failed += number,
                    "ignored" => self.counts.skipped += number,
                    _ => {}
                }
            }
            self.end_program();
        }
    }

    /// Reads what the reporter of Node's tests wrote.
    pub(crate) fn read_report(&mut self, file: &Path) -> Result<()> {
        let text = fs::read_to_string(file).with_context(|| format!("the tests left no {}", file.display()))?;
        let parts: Vec<Reported> =
            serde_json::from_str(&text).with_context(|| format!("{} is no report", file.display()))?;
        for Reported { name, seconds, passed, failed, skipped, skips, failures } in parts {
            self.counts.add(Counts { passed, failed, skipped });
            let case = |ReportedCase { name: test, reason }| Case { part: name.clone(), test, reason };
            self.skips.extend(skips.into_iter().map(case));
            self.failures.extend(failures.into_iter().map(case));
            self.parts.push(Part { name, time: Duration::try_from_secs_f64(seconds).unwrap_or_default() });
        }
        Ok(())
    }

    fn case(&self, test: &str, reason: &str) -> Case {
        let part = self.running.as_ref().map_or_else(String::new, |(name, _)| name.clone());
        Case { part, test: test.to_owned(), reason: reason.to_owned() }
    }

    fn end_program(&mut self) {
        if let Some((name, start)) = self.running.take() {
            self.parts.push(Part { name, time: start.elapsed() });
        }
    }
}

/// The program in a line such as `     Running tests/audit.rs (target/debug/deps/audit-…)` or `   Doc-tests mcp_cordon`.
fn program(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if let Some(running) = line.strip_prefix("Running ") {
        let (name, path) = running.split_once(" (")?;
        // The unit tests of each crate have one name: the binary's tells them apart.
        let binary = path.rsplit(['/', '\\']).next()?.split('-').next()?;
        return Some(if name.starts_with("unittests") { binary } else { name });
    }
    line.starts_with("Doc-tests ").then_some(line)
}

/// The test and the reason in a line such as `test name ... ignored, reason`.
fn ignored(line: &str) -> Option<(&str, &str)> {
    let (test, rest) = line.strip_prefix("test ")?.split_once(" ... ignored")?;
    Some((test, rest.trim_start_matches([',', ' '])))
}

/// The test and the reason in a line such as `test name ... skipped, reason`, which the test itself writes.
fn skipped(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("test ")?.split_once(" ... skipped, ")
}

/// The test in a line such as `test name ... FAILED`; the WebAssembly test runner writes `FAIL`.
fn failed(line: &str) -> Option<&str> {
    let (test, outcome) = line.strip_prefix("test ")?.split_once(" ... ")?;
    outcome.starts_with("FAIL").then_some(test)
}

#[cfg(test)]
mod tests {
    use super::{Case, Counts, Tally};

    #[test]
    fn libtest_results_add_up() {
        let mut tally = Tally::default();
        for line in [
            "     Running unittests src/lib.rs (target/debug/deps/mcp_cordon-0123456789abcdef)",
            "running 3 tests",
            "test tests::slow ... ignored, takes minutes",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "     Running tests/audit.rs (target/debug/deps/audit-0123456789abcdef)",
            "test tests::passed ... ok",
            "test tests::suite ... skipped, SUITE names no folder",
            "test tests::suite ... ok",
            "test tests::wrong ... FAILED",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 filtered out; finished in 1.50s",
            "   Doc-tests mcp_cordon",
            "no tests to run!",
        ] {
            tally.read_libtest(line);
        }
        assert_eq!(tally.counts, Counts { passed: 6, failed: 3, skipped: 2 });
        let names: Vec<&str> = tally.parts.iter().map(|part| &*part.name).collect();
        assert_eq!(names, ["mcp_cordon", "tests/audit.rs"]);
        let case =
            |part: &str, test: &str, reason: &str| Case { part: part.into(), test: test.into(), reason: reason.into() };
        let skips = [
            case("mcp_cordon", "tests::slow", "takes minutes"),
            case("tests/audit.rs", "tests::suite", "SUITE names no folder"),
        ];
        assert_eq!(tally.skips, skips);
        assert_eq!(tally.failures, [case("tests/audit.rs", "tests::wrong", "")]);
    }
}
