//! Resource isolation by Fetch Metadata: may this request reach a handler?
//!
//! Browsers say with each request who asked (`Sec-Fetch-Site`) and what for (`Sec-Fetch-Mode`, `Sec-Fetch-Dest`), in headers
//! that no script can set: <https://www.w3.org/TR/fetch-metadata/>. The decision, in this order:
//!
//! 1. A `Host` off the list is refused: a name that was rebound to this machine is still the attacker's name.
//! 2. A CORS preflight is left to CORS.
//! 3. A speculative request (`Sec-Purpose: prefetch`) is refused where the options say so: a user has not asked for it yet.
//! 4. `same-origin` passes, if its destination is one that the options list.
//! 5. `none` passes: a user typed the address, or an extension asks.
//! 6. An exempt path passes, compared decoded, dots resolved, segment by segment.
//! 7. A trusted origin passes, compared whole.
//! 8. `same-site` is refused unless the options say otherwise: a sibling subdomain is not this server.
//! 9. `cross-site` is refused. A page lets `GET` and `HEAD` navigations of a whole window through, and frames if asked to.
//! 10. Without the headers, an `Origin` decides; without that, the options do, and let clients that are no browsers through.
//!
//! # Deployment caveat
//!
//! The headers are sent to trustworthy origins only: over plain http, browsers send none but to this very machine. A proxy
//! that drops them turns every request into one of a client that is no browser. Chromium sends none with WebSocket
//! handshakes (measured), so that those are judged by `Origin`.

mod audit;
mod facts;
mod listed;
mod options;
mod path;
mod probe;
mod storm;

use serde::Serialize;

pub use audit::audit;
pub use facts::{Facts, RequestFacts};
pub use listed::{ListedProbe, probes};
pub use options::{Isolation, IsolationInput, Missing, Preset, SameSite, Speculation};
pub use probe::{HeaderValue, ProbeResponse, RequestAudit, RequestAuth, RequestProbe, RequestTarget};
pub use storm::{LOGGED, RefusalMeter, STORM, Signal};

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Whether it may reach a handler.
    #[serde(rename = "decision", serialize_with = "as_word")]
    pub allowed: bool,
    /// A stable word.
    pub reason: &'static str,
    /// The status to answer with: 200 where the handler answers.
    pub status: u16,
    /// The headers that the answer depends on, refused or not.
    pub vary: Vec<&'static str>,
}

fn as_word<S: serde::Serializer>(allowed: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if *allowed { "allow" } else { "deny" })
}

/// Allowed or refused, and why.
pub type Verdict = Result<&'static str, &'static str>;

/// Every refusal looks the same from outside, but for one that a browser is to repeat when its user comes.
const FORBIDDEN: u16 = 403;
const SPECULATIVE: &str = "speculative-request";
const UNAVAILABLE: u16 = 503;

/// The status that goes with a verdict: 200 where the handler answers.
pub fn status(verdict: Verdict) -> u16 {
    match verdict {
        Ok(_) => 200,
        Err(SPECULATIVE) => UNAVAILABLE,
        Err(_) => FORBIDDEN,
    }
}

impl Isolation {
    /// Decides about a request.
    pub fn decide(&self, facts: &Facts<'_>) -> Decision {
        let verdict = self.judge(facts);
        let (Ok(reason) | Err(reason)) = verdict;
        Decision { allowed: verdict.is_ok(), reason, status: status(verdict), vary: self.vary().to_vec() }
    }

    /// [`Isolation::decide`], without what an answer carries.
    pub fn judge(&self, facts: &Facts<'_>) -> Verdict {
        if !self.knows_host(facts) {
            return Err("host-not-allowed");
        }
        if facts.is_preflight() {
            return Ok("cors-preflight");
        }
        if self.refuses_speculation(facts) {
            return Err(SPECULATIVE);
        }
        let site = facts.site.filter(|site| !site.is_empty());
        match site {
            Some("same-origin") => return self.same_origin(facts),
            Some("none") => return self.initiated_by_user(facts),
            _ => {}
        }
        if self.exempts(facts) {
            return Ok("exempt-path");
        }
        if facts.vouched || facts.origin.is_some_and(|origin| self.trusts(origin)) {
            return Ok("trusted-origin");
        }
        match site {
            None => self.without_metadata(facts),
            Some("same-site") => self.same_site(facts),
            // A value that nobody knows is not taken for a better one.
            Some(_) => self.cross_site(facts),
        }
    }

    fn same_origin(&self, facts: &Facts<'_>) -> Verdict {
        if self.takes_destination(facts.dest.unwrap_or_default()) { Ok("same-origin") } else { Err("dest-not-allowed") }
    }

    fn initiated_by_user(&self, facts: &Facts<'_>) -> Verdict {
        if self.allow_none_unsafe || facts.is_safe() { Ok("user-initiated") } else { Err("none-unsafe-method") }
    }

    /// A page may be reached from a sibling as from anywhere.
    fn same_site(&self, facts: &Facts<'_>) -> Verdict {
        match (self.same_site, self.preset) {
            (SameSite::Allow, _) => Ok("same-site"),
            (SameSite::Deny, Preset::Page) => self.navigation(facts).filter(Verdict::is_ok).unwrap_or(Err("same-site")),
            (SameSite::Deny, _) => Err("same-site"),
        }
    }

    fn cross_site(&self, facts: &Facts<'_>) -> Verdict {
        let is_api = self.preset != Preset::Page;
        if is_api && facts.mode == Some("navigate") && facts.dest == Some("document") {
            return Err("cross-site-navigation-to-api");
        }
        if let Some(verdict) = self.navigation(facts).filter(|_| !is_api) {
            return verdict;
        }
        let is_subresource =
            !matches!(facts.dest.unwrap_or("empty"), "empty" | "document" | "iframe" | "frame" | "object" | "embed");
        if is_subresource || facts.mode == Some("no-cors") && facts.is_safe() {
            Err("cross-site-subresource")
        } else {
            Err("cross-site")
        }
    }

    /// What a page makes of a navigation; `None` where the request is none.
    fn navigation(&self, facts: &Facts<'_>) -> Option<Verdict> {
        if facts.mode != Some("navigate") {
            return None;
        }
        Some(match facts.dest.unwrap_or_default() {
            "document" if !facts.is_safe() => Err("cross-site-unsafe-navigation"),
            "document" if self.require_user_activation && facts.user != Some("?1") => {
                Err("navigation-without-user-activation")
            }
            "document" => Ok("safe-top-level-navigation"),
            "iframe" | "frame" | "object" | "embed" | "fencedframe" => match (self.allow_framing, facts.is_safe()) {
                (true, true) => Ok("framing-allowed"),
                (true, false) => Err("cross-site-unsafe-navigation"),
                (false, _) => Err("cross-site-framing"),
            },
            // Background Fetch: `navigate`, of nothing.
            _ => Err("navigate-mode-without-document-dest"),
        })
    }

    fn without_metadata(&self, facts: &Facts<'_>) -> Verdict {
        match (facts.origin, self.missing) {
            (Some(origin), _) => facts.matches_host(origin),
            (None, Missing::Allow) => Ok("no-fetch-metadata"),
            (None, Missing::Deny) if self.preset == Preset::Websocket => Err("origin-required"),
            (None, Missing::Deny) => Err("no-fetch-metadata"),
        }
    }
}
