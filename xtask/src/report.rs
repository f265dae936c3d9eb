//! The summary of a run: a table, the slowest parts, and what was skipped.

use std::cmp::Reverse;
use std::time::Duration;

use crate::tally::{Counts, Skip, Tally};

const SLOWEST: usize = 10;

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

/// A line for each reason in each part, with the tests that gave it.
fn print_skipped(outcomes: &[Outcome]) {
    for Outcome { suite, tally, .. } in outcomes {
        let mut groups: Vec<(&Skip, Vec<&str>)> = Vec::new();
        for skip in &tally.skips {
            match groups.iter_mut().find(|(first, _)| first.part == skip.part && first.reason == skip.reason) {
                Some((_, tests)) => tests.push(&skip.test),
                None => groups.push((skip, vec![&skip.test])),
            }
        }
        if !groups.is_empty() {
            println!("\nSkipped in {suite}:");
        }
        for (Skip { part, reason, .. }, tests) in groups {
            let reason = if reason.is_empty() { "no reason given" } else { reason };
            println!("  {part}, {reason} ({}): {}", tests.len(), tests.join("; "));
        }
    }
}
