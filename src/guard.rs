//! The guard's decision: may this call go out? Pure, so that the page's script can neither see nor sway it.

mod client;

use crate::policy::{NavigationTarget, Policy, Use, Verdict};
use crate::source::{Origin, Url};

pub use client::{ClientRequest, decide_client};

/// What can send something, or make the page go somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Api {
    /// `fetch`, keepalive or not.
    Fetch,
    /// `fetchLater`.
    FetchLater,
    /// `navigator.sendBeacon`.
    SendBeacon,
    /// `XMLHttpRequest`.
    XmlHttpRequest,
    /// `BackgroundFetchManager.prototype.fetch`.
    BackgroundFetch,
    /// `EventSource`.
    EventSource,
    /// `WebSocket`.
    WebSocket,
    /// `WebSocketStream`.
    WebSocketStream,
    /// `WebTransport`.
    WebTransport,
    /// `RTCPeerConnection`.
    RtcPeerConnection,
    /// `Worker`.
    Worker,
    /// `SharedWorker`.
    SharedWorker,
    /// `ServiceWorkerContainer.prototype.register`.
    ServiceWorker,
    /// `Worklet.prototype.addModule`.
    Worklet,
    /// The manifests of a `PaymentRequest`.
    PaymentRequest,
    /// The providers of a federated credential.
    FedCm,
    /// The RP id of a public key credential, where it is not the page's own.
    WebAuthn,
    /// The picture of a stored credential, which the browser loads for the page.
    CredentialIcon,
    /// The setter of `document.domain`, which lets other hosts of the site in.
    DocumentDomain,
    /// The groups and auctions of Protected Audience.
    ProtectedAudience,
    /// The URLs of a `PresentationRequest`.
    PresentationRequest,
    /// A message from a window of another origin.
    Message,
    /// The `ping` of a link.
    Ping,
    /// `window.open`.
    WindowOpen,
    /// A form's submission.
    Form,
    /// A click on a link.
    Link,
    /// The `navigate` event.
    Navigate,
    /// A `<meta http-equiv=refresh>`.
    Refresh,
    /// `preconnect` and the like.
    Hint,
    /// A script of type `speculationrules`.
    SpeculationRules,
    /// A frame or plugin that is inserted.
    Frame,
    /// A frame without a guard that a click in it, or its script, may leave.
    Sandbox,
    /// Markup of script's that declares a closed shadow tree.
    Shadow,
    /// In lockdown, an element that loads.
    Element,
}

/// Every API, with the name that violations carry.
const NAMES: &[(Api, &str)] = &[
    (Api::Fetch, "fetch"),
    (Api::FetchLater, "fetchLater"),
    (Api::SendBeacon, "sendBeacon"),
    (Api::XmlHttpRequest, "XMLHttpRequest"),
    (Api::BackgroundFetch, "backgroundFetch"),
    (Api::EventSource, "EventSource"),
    (Api::WebSocket, "WebSocket"),
    (Api::WebSocketStream, "WebSocketStream"),
    (Api::WebTransport, "WebTransport"),
    (Api::RtcPeerConnection, "RTCPeerConnection"),
    (Api::Worker, "Worker"),
    (Api::SharedWorker, "SharedWorker"),
    (Api::ServiceWorker, "ServiceWorker"),
    (Api::Worklet, "Worklet"),
    (Api::PaymentRequest, "PaymentRequest"),
    (Api::FedCm, "FedCM"),
    (Api::WebAuthn, "WebAuthn"),
    (Api::CredentialIcon, "credentialIcon"),
    (Api::DocumentDomain, "document.domain"),
    (Api::ProtectedAudience, "ProtectedAudience"),
    (Api::PresentationRequest, "PresentationRequest"),
    (Api::Message, "message"),
    (Api::Ping, "ping"),
    (Api::WindowOpen, "window.open"),
    (Api::Form, "form"),
    (Api::Link, "link"),
    (Api::Navigate, "navigate"),
    (Api::Refresh, "refresh"),
    (Api::Hint, "hint"),
    (Api::SpeculationRules, "speculationrules"),
    (Api::Frame, "frame"),
    (Api::Sandbox, "sandbox"),
    (Api::Shadow, "shadow"),
    (Api::Element, "element"),
];

