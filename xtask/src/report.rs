//! What the suites' output says: counts per suite, and the summary.

use std::fmt;
use std::time::Duration;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    pub(crate) fn ran(&self) -> u64 {
        self.passed + self.failed
    }

    /// Counts in a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; …`, which both
    /// libtest and the WebAssembly test runner write once a test program. The latter writes no such
    /// line, and succeeds, when a program that should run in a browser has no test: a failure here.
    pub(crate) fn read_libtest(&mut self, line: &str) {
        if line == "no tests to run!" {
            self.failed += 1;
        }
        let Some((_, counts)) = line.split_once("test result: ").and_then(|(_, result)| result.split_once(". ")) else {
            return;
        };
        for count in counts.split(';') {
            if let Some((number, what)) = count.trim().split_once(' ') {
                self.add(what, number);
            }
        }
    }

    /// Counts in a line such as `ℹ pass 3`, of which Node's test runner writes several at the end.
    pub(crate) fn read_node(&mut self, line: &str) {
        if let Some((what, number)) = line.strip_prefix("ℹ ").and_then(|count| count.split_once(' ')) {
            self.add(what, number);
        }
    }

    fn add(&mut self, what: &str, number: &str) {
        let Ok(number) = number.trim().parse::<u64>() else { return };
        match what {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "cancelled" => self.failed += number,
            "ignored" | "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// How one suite went. A suite that broke down, or ran nothing, counts as a failure.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) suite: &'static str,
    pub(crate) counts: Counts,
    pub(crate) time: Duration,
    pub(crate) trouble: Option<String>,
}

/// Prints the table and, alone on the last line, the sum. Returns whether all is well.
pub(crate) fn print(outcomes: &[Outcome]) -> bool {
    println!("\n{:<14} {:>7} {:>7} {:>8} {:>8}", "suite", "passed", "failed", "skipped", "seconds");
    let mut sum = Counts::default();
    for outcome in outcomes {
        let Counts { passed, failed, skipped } = outcome.counts;
        let seconds = outcome.time.as_secs_f64();
        println!("{:<14} {passed:>7} {failed:>7} {skipped:>8} {seconds:>8.1}", outcome.suite);
        sum.passed += passed;
        sum.failed += failed;
        sum.skipped += skipped;
    }
    for outcome in outcomes {
        if let Some(trouble) = &outcome.trouble {
            println!("{}: {trouble}", outcome.suite);
        }
    }
    println!("\n{sum}");
    sum.failed == 0
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn libtest_results_add_up() {
        let mut counts = Counts::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 filtered out; finished in 1.50s",
            "test tests::passed ... ok",
            "no tests to run!",
        ] {
            counts.read_libtest(line);
        }
        assert_eq!(counts, Counts { passed: 7, failed: 3, skipped: 1 });
    }

    #[test]
    fn node_results_add_up() {
        let mut counts = Counts::default();
        for line in [
            "ℹ tests 9",
            "ℹ suites 1",
            "ℹ pass 4",
            "ℹ fail 1",
            "ℹ cancelled 1",
            "ℹ skipped 2",
            "ℹ todo 1",
            "ℹ duration_ms 12.5",
            "pass 100",
        ] {
            counts.read_node(line);
        }
        assert_eq!(counts, Counts { passed: 4, failed: 2, skipped: 3 });
    }
}
