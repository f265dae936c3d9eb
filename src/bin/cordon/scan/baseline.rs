//! What an earlier scan found already.

use std::collections::HashMap;
use std::path::Path;

use cordon_scan::Finding;
use serde::Deserialize;

use crate::failure::Failure;
use crate::input::Input;

/// Findings by fingerprint, counted: the same line with the same fault a second time is new.
#[derive(Debug)]
pub(super) struct Baseline {
    name: String,
    counts: HashMap<String, usize>,
}

#[derive(Deserialize)]
struct Report {
    findings: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    fingerprint: String,
}

impl Baseline {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let input = Input::read(path)?;
        let report: Report = input.json("a report by cordon scan --format json")?;
        let mut counts = HashMap::new();
        for entry in report.findings {
            *counts.entry(entry.fingerprint).or_default() += 1;
        }
        Ok(Self { name: input.name, counts })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a finding is known. What is found twice has to be known twice.
    pub(super) fn knows(&mut self, finding: &Finding) -> bool {
        match self.counts.get_mut(&finding.fingerprint()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }
}
