//! Markup in, safe markup out.

use serde::Serialize;

#[cfg(target_arch = "wasm32")]
use super::fixpoint::write;
use super::fixpoint::{Settled, settle};
use super::options::SanitizeOptions;
#[cfg(target_arch = "wasm32")]
use super::output::Output;
use super::parse::tree::Tree;
use super::report::{Removal, Report};
use crate::error::Error;

/// What [`inspect_tool_output`] returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SanitizeReport {
    /// The safe HTML.
    pub html: String,
    /// Everything that was removed or replaced.
    pub removed: Vec<Removal>,
    /// Whether `html` differs from the input.
    pub changed: bool,
}

/// Makes `html` safe to show.
///
/// # Errors
/// An invalid option, or input over a limit; there is nothing to show then.
pub fn sanitize_tool_output(html: &str, options: &SanitizeOptions<'_>) -> Result<String, Error> {
    options.check()?;
    options.check_length(html)?;
    Ok(settle(html, options, &mut Report::new(false))?.html)
}

/// Makes `html` safe to show and says what was removed.
///
/// # Errors
/// As [`sanitize_tool_output`].
pub fn inspect_tool_output(html: &str, options: &SanitizeOptions<'_>) -> Result<SanitizeReport, Error> {
    Ok(settle_reported(html, options)?.0)
}

/// Makes `html` safe, writes it to `output` element by element, and says what was removed.
///
/// # Errors
/// As [`sanitize_tool_output`]; nothing has been written then.
#[cfg(target_arch = "wasm32")]
pub(crate) fn write_tool_output(
    html: &str,
    options: &SanitizeOptions<'_>,
    output: &mut dyn Output,
) -> Result<SanitizeReport, Error> {
    let (report, tree) = settle_reported(html, options)?;
    write(&tree, options, output, &mut Report::new(false))?;
    Ok(report)
}

fn settle_reported(html: &str, options: &SanitizeOptions<'_>) -> Result<(SanitizeReport, Tree), Error> {
    options.check()?;
    options.check_length(html)?;
    let mut report = Report::new(true);
    let Settled { html: safe, tree } = settle(html, options, &mut report)?;
    let changed = safe != html;
    Ok((SanitizeReport { html: safe, removed: report.into_removals(), changed }, tree))
}
