//! What the audits and the sanitizer say: severities and findings.

pub(crate) mod checks;
mod fingerprint;
pub mod registry;

pub use registry::{Code, RemovalCode};

use serde::{Deserialize, Serialize};

/// How bad it is, worst first.
///
/// Closed: whoever gates on a severity has to place each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Data leaves or script runs now.
    Critical,
    /// One more step of an attacker's suffices.
    High,
    /// A layer is missing that another one stands in for.
    Medium,
    /// Weakens diagnosis or defense in depth.
    Low,
    /// Worth knowing; costs nothing.
    Info,
}

/// A browser family, or the specification where it differs from all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Engine {
    /// Chromium and what is built on it.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKit.
    Webkit,
    /// The specification's text.
    Spec,
}

/// What was seen that led to a finding.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Evidence {
    /// The header's name, or `meta`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// Its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The bytes of `value` that the finding is about: start and end, in UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<(usize, usize)>,
    /// Where in a structure: a JSON pointer, or an element path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The URL concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// One thing that an audit found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finding {
    /// Stable name: that of a [`Code`], and after a colon, if there is one, its subject.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// Points off a score of 100: zero or negative.
    pub score: i32,
    /// What was found, in a line.
    pub title: String,
    /// What an attacker does with it.
    pub why: String,
    /// The corrected header or call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// What was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// The engines it applies to; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engines: Option<Vec<Engine>>,
    /// The specification section or measurement behind it.
    pub reference: String,
}

impl Finding {
    /// The code without its subject, which follows a colon.
    pub(crate) fn rule(&self) -> &str {
        self.code.split(':').next().unwrap_or(&self.code)
    }

    /// What a code's colon is followed by: the feature, for a finding about one.
    pub(crate) fn subject(&self) -> Option<&str> {
        self.code.split_once(':').map(|(_, subject)| subject)
    }

    /// What the sanitizer removed, as a finding: it costs no points.
    #[cfg(feature = "html")]
    pub(crate) fn removed(code: RemovalCode, title: String, why: String, reference: &str, evidence: Evidence) -> Self {
        Self {
            code: code.code().into(),
            severity: code.severity(),
            score: 0,
            title,
            why,
            fix: None,
            evidence: Some(evidence),
            engines: None,
            reference: reference.to_owned(),
        }
    }
}
