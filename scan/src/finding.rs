//! What a scan found.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;

use crate::rules::{Rule, Severity};

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The file, as it was given.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in code points.
    pub column: usize,
    /// The column behind the last one on that line.
    pub end_column: usize,
    /// The line.
    pub text: String,
    /// The bytes of the file.
    #[serde(skip)]
    pub bytes: (usize, usize),
}

/// One place that data comes through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Where.
    pub place: Place,
    /// What it is there: of the first, whose data it is.
    pub what: String,
}

/// What a finding says: a rule's words, or those of an audit that judged a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Stable name.
    pub code: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// Points off a score of 100.
    pub score: i32,
    /// What was found, in a line.
    pub title: Cow<'static, str>,
    /// What an attacker does with it.
    pub why: Cow<'static, str>,
    /// What to do about it.
    pub fix: Cow<'static, str>,
    /// When it is wrong.
    pub wrong: Cow<'static, str>,
}

impl From<&'static Rule> for Verdict {
    fn from(rule: &'static Rule) -> Self {
        Self {
            code: rule.code.into(),
            severity: rule.severity,
            score: rule.score,
            title: rule.title.into(),
            why: rule.why.into(),
            fix: rule.fix.into(),
            wrong: rule.wrong.into(),
        }
    }
}

/// A header that a file of configuration or a server's code writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// As it is written.
    pub name: &'a str,
    /// As it is sent.
    pub value: &'a str,
}

/// What somebody else finds wrong with a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What it is.
    pub verdict: Verdict,
    /// The bytes of the value that it is about; all of them, if none.
    pub part: Option<(usize, usize)>,
}

/// Who judges what a scan only cuts out.
#[derive(Clone, Copy)]
pub struct Judges<'a> {
    /// What is wrong with a header.
    pub header: &'a dyn Fn(Header<'_>) -> Vec<Judged>,
    /// Whether a text holds what nobody sees.
    pub hides_text: &'a dyn Fn(&str) -> bool,
}

impl std::fmt::Debug for Judges<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Judges")
    }
}

impl Default for Judges<'_> {
    /// Headers are judged by nobody, and every character that may be invisible counts.
    fn default() -> Self {
        Self { header: &|_| Vec::new(), hides_text: &crate::models::hides_text }
    }
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: Verdict,
    /// Where.
    pub place: Place,
    /// From the source to there. Empty for a rule that no data has to reach.
    pub path: Vec<Step>,
}

/// All that a scan found, the worst first.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// What was found.
    pub findings: Vec<Finding>,
    /// Files that were read.
    pub files: usize,
    /// Lines of them.
    pub lines: usize,
    /// Files that are not what their name says, with the reason. They were not judged.
    pub unread: Vec<(String, String)>,
    /// Findings that a comment told to ignore.
    pub ignored: usize,
}

/// Points that a second finding of the same rule costs.
const EACH_MORE: i32 = 1;

impl Scan {
    /// From 100. A rule is paid for once; each further place costs a point more.
    pub fn score(&self) -> i32 {
        let mut counts: HashMap<&str, i32> = HashMap::new();
        let mut off = 0;
        for finding in &self.findings {
            let count = counts.entry(finding.rule.code.as_ref()).or_default();
            off += if *count == 0 { -finding.rule.score } else { EACH_MORE.min(-finding.rule.score) };
            *count += 1;
        }
        (100 - off).max(0)
    }

    /// The score in a letter; a critical finding allows no better one than D.
    pub fn grade(&self) -> char {
        let grade = match self.score() {
            90.. => 'A',
            75.. => 'B',
            60.. => 'C',
            40.. => 'D',
            _ => 'F',
        };
        let is_critical = self.findings.iter().any(|finding| finding.rule.severity == Severity::Critical);
        if is_critical { grade.max('D') } else { grade }
    }
}

impl Finding {
    /// The same for the same finding after lines above it moved: its rule, its file, its line's text.
    pub fn fingerprint(&self) -> String {
        let text: Vec<&str> = self.place.text.split_whitespace().collect();
        format!("{} {} {}", self.rule.code, self.place.file, text.join(" "))
    }
}
