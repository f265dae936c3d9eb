//! Every code, and every finding: what it is called, what it costs, an example that raises it and the corrected one.
//! `docs/findings.md` is written from here, and a test tries each `raised` and each `fixed`. What the sanitizer removes is in
//! [`RemovalCode`].
//!
//! `guide` names the guide that a score is taken from; the others are chosen to stand in order beside those. `docs/scoring.md`
//! maps what each guide finds to these, and says where one is wrong about the platform: there browsers count.

mod apps;
mod code;
pub mod cors;
mod csp;
mod headers;
mod page;
mod removals;
pub mod request_policy;
mod speculation;
mod tool_result;

pub use apps::*;
pub use code::Code;
pub use csp::*;
pub use headers::*;
pub use page::*;
pub use removals::RemovalCode;
pub use speculation::*;
pub use tool_result::*;

use super::{Engine, Evidence, Finding, Severity};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Family {
    /// `Content-Security-Policy`.
    Csp,
    /// Where violations are reported.
    Reporting,
    /// Speculation rules, as headers and policies let them in.
    Speculation,
    /// Speculation rules themselves: the examples are their JSON.
    SpeculationRules,
    /// `Permissions-Policy`.
    PermissionsPolicy,
    /// `Connection-Allowlist`.
    ConnectionAllowlist,
    /// Referrer-Policy, Cross-Origin-Opener-Policy, Cross-Origin-Resource-Policy.
    Isolation,
    /// What an MCP App asks for: the examples are its `_meta.ui`.
    UiMeta,
    /// A page, a response or its headers, against the policy that it is to have.
    Drift,
    /// What stands beside a page's headers: its document, its frames, its workers, the rest of its origin.
    Page,
    /// What a server answers to other origins: the examples are exchanges with it.
    Cors,
    /// Which requests reach a handler: the examples are exchanges.
    RequestPolicy,
    /// A server's routes: the examples are their methods and paths.
    Routes,
    /// What a server is to allow: the examples are policies of CORS, which warn of it.
    CorsPolicy,
    /// What a tool sent: the examples are `CallToolResult`s.
    ToolResult,
    /// A URL that somebody else wrote: the examples are links.
    Url,
}

/// A guide that the project started from, and that gives points.
///
/// Closed: the project started from three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guide {
    /// On `navigator.sendBeacon` and `connect-src`.
    Beacon,
    /// On Background Fetch.
    BackgroundFetch,
    /// On Fetch Metadata.
    FetchMetadata,
}

/// A finding, before anything was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// Stable name.
    pub code: Code,
    /// What it is about.
    pub family: Family,
    /// How bad it is.
    pub severity: Severity,
    /// Points off a score of 100.
    pub score: i32,
    /// The engines it applies to; empty: all.
    pub engines: &'static [Engine],
    /// What was found, in a line.
    pub title: &'static str,
    /// What an attacker does with it.
    pub why: &'static str,
    /// What does not raise it, a line each.
    pub fixed: &'static str,
    /// The specification section or measurement behind it.
    pub reference: &'static str,
}

/// A definition with an example that raises its finding: for the docs and the tests, which no module of the package carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The finding.
    pub definition: Definition,
    /// What raises it, a line each: `fixed`, before it was corrected.
    pub raised: &'static str,
    /// The guide that its score is taken from.
    pub guide: Option<Guide>,
}

impl Definition {
    /// The finding, with what was seen.
    pub fn found(&self, evidence: Option<Evidence>) -> Finding {
        Finding {
            code: self.code.into(),
            severity: self.severity,
            score: self.score,
            title: self.title.into(),
            why: self.why.into(),
            fix: (!self.fixed.is_empty()).then(|| self.fixed.into()),
            evidence,
            engines: (!self.engines.is_empty()).then(|| self.engines.to_vec()),
            reference: self.reference.into(),
        }
    }

    /// The finding, where the reason is another each time, and what was seen is a stranger's: there is no correction of it.
    pub fn found_because(&self, why: &str, evidence: Evidence) -> Finding {
        Finding { why: why.into(), fix: None, ..self.found(Some(evidence)) }
    }
}

/// Rows of findings: constants of their names, and `ENTRIES`, in order. Of an example each literal is a line.
macro_rules! findings {
    ($($name:ident: $code:literal {
        family: $family:ident, severity: $severity:ident, score: $score:literal
            $(, guide: $guide:ident)? $(, engines: [$($engine:ident),+])?,
        title: $title:literal,
        why: $why:literal,
        raised: [$($raised:literal $(, $raised_more:literal)* $(,)?)?],
        fixed: [$($fixed:literal $(, $fixed_more:literal)* $(,)?)?],
        reference: $reference:literal,
    })*) => {
        $(
            #[doc = concat!("`", $code, "`: ", $title, ".")]
            pub const $name: $crate::finding::registry::Definition = $crate::finding::registry::Definition {
                code: $crate::finding::registry::Code::new($code),
                family: $crate::finding::registry::Family::$family,
                severity: $crate::finding::Severity::$severity,
                score: $score,
                engines: &[$($($crate::finding::Engine::$engine),+)?],
                title: $title,
                why: $why,
                fixed: concat!($($fixed $(, "\n", $fixed_more)*)?),
                reference: $reference,
            };
        )*

        pub(in crate::finding::registry) const ENTRIES: &[$crate::finding::registry::Entry] = &[
            $($crate::finding::registry::Entry {
                definition: $name,
                raised: concat!($($raised $(, "\n", $raised_more)*)?),
                guide: [$($crate::finding::registry::Guide::$guide)?].first().copied(),
            }),*
        ];
    };
}

use findings;

/// All findings, in the order of their files.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    let of_headers = [csp::ENTRIES, headers::ENTRIES, speculation::ENTRIES, apps::ENTRIES, page::ENTRIES];
    let of_servers = [cors::ORIGINS, cors::ANSWERS, cors::PREFLIGHTS, request_policy::ENTRIES];
    of_headers.into_iter().chain(of_servers).chain([tool_result::ENTRIES]).flatten()
}

/// The definition of a code; what follows a colon in a finding's code is its subject.
pub fn definition(code: &str) -> Option<&'static Definition> {
    let code = code.split(':').next().unwrap_or(code);
    entries().map(|entry| &entry.definition).find(|definition| definition.code == code)
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    fn codes() -> Vec<&'static str> {
        let of_findings = entries().map(|entry| entry.definition.code.as_str());
        of_findings.chain(RemovalCode::ALL.iter().map(|code| code.as_str())).collect()
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let inside =
            fs::read_dir(folder).expect("the folder can be read").map(|entry| entry.expect("it can be").path());
        inside.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }

    #[test]
    fn a_code_stands_once() {
        let codes = codes();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len(), "{codes:?}");
    }

    #[test]
    fn no_code_is_a_literal_outside_the_registry() {
        let (codes, source) = (codes(), Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
        let (mut found, mut read) = (Vec::new(), 0);
        for file in files(&source) {
            if file.starts_with(source.join("finding/registry")) {
                continue;
            }
            read += 1;
            let text = fs::read_to_string(&file).expect("the file can be read");
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for literal in lines.flat_map(|line| line.split(['"', '\'', '`']).skip(1)) {
                let code = literal.split(':').next().unwrap_or_default();
                found.extend(codes.contains(&code).then(|| format!("{}: {literal}", file.display())));
            }
        }
        assert!(read > 100, "the files were found: {read}");
        assert_eq!(found, [""; 0]);
    }
}
