//! A report for other programs and for people. Its JSON is the source of truth; these are made from it.
//!
//! - [`sarif()`]: [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), for code scanning.
//! - [`github()`]: workflow commands, which become annotations.
//! - [`table()`]: for a terminal.

mod github;
mod sarif;
mod table;
mod text;

pub use github::github;
pub use sarif::{SarifOptions, sarif, to_sarif};
pub use table::{Style, table};

use crate::audit::AuditReport;
use crate::finding::Finding;

/// A report, with what is known of its findings beside.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    /// The report.
    pub report: &'a AuditReport,
    /// What was audited.
    pub subject: Subject,
    /// One for each finding, in their order. Where there are fewer, the rest have none.
    pub marks: Vec<Mark>,
}

/// What was audited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// Nothing with a name.
    #[default]
    Nameless,
    /// What a URL answered with.
    Url(String),
    /// A file, by its path.
    File(String),
}

/// What a finding does not say of itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// Where in the subject's file it stands.
    pub region: Option<Region>,
    /// Whether an earlier report had it. None: there is no earlier report.
    pub known: Option<bool>,
}

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// From 1.
    pub line: usize,
    /// The column of the first character, from 1, in code points.
    pub start: usize,
    /// The column behind the last one.
    pub end: usize,
}

impl<'a> Shown<'a> {
    /// A report and nothing beside.
    pub fn new(report: &'a AuditReport, subject: Subject) -> Self {
        Self { report, subject, marks: Vec::new() }
    }

    /// The findings with their marks.
    pub fn findings(&self) -> impl Iterator<Item = (&'a Finding, Mark)> {
        let mark = |at: usize| self.marks.get(at).copied().unwrap_or_default();
        self.report.findings.iter().enumerate().map(move |(at, finding)| (finding, mark(at)))
    }

    /// Those that no earlier report had.
    pub fn new_findings(&self) -> impl Iterator<Item = (&'a Finding, Mark)> {
        self.findings().filter(|(_, mark)| mark.known != Some(true))
    }

    /// How many an earlier report had.
    pub fn known(&self) -> usize {
        self.findings().filter(|(_, mark)| mark.known == Some(true)).count()
    }
}

impl Subject {
    /// The URL or the path.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Nameless => None,
            Self::Url(name) | Self::File(name) => Some(name),
        }
    }
}

/// The title, and what the finding is about.
fn headline(finding: &Finding) -> String {
    match finding.subject() {
        Some(subject) => format!("{}: {subject}", finding.title),
        None => finding.title.clone(),
    }
}
