//! The summary of a run: what was skipped, the slowest parts, what failed, and a table.

use std::cmp::Reverse;
use std::time::Duration;

use crate::tally::{Case, Counts, Tally};

const SLOWEST: usize = 10;
/// How many tests are named that failed for one reason: a browser that goes down takes hundreds with it.
const NAMED: usize = 12;

/// How one suite went. A suite that broke down, or ran nothing, counts as a failure.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) suite: &'static str,
    pub(crate) tally: Tally,
    pub(crate) time: Duration,
    pub(crate) trouble: Option<String>,
}

/// Prints the summary and, alone on the last line, the sum. Returns whether all is well.
pub(crate) fn print(outcomes: &[Outcome]) -> bool {
    print_skipped(outcomes);
    print_slowest(outcomes);
    print_failed(outcomes);
    println!("\n{:<14} {:>7} {:>7} {:>8} {:>8}", "suite", "passed", "failed", "skipped", "seconds");
    let mut sum = Counts::default();
    for outcome in outcomes {
        let Counts { passed, failed, skipped } = outcome.tally.counts;
        let seconds = outcome.time.as_secs_f64();
        println!("{:<14} {passed:>7} {failed:>7} {skipped:>8} {seconds:>8.1}", outcome.suite);
        sum.add(outcome.tally.counts);
    }
    for outcome in outcomes {
        if let Some(trouble) = &outcome.trouble {
            println!("{}: {trouble}", outcome.suite);
        }
    }
    println!("\n{sum}");
    sum.failed == 0
}

fn print_slowest(outcomes: &[Outcome]) {
    let mut parts: Vec<(Duration, &str, &str)> = Vec::new();
    for Outcome { suite, tally, .. } in outcomes {
        parts.extend(tally.parts.iter().map(|part| (part.time, *suite, &*part.name)));
    }
    parts.sort_by_key(|(time, ..)| Reverse(*time));
    println!("\nThe slowest, in seconds:");
    for (time, suite, name) in parts.into_iter().take(SLOWEST) {
        println!("{:>8.1}  {suite}: {name}", time.as_secs_f64());
    }
}

fn print_skipped(outcomes: &[Outcome]) {
    for Outcome { suite, tally, .. } in outcomes {
        print_cases(&format!("Skipped in {suite}:"), &tally.skips, usize::MAX);
    }
}

fn print_failed(outcomes: &[Outcome]) {
    for Outcome { suite, tally, .. } in outcomes {
        print_cases(&format!("Failed in {suite}:"), &tally.failures, NAMED);
    }
}

/// A line for each reason in each part, with the tests that gave it.
fn print_cases(title: &str, cases: &[Case], named: usize) {
    let mut groups: Vec<(&Case, Vec<&str>)> = Vec::new();
    for case in cases {
        match groups.iter_mut().find(|(first, _)| first.part == case.part && first.reason == case.reason) {
            Some((_, tests)) => tests.push(&case.test),
            None => groups.push((case, vec![&case.test])),
        }
    }
    if !groups.is_empty() {
        println!("\n{title}");
    }
    for (Case { part, reason, .. }, tests) in groups {
        let reason = if reason.is_empty() { "no reason given" } else { reason };
        let more = if tests.len() > named { "; …" } else { "" };
        println!("  {part}, {reason} ({}): {}{more}", tests.len(), tests[..tests.len().min(named)].join("; "));
    }
}
