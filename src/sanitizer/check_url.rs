//! One URL, judged outside any markup: an icon, an elicitation, an OAuth endpoint, a link that a client draws itself.
//!
//! *Threat:* `https://bank.test@evil.test/`, a host in letters that look like others, a `javascript:` address in a field
//! that a client hands to `window.open`. *Rule:* the sanitizer's own judgment, and a display form that cannot lie: made
//! from the parsed URL, ASCII, without credentials, the host in full.

use serde::{Deserialize, Serialize};

use super::options::{SanitizeOptions, UrlUse};
use super::report::Code;
use super::url::{self, Rejection};
use crate::error::shorten;
use crate::finding::registry::{self, Definition};
use crate::finding::{Evidence, Finding};
use crate::policy::Use;
use crate::source::{Url, is_loopback};

/// What a URL is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CheckUse {
    /// A link that the user may follow.
    #[default]
    Link,
    /// Something that loads when it is shown.
    Resource,
    /// A request of the page's own.
    Connect,
    /// A window or a tab that the client opens: `https` only, but for this machine.
    Open,
}

/// The judgment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UrlCheck {
    /// Whether it may be used so.
    pub allowed: bool,
    /// The URL to use, absolute and serialized; a reference that stays relative, as written. Absent where it is refused.
    pub url: Option<String>,
    /// What to show for it.
    pub display: String,
    /// Why it is refused, and what is odd about it.
    pub findings: Vec<Finding>,
}

/// Judges `written`, relative to `base` if there is one, by the policy of `options`.
pub fn check_url(written: &str, wanted: CheckUse, base: Option<&str>, options: &SanitizeOptions<'_>) -> UrlCheck {
    let (parsed, judged) = judge(written, wanted, base, options);
    let mut findings = Vec::new();
    let (allowed, url) = match judged {
        Ok(url) => (true, Some(url)),
        Err(rejection) => {
            let title = format!("URL: {}", rejection.code.as_str());
            findings.push(Finding::removed(rejection.code, title, rejection.reason(), REFERENCE, seen(written)));
            (false, None)
        }
    };
    if let Some(host) = parsed.as_ref().and_then(Url::host)
        && host.split('.').any(|label| label.starts_with("xn--"))
    {
        findings.push(odd(&registry::URL_INTERNATIONALIZED_HOST, host));
    }
    if parsed.as_ref().is_some_and(|url| url.scheme() == "http" && !url.host().is_some_and(is_loopback)) {
        findings.push(odd(&registry::URL_INSECURE, written));
    }
    UrlCheck { allowed, url, display: parsed.as_ref().map_or_else(|| display_text(written), display), findings }
}

/// The URL, if it is one, and what to use for it or why it is refused.
pub(super) fn judge(
    written: &str,
    wanted: CheckUse,
    base: Option<&str>,
    options: &SanitizeOptions<'_>,
) -> (Option<Url>, Result<String, Rejection>) {
    let parsed = match base {
        // Without its base a reference means something else, so an unusable base makes none usable.
        Some(base) => Url::parse(base, None).and_then(|base| Url::parse(written, Some(&base))),
        None => Url::parse(written, None),
    };
    let input = parsed.as_ref().map_or(written, Url::href);
    let judged = match wanted {
        _ if base.is_some() && parsed.is_none() => Err(invalid()),
        CheckUse::Link => url::link(input, UrlUse { element: "a", attribute: "href" }, options),
        CheckUse::Resource => url::resource(input, UrlUse { element: "img", attribute: "src" }, options),
        CheckUse::Connect => connect(parsed.as_ref(), options),
        CheckUse::Open => open(parsed.as_ref(), input, options),
    };
    (parsed, judged)
}

fn connect(url: Option<&Url>, options: &SanitizeOptions<'_>) -> Result<String, Rejection> {
    let url = url.ok_or_else(invalid)?;
    if options.policy.judge(url, Use::Connect, &options.self_origin).allowed {
        return Ok(url.href().to_owned());
    }
    let reason = format!("policy.connect lacks {}", url.origin());
    Err(Rejection::new(Code::UrlOrigin, reason, display(url)))
}

fn open(url: Option<&Url>, input: &str, options: &SanitizeOptions<'_>) -> Result<String, Rejection> {
    let url = url.ok_or_else(invalid)?;
    if url.scheme() != "https" && !(url.scheme() == "http" && url.host().is_some_and(is_loopback_redirect)) {
        let reason = format!("{}: is not opened; https: is", url.scheme());
        return Err(Rejection::new(Code::UrlScheme, reason, display(url)));
    }
    url::link(input, UrlUse { element: "a", attribute: "href" }, options)
}

fn invalid() -> Rejection {
    Rejection::new(Code::UrlInvalid, "does not parse as an absolute URL", "")
}

/// RFC 8252 § 7.3: where a native application's redirect goes. Narrower than what is loopback to a browser: another program
/// than a browser may open the URL, and may ask the network for a name below `localhost`.
fn is_loopback_redirect(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// Scheme, host and path; the path cut, and the query only hinted at, since that is where secrets and noise are.
///
/// Payload: `vscode://evil.publisher/install`, `file://evil.test/share`. Neither has an origin (URL Standard § 4.7), and both
/// have a host, which is who gets the request. Rule: whatever the scheme, a host is shown, and nothing looks like one
/// that is none: `a:/.//b` and `a:////b` stay so.
fn display(url: &Url) -> String {
    let path = shorten(url.path(), 60);
    let query = if url.href().split('#').next().is_some_and(|rest| rest.contains('?')) { "?…" } else { "" };
    format!("{}{path}{query}", url.before_path())
}

/// What is no URL is shown escaped, so that no control in it can reorder or hide what stands around it.
fn display_text(written: &str) -> String {
    shorten(&written.escape_default().to_string(), 80)
}

const REFERENCE: &str = "https://url.spec.whatwg.org/";

fn odd(definition: &Definition, value: &str) -> Finding {
    definition.found_because(definition.why, seen(value))
}

fn seen(value: &str) -> Evidence {
    Evidence { url: Some(shorten(value, 200)), ..Evidence::default() }
}
