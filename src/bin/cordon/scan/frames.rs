//! Findings for a terminal, each with the lines that its data comes through, and as annotations.

use std::fmt::Write as _;

use cordon_scan::{Place, Scan};
use mcp_cordon::audit::format::Style;

use super::{Shown, severity};
use mcp_cordon::finding::Severity;

/// The score, and each finding that is new.
pub(super) fn table(scan: &Scan, shown: &[Shown<'_>], style: Style) -> String {
    let paint =
        |text: &str, code: &str| if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    let new: Vec<&Shown<'_>> = shown.iter().filter(|shown| shown.known != Some(true)).collect();
    let mut text = String::new();
    let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let (findings, files, lines) = (count(new.len(), "finding"), count(scan.files, "file"), count(scan.lines, "line"));
    let head = format!("Score {}, grade {}", scan.score(), scan.grade());
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{}. {findings} in {files}, {lines}.", paint(&head, "1"));
    if scan.ignored > 0 {
        let _ = writeln!(text, "{} ignored by comments.", scan.ignored);
    }
    for shown in new {
        let rule = &shown.finding.rule;
        let (word, code) = match severity(rule) {
            Severity::Critical => ("CRITICAL", "31"),
            Severity::High => ("HIGH", "31"),
            Severity::Medium => ("MEDIUM", "33"),
            Severity::Low | Severity::Info => ("LOW", "36"),
        };
        let _ = writeln!(text, "\n{}  {}  {}", paint(word, code), rule.code, rule.score);
        let _ = writeln!(text, "    {}\n    {}", paint(&rule.title, "1"), rule.why);
        match shown.finding.path.as_slice() {
            [] => frame(&mut text, &shown.finding.place, ""),
            path => path.iter().for_each(|step| frame(&mut text, &step.place, &step.what)),
        }
        let _ = writeln!(text, "    {}", rule.fix);
    }
    text
}

fn frame(text: &mut String, place: &Place, what: &str) {
    let what = if what.is_empty() { String::new() } else { format!("  {what}") };
    let line: String = place.text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let _ = writeln!(text, "      {}:{}:{}{what}", safe(&place.file), place.line, place.column);
    let _ = writeln!(text, "        {}", line.trim());
}

fn safe(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Workflow commands, one for each finding.
pub(super) fn annotations(shown: &[Shown<'_>]) -> String {
    let mut text = String::new();
    for shown in shown.iter().filter(|shown| shown.known != Some(true)) {
        let (rule, place) = (&shown.finding.rule, &shown.finding.place);
        let command = match severity(rule) {
            Severity::Critical | Severity::High => "error",
            Severity::Medium => "warning",
            Severity::Low | Severity::Info => "notice",
        };
        let from = shown.finding.path.first().map(|step| format!(" From {}:{}.", step.place.file, step.place.line));
        let message = format!("{} {}{}", rule.why, rule.fix, from.unwrap_or_default());
        let _ = writeln!(
            text,
            "::{command} file={},line={},col={},endColumn={},title={}::{}",
            property(&place.file),
            place.line,
            place.column,
            place.end_column,
            property(&format!("{}: {}", rule.code, rule.title)),
            data(&message),
        );
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
