//! What an earlier report found already.

use std::collections::HashMap;
use std::path::Path;

use mcp_cordon::audit::AuditReport;
use serde::Deserialize;
use serde_json::Value;

use crate::failure::Failure;
use crate::input::Input;

/// Findings by what they are of and by fingerprint, counted: a second header with the same fault is new.
#[derive(Debug)]
pub(super) struct Baseline {
    name: String,
    counts: HashMap<(Option<String>, String), usize>,
}

/// A report among others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    url: Option<String>,
    report: AuditReport,
}

impl Baseline {
    /// Reads what `--format json` printed: a report, or a list of them with their URLs.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        const WHAT: &str = "a report by --format json";
        let input = Input::read(path)?;
        let json: Value = input.json(WHAT)?;
        let entries: Vec<Entry> =
            if json.is_array() { input.json(WHAT)? } else { vec![Entry { url: None, report: input.json(WHAT)? }] };
        let mut counts = HashMap::new();
        for Entry { url, report } in entries {
            for finding in &report.findings {
                *counts.entry((url.as_deref().map(page), finding.fingerprint())).or_default() += 1;
            }
        }
        Ok(Self { name: input.name, counts })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether each finding of a report is known. What is found twice has to be known twice.
    pub(super) fn known(&mut self, subject: Option<&str>, report: &AuditReport) -> Vec<bool> {
        let subject = subject.map(page);
        let mut take = |key: (Option<String>, String)| match self.counts.get_mut(&key) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        };
        let known = |fingerprint: String| take((subject.clone(), fingerprint.clone())) || take((None, fingerprint));
        report.findings.iter().map(|finding| finding.fingerprint()).map(known).collect()
    }
}

/// A URL without what differs from visit to visit.
fn page(url: &str) -> String {
    url.split(['?', '#']).next().unwrap_or(url).to_owned()
}