impl Api {
    /// The API that violations call `name`.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, listed)| *listed == name).map(|(api, _)| *api)
    }

    /// The name that violations carry.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(api, _)| *api == self).map_or("", |(_, name)| name)
    }

    /// Every API.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(api, _)| *api)
    }

    /// What the API uses a URL for.
    ///
    /// Background Fetch has a list of its own: `connect-src` is asked about its first URL only, an answer of 307 then
    /// carries the body anywhere, and `redirect: "error"` is ignored (measured in Chromium 156).
    pub const fn uses(self) -> Use {
        match self {
            Self::BackgroundFetch => Use::BackgroundFetch,
            Self::WindowOpen | Self::Form | Self::Link | Self::Navigate | Self::Refresh => Use::Navigate,
            Self::Frame => Use::Frame,
            Self::CredentialIcon => Use::Resource,
            Self::Message => Use::Message,
            _ => Use::Connect,
        }
    }

    /// The layer of the guard that asks.
    pub const fn layer(self) -> &'static str {
        match self {
            Self::Form | Self::Link | Self::Navigate | Self::Refresh => "navigation",
            Self::Hint | Self::SpeculationRules | Self::Frame | Self::Sandbox | Self::Shadow => "watch",
            Self::Message | Self::DocumentDomain => "windows",
            _ => "apis",
        }
    }

    /// Where a worker's script may be: at the page's own origin, whatever it may contact.
    const fn runs_own_scripts(self) -> bool {
        matches!(self, Self::Worker | Self::SharedWorker | Self::ServiceWorker | Self::Worklet)
    }

    /// What lockdown refuses outright.
    const fn is_locked(self) -> bool {
        matches!(
            self,
            Self::RtcPeerConnection
                | Self::WindowOpen
                | Self::SpeculationRules
                | Self::Hint
                | Self::Frame
                | Self::Sandbox
                | Self::Element
        ) || self.runs_own_scripts()
    }
}

/// One call, read once. `url` is absolute: it was resolved where the platform would have resolved it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Request<'a> {
    /// What was called.
    pub api: Api,
    /// Where it goes.
    pub url: &'a str,
    /// Whether a user has just acted.
    pub activated: bool,
    /// Of a navigation, what is navigated.
    pub target: NavigationTarget,
    /// Whether the page is in lockdown.
    pub lockdown: bool,
}

impl<'a> Request<'a> {
    /// A call that no user's act led to, in a page of standard strength.
    pub const fn new(api: Api, url: &'a str) -> Self {
        Self { api, url, activated: false, target: NavigationTarget::Page, lockdown: false }
    }

    /// Reads how the page's scripts say that it came about: a sum of what `wrap.js` calls `HOW`.
    #[cfg(any(test, all(target_arch = "wasm32", feature = "page")))]
    pub(crate) fn came_about(&mut self, how: u32) {
        self.activated = how & 1 != 0;
        self.target = match how >> 1 {
            0 => NavigationTarget::Page,
            2 => NavigationTarget::Download,
            3 => NavigationTarget::Frame,
            _ => NavigationTarget::NewWindow,
        };
    }
}

