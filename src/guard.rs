//! The guard's decision: may this call go out? Pure, so that the page's script can neither see nor sway it.

mod client;

use serde::Serialize;

use crate::policy::{Policy, Use, Verdict};
use crate::source::{Origin, Url};

pub use client::{ClientRequest, decide_client};

/// A script API that can send something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub enum Api {
    /// `fetch`, keepalive or not.
    #[serde(rename = "fetch")]
    Fetch,
    /// `fetchLater`.
    #[serde(rename = "fetchLater")]
    FetchLater,
    /// `navigator.sendBeacon`.
    #[serde(rename = "sendBeacon")]
    SendBeacon,
    /// `XMLHttpRequest`.
    #[serde(rename = "XMLHttpRequest")]
    XmlHttpRequest,
    /// `BackgroundFetchManager.prototype.fetch`.
    #[serde(rename = "backgroundFetch")]
    BackgroundFetch,
}

impl Api {
    /// What the API uses a URL for.
    ///
    /// Background Fetch has a list of its own: `connect-src` is asked about its first URL only, an answer of 307 then
    /// carries the body anywhere, and `redirect: "error"` is ignored (measured in Chromium 156).
    pub const fn uses(self) -> Use {
        match self {
            Self::BackgroundFetch => Use::BackgroundFetch,
            _ => Use::Connect,
        }
    }

    /// The name that violations carry.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fetch => "fetch",
            Self::FetchLater => "fetchLater",
            Self::SendBeacon => "sendBeacon",
            Self::XmlHttpRequest => "XMLHttpRequest",
            Self::BackgroundFetch => "backgroundFetch",
        }
    }
}

/// One call, read once. `url` is absolute: it was resolved where the platform would have resolved it.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// What was called.
    pub api: Api,
    /// Where it goes.
    pub url: &'a str,
}

/// 1. What is no URL is refused.
/// 2. `data:` and `blob:` URLs stay in the page: they are allowed to the APIs that only read them.
/// 3. The rest must be listed for what the API does with it.
pub fn decide(policy: &Policy, self_origin: &Origin, request: Request<'_>) -> Verdict {
    let Some(url) = Url::parse(request.url, None) else { return Verdict::invalid_url() };
    if matches!(url.scheme(), "data" | "blob") && request.api.uses() == Use::Connect {
        return Verdict { allowed: true, reason: "local", matched: None };
    }
    policy.judge(&url, request.api.uses(), self_origin)
}
