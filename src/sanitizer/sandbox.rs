//! Output that must keep its own styles, as a document for a frame of its own.
//!
//! *Threat:* a style sheet restyles and covers whatever it shares a document with, and loads what it names. *Rule:* it gets
//! a document to itself, in an opaque origin (`sandbox=""`), under a policy that lets nothing load but what the
//! [`Policy`](crate::policy::Policy) lists. The policy is written ahead of the first byte of output, never spliced in by
//! looking for a `<head>`. Scripts, frames, `link`, `meta` and `base` are gone before: a sandboxed frame under
//! `default-src 'none'` still follows a `<link rel=preconnect>` (measured in Chromium 156).

use super::options::{Profile, SanitizeOptions};
use super::sanitize_tool_output;
use super::serialize::escape_text;
use crate::error::Error;
use crate::policy::Use;

/// The whole document, for `srcdoc`.
///
/// # Errors
/// As [`sanitize_tool_output`].
pub fn sandbox_document(html: &str, title: &str, options: &SanitizeOptions<'_>) -> Result<String, Error> {
    let options = SanitizeOptions { profile: Profile::Sandbox, ..options.clone() };
    let body = sanitize_tool_output(html, &options)?;
    let listed = options.policy.sources(Use::Resource);
    let from = if listed.is_empty() { String::new() } else { format!(" {listed}") };
    let csp = format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:{from}; media-src data:{from}; font-src data:{from}; \
         form-action 'none'; base-uri 'none'"
    );
    Ok(format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\
         <meta name=\"referrer\" content=\"no-referrer\"><title>{}</title></head><body>{body}</body></html>",
        csp.replace('&', "&amp;").replace('"', "&quot;"),
        escape_text(title)
    ))
}
