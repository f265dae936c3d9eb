//! Output that must keep its own styles, as a document for a frame of its own.
//!
//! *Threat:* a style sheet restyles and covers whatever it shares a document with, and loads what it names. *Rule:* it gets
//! a document to itself, in an opaque origin (`sandbox=""`), under a policy that lets nothing load but what the
//! [`Policy`](crate::policy::Policy) lists. The policy is written ahead of the first byte of output, never spliced in by
//! looking for a `<head>`. Scripts, frames, `link`, `meta` and `base` are gone before: a sandboxed frame under
//! `default-src 'none'` still follows a `<link rel=preconnect>` (measured in Chromium 156).

use super::options::{Profile, SanitizeOptions};
use super::output::html::escape_text;
use super::tool_output::sanitize_tool_output;
use crate::error::Error;
use crate::policy::Use;
use crate::source::SourceList;

/// The documents for a frame that fits its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SandboxDocuments {
    /// What is shown.
    pub shown: String,
    /// The same, to be measured out of sight: under a policy that lets nothing load, so that what the policy lists is
    /// requested once. An image counts there with the size that its attributes give.
    pub ruler: String,
}

/// Pixels that a frame may take by its content. *Threat:* a style sheet gives its document any height, and pushes all that
/// follows in the host page out of reach. *Rule:* past this the frame scrolls.
pub const MOST_SANDBOX_HEIGHT: u32 = 4_000;

/// The whole document, for `srcdoc`.
///
/// # Errors
/// As [`sanitize_tool_output`].
pub fn sandbox_document(html: &str, title: &str, options: &SanitizeOptions<'_>) -> Result<String, Error> {
    sandbox_documents(html, title, options).map(|documents| documents.shown)
}

/// As [`sandbox_document`], with the document to measure.
///
/// # Errors
/// As [`sanitize_tool_output`].
pub fn sandbox_documents(html: &str, title: &str, options: &SanitizeOptions<'_>) -> Result<SandboxDocuments, Error> {
    let options = SanitizeOptions { profile: Profile::Sandbox, ..options.clone() };
    let body = sanitize_tool_output(html, &options)?;
    let title = escape_text(title);
    let from = options.policy.sources(Use::Resource);
    Ok(SandboxDocuments {
        shown: document(&body, &title, from),
        ruler: document(&body, &title, &SourceList::default()),
    })
}

fn document(body: &str, title: &str, listed: &SourceList) -> String {
    let from = if listed.is_empty() { String::new() } else { format!(" {listed}") };
    let csp = format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:{from}; media-src data:{from}; font-src data:{from}; \
         form-action 'none'; base-uri 'none'"
    );
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\
         <meta name=\"referrer\" content=\"no-referrer\"><title>{title}</title></head><body>{body}</body></html>",
        csp.replace('&', "&amp;").replace('"', "&quot;"),
    )
}