/// 1. What lockdown takes away is refused there; WebRTC is the policy's to allow; speculation rules, Protected Audience,
///    `document.domain`, closed shadow trees in markup and a sandbox that script gets out of are nobody's. A sandbox that a
///    click gets out of is allowed where a link may go anywhere.
/// 2. What is no URL is refused.
/// 3. `data:` and `blob:` URLs stay in the page: they are allowed to the APIs that only read them. Not to worklets: in WebKit
///    what one imports is under no policy of the page's.
/// 4. A worker's script may be at the page's own origin, and so may a hint or a refresh.
/// 5. The rest must be listed for what the API does with it; a navigation may instead be a user's, by the rule for links.
pub fn decide(policy: &Policy, self_origin: &Origin, request: Request<'_>) -> Verdict {
    let Request { api, url, activated, target, lockdown } = request;
    if lockdown && api.is_locked() {
        return Verdict::refused("lockdown");
    }
    match api {
        Api::RtcPeerConnection if policy.webrtc() => return Verdict::allowed("listed", Some("webrtc")),
        Api::Sandbox if activated && policy.links().origins.is_none() => return Verdict::allowed("activated", None),
        Api::RtcPeerConnection
        | Api::DocumentDomain
        | Api::ProtectedAudience
        | Api::Sandbox
        | Api::Shadow
        | Api::SpeculationRules => return Verdict::refused("not-listed"),
        Api::Element => return Verdict::allowed("local", None),
        _ => {}
    }
    let Some(url) = Url::parse(url, None) else { return Verdict::invalid_url() };
    if matches!(url.scheme(), "data" | "blob") && api != Api::Worklet && matches!(api.uses(), Use::Connect | Use::Frame)
    {
        // Markup of a request's making is a parser that Trusted Types do not watch.
        return if lockdown && api == Api::XmlHttpRequest {
            Verdict::refused("lockdown")
        } else {
            Verdict::allowed("local", None)
        };
    }
    let own = url.origin() == *self_origin && url.is_http();
    match api.uses() {
        Use::Navigate => {
            let target = if api == Api::WindowOpen { NavigationTarget::NewWindow } else { target };
            policy.judge_navigation(&url, self_origin, target, activated)
        }
        Use::Frame if url.scheme() == "about" => Verdict::allowed("local", None),
        _ if own && (api.runs_own_scripts() || matches!(api, Api::Hint | Api::Message)) => {
            Verdict::allowed("listed", Some("'self'"))
        }
        _ if api == Api::WebAuthn && is_own_rp_id(&url, self_origin) => Verdict::allowed("local", None),
        used => {
            let verdict = policy.judge(&url, used, self_origin);
            if !verdict.allowed && api == Api::Hint { policy.judge(&url, Use::Resource, self_origin) } else { verdict }
        }
    }
}

/// Whether a page may claim a host as its RP id with nobody asked: its own, or one above it (WebAuthn § 5.1.3).
fn is_own_rp_id(url: &Url, self_origin: &Origin) -> bool {
    let Origin::Tuple { host: own, .. } = self_origin else { return false };
    let above = url.host().and_then(|host| own.strip_suffix(host));
    above.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_navigating_are_what_the_scripts_say() {
        let frame = include_str!("browser/guard/wrap.js");
        let (_, list) = frame.split_once("const HOW = { __proto__: null, ").expect("the scripts have a list");
        let (list, _) = list.split_once(" };").expect("the list ends");
        let read = |how: u32| {
            let mut request = Request::new(Api::Navigate, "");
            request.came_about(how);
            (request.activated, request.target)
        };
        let mut said = Vec::new();
        for entry in list.split(", ") {
            let (name, how) = entry.split_once(": ").expect("an entry is a name and a number");
            let how: u32 = how.parse().expect("it is a number");
            said.push((name, read(how)));
            // A user's act is told beside each of them.
            if name != "activated" {
                assert_eq!(read(how + 1), (true, read(how).1), "{name}");
            }
        }
        assert_eq!(
            said,
            [
                ("activated", (true, NavigationTarget::Page)),
                ("newWindow", (false, NavigationTarget::NewWindow)),
                ("download", (false, NavigationTarget::Download)),
                ("frame", (false, NavigationTarget::Frame)),
            ]
        );
        assert_eq!(read(0), (false, NavigationTarget::Page));
    }
}
