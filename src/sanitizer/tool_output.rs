//! Markup in, safe markup out.

use serde::Serialize;

use super::fixpoint::{Readers, Settled, bail, settle};
#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
use super::fixpoint::{again, write};
use super::options::SanitizeOptions;
use super::output::Output;
use super::report::{Removal, Report};
use crate::error::Error;
use crate::html::straight::Bail;

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
    Ok(settle(html, options, Readers::USUAL, &mut Report::new(false), None)?.html)
}

/// Makes `html` safe to show and says what was removed.
///
/// # Errors
/// As [`sanitize_tool_output`].
pub fn inspect_tool_output(html: &str, options: &SanitizeOptions<'_>) -> Result<SanitizeReport, Error> {
    Ok(settle_reported(html, options, Readers::USUAL, None)?.0)
}

/// Makes `html` safe, writes it to `output` element by element, and says what was removed.
///
/// # Errors
/// As [`sanitize_tool_output`]; nothing has been written then.
#[cfg(any(feature = "markdown", target_arch = "wasm32"))]
pub(crate) fn write_tool_output(
    html: &str,
    options: &SanitizeOptions<'_>,
    output: &mut dyn Output,
) -> Result<SanitizeReport, Error> {
    let (report, settled) = settle_reported(html, options, Readers::USUAL, Some(&mut *output))?;
    // Else the last pass is done once more, for what it writes beside a string. It read what an earlier one wrote.
    if !settled.is_beside {
        output.clear();
        write(&settled.input, &again(options), output, &mut Report::new(false))?;
    }
    Ok(report)
}

/// As [`inspect_tool_output`], by the readers named: for the tests that hold the one to the other.
///
/// # Errors
/// As [`sanitize_tool_output`].
#[doc(hidden)]
pub fn inspect_tool_output_by(
    readers: Readers,
    html: &str,
    options: &SanitizeOptions<'_>,
) -> Result<SanitizeReport, Error> {
    Ok(settle_reported(html, options, readers, None)?.0)
}

/// Why the straight path leaves an input to the full one; nothing, where it does not.
#[doc(hidden)]
pub fn why_not_straight(html: &str, options: &SanitizeOptions<'_>) -> Option<Bail> {
    bail(html, options)
}

fn settle_reported<'h>(
    html: &'h str,
    options: &SanitizeOptions<'_>,
    readers: Readers,
    beside: Option<&mut dyn Output>,
) -> Result<(SanitizeReport, Settled<'h>), Error> {
    options.check()?;
    options.check_length(html)?;
    let mut report = Report::new(true);
    let mut settled = settle(html, options, readers, &mut report, beside)?;
    let safe = std::mem::take(&mut settled.html);
    let changed = safe != html;
    Ok((SanitizeReport { html: safe, removed: report.into_removals(), changed }, settled))
}
