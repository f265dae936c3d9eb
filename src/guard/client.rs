//! The decision of a service worker's gate: may this request of a client go out?

use crate::policy::{Policy, Use, Verdict};
use crate::source::{Dialect, Origin, Source, SourceList, Target, Url};

/// A request of a page, as the page's service worker is told of it.
#[derive(Debug, Clone, Copy)]
pub struct ClientRequest<'a> {
    /// What it is for: a destination (Fetch Standard § 2.2.5), empty for what script asks for.
    pub destination: &'a str,
    /// Where it goes first. No worker is told where a redirect leads.
    pub url: &'a str,
}

/// Decides as the browser decides by [`Policy::meta_csp`], so that the gate of a service worker agrees with a pinned CSP.
/// `app` is where the application's own scripts and styles come from besides its origin.
///
/// 1. What is no URL is refused, and so is a plugin's.
/// 2. A document must be of the worker's own origin: a worker is asked about no other.
/// 3. A frame must be listed in `frames`, one of the own origin too.
/// 4. `data:` and `blob:` URLs stay in the page: they are allowed.
/// 5. What script asks for must be listed in `connect`, or be the policy's `report_to`.
/// 6. Images, media and fonts must be of the own origin or listed in `resources`.
/// 7. Scripts and styles must be of the own origin or listed in `app`.
/// 8. The rest, what later standards add included, must be of the own origin.
pub fn decide_client(policy: &Policy, app: &SourceList, self_origin: &Origin, request: ClientRequest<'_>) -> Verdict {
    let refused = |reason| Verdict { allowed: false, reason, matched: None };
    let Some(url) = Url::parse(request.url, None) else { return refused("invalid-url") };
    let target = Target { url: &url, self_origin, redirected: false, dialect: Dialect::Browsers };
    let own = || match Source::SelfOrigin.matches(target) {
        true => Verdict { allowed: true, reason: "own-origin", matched: None },
        false => refused("not-listed"),
    };
    let listed_or_own = |list: &SourceList| match list.find(target) {
        Some(source) => Verdict { allowed: true, reason: "listed", matched: Some(source.to_string()) },
        None => own(),
    };
    match request.destination {
        "embed" | "object" => refused("not-listed"),
        "document" => own(),
        "fencedframe" | "frame" | "iframe" => policy.judge(&url, Use::Frame, self_origin),
        _ if matches!(url.scheme(), "data" | "blob") => Verdict { allowed: true, reason: "local", matched: None },
        "" if policy.report_to() == Some(&url) => {
            Verdict { allowed: true, reason: "listed", matched: Some(url.href().to_owned()) }
        }
        "" | "report" | "webidentity" => policy.judge(&url, Use::Connect, self_origin),
        "audio" | "font" | "image" | "track" | "video" => listed_or_own(policy.sources(Use::Resource)),
        "audioworklet" | "json" | "paintworklet" | "script" | "style" | "text" | "xslt" => listed_or_own(app),
        _ => own(),
    }
}
