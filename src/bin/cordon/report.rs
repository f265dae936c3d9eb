//! Reports on standard output, and what they make of the exit code.

use std::process::ExitCode;

use clap::ValueEnum;
use mcp_cordon::audit::format::{self, Shown};
use mcp_cordon::finding::Severity;

use super::failure::{self, Failure};
use super::output;

/// How to print what was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal
    #[default]
    Table,
    /// The report; a list of them for a HAR file
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions, which become annotations
    Github,
}

/// The least severity that counts.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum FailOn {
    Critical,
    #[default]
    High,
    Medium,
    Low,
    Info,
    /// Findings never make the exit code 1
    None,
}

impl Format {
    /// Prints what was found; subcommands say what their JSON and their table are.
    pub(crate) fn print(
        self,
        shown: &[Shown<'_>],
        json: impl FnOnce() -> Result<(), Failure>,
        table: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        match self {
            Self::Table => output::print(&table()),
            Self::Json => json(),
            Self::Sarif => output::print_json(&format::sarif(shown)),
            Self::Github => output::print(&shown.iter().map(format::github).collect::<String>()),
        }
    }
}

impl FailOn {
    /// By the findings that no baseline knows.
    pub(crate) fn exit_code(self, shown: &[Shown<'_>]) -> ExitCode {
        let fails = shown.iter().flat_map(Shown::new_findings).any(|(finding, _)| self.is_reached(finding.severity));
        if fails { failure::objection() } else { ExitCode::SUCCESS }
    }

    pub(crate) fn is_reached(self, severity: Severity) -> bool {
        // The worst is the least.
        match self {
            Self::Critical => severity <= Severity::Critical,
            Self::High => severity <= Severity::High,
            Self::Medium => severity <= Severity::Medium,
            Self::Low => severity <= Severity::Low,
            Self::Info => true,
            Self::None => false,
        }
    }
}
