//! A page, over the network: each redirect a request of its own, so that each can be shown.

use std::fmt;
use std::time::Duration;

use mcp_cordon::audit::format::Subject;
use mcp_cordon::audit::{MetaPolicies, Response, document_policies};
use mcp_cordon::source::Url;
use ureq::Agent;
use ureq::http::header::{CONTENT_TYPE, LOCATION};
use ureq::http::{self, HeaderMap};

use super::Answer;
use crate::failure::Failure;

const USER_AGENT: &str = concat!("cordon/", env!("CARGO_PKG_VERSION"));
/// What a browser asks for when it navigates.
const ACCEPT: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const MOST_REDIRECTS: usize = 10;
const MOST_BYTES: u64 = 16 << 20;
const PATIENCE: Duration = Duration::from_secs(30);

/// An answer on the way, or the last one.
#[derive(Debug, Clone)]
pub(super) struct Hop {
    status: u16,
    url: String,
    /// Where it redirects to.
    to: Option<String>,
}

impl fmt::Display for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.url)?;
        self.to.iter().try_for_each(|to| write!(f, " -> {to}"))
    }
}

pub(super) fn fetch(written: &str) -> Result<Answer, Failure> {
    let mut url = Url::parse(written, None)
        .filter(Url::is_http)
        .ok_or_else(|| Failure::input(written, "expected an http or https URL"))?;
    if url.has_credentials() {
        return Err(Failure::Input("URL: a user name or a password in it would end up in the report".to_owned()));
    }
    let agent = agent();
    let mut hops = Vec::new();
    loop {
        let failed = |why: &dyn fmt::Display| unreachable(&url, &hops, why);
        let mut answer = agent.get(before_fragment(&url)).call().map_err(|error| failed(&error))?;
        let status = answer.status().as_u16();
        let Some(location) = redirect(status, answer.headers()) else {
            hops.push(Hop { status, url: url.href().to_owned(), to: None });
            let headers = headers(answer.headers());
            let MetaPolicies { enforced: meta, report_only: meta_report_only } =
                if is_html(answer.headers()) { meta(&url, answer.body_mut())? } else { MetaPolicies::default() };
            let subject = Subject::Url(url.href().to_owned());
            let response = Response { headers, meta, meta_report_only, url: Some(url), ..Response::default() };
            return Ok(Answer { subject, response, hops, lines: None });
        };
        let Some(next) = Url::parse(&location, Some(&url)).filter(Url::is_http) else {
            return Err(failed(&format!("redirects to {location:?}, which is no http or https URL")));
        };
        if hops.len() == MOST_REDIRECTS {
            return Err(failed(&format!("redirects for the {}th time", MOST_REDIRECTS + 1)));
        }
        hops.push(Hop { status, url: url.href().to_owned(), to: Some(next.href().to_owned()) });
        url = next;
    }
}

fn agent() -> Agent {
    Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .user_agent(USER_AGENT)
        .accept(ACCEPT)
        .build()
        .new_agent()
}

/// A failure of the last of some requests names how it was come to.
fn unreachable(url: &Url, hops: &[Hop], why: &dyn fmt::Display) -> Failure {
    let before: String = hops.iter().map(|hop| format!("\n  {hop}")).collect();
    let behind = if before.is_empty() { String::new() } else { format!("; behind{before}") };
    Failure::unreadable(url.href(), format!("cannot be fetched: {why}{behind}"))
}

fn before_fragment(url: &Url) -> &str {
    url.href().split('#').next().unwrap_or_default()
}

/// Fetch § 4.4: these and no others, where there is a location.
fn redirect(status: u16, headers: &HeaderMap) -> Option<String> {
    let location = headers.get(LOCATION).filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308))?;
    Some(String::from_utf8_lossy(location.as_bytes()).into_owned())
}

/// A header's bytes as Fetch reads them: one a character.
fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let value = |value: &http::HeaderValue| value.as_bytes().iter().copied().map(char::from).collect();
    headers.iter().map(|(name, given)| (name.as_str().to_owned(), value(given))).collect()
}

fn is_html(headers: &HeaderMap) -> bool {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    essence.is_empty() || essence.eq_ignore_ascii_case("text/html")
}

fn meta(url: &Url, body: &mut ureq::Body) -> Result<MetaPolicies, Failure> {
    let unreadable = |why: &dyn fmt::Display| Failure::unreadable(url.href(), format!("cannot be read: {why}"));
    let bytes = body.with_config().limit(MOST_BYTES).read_to_vec().map_err(|error| match error {
        ureq::Error::BodyExceedsLimit(_) => unreadable(&format!("the body has more than {MOST_BYTES} bytes")),
        error => unreadable(&error),
    })?;
    document_policies(&text(&bytes)).map_err(|error| unreadable(&error))
}

/// Markup in UTF-16 says so by its byte order mark; in every other encoding of the web a policy is ASCII.
fn text(bytes: &[u8]) -> String {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        _ => return String::from_utf8_lossy(bytes).into_owned(),
    };
    let units: Vec<u16> = bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(unit).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_as_text() {
        let units = |order: fn(u16) -> [u8; 2]| "\u{feff}<p>".encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for bytes in [units(u16::to_be_bytes), units(u16::to_le_bytes), "\u{feff}<p>".into()] {
            assert_eq!(text(&bytes), "\u{feff}<p>");
        }
        assert_eq!(text(b"<p>\xff"), "<p>\u{fffd}");
        assert_eq!(text(b""), "");
    }
}
