//! The ways out of a page, open and closed: what a person reads first.

use serde::Serialize;

use super::Response;
use super::headers::framing_is_held;
use crate::csp::{PagePolicies, WAYS};

/// A way out that is open to an attacker's host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Deserialize), serde(deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
pub struct OpenWay {
    /// Its name: the directive that would hold it, or `prefetch`, `navigation`, `look-ups`, `webrtc`.
    pub channel: String,
    /// What goes that way.
    pub what: String,
    /// The directive that decides; none where no directive does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directive: Option<String>,
    /// The widest source of it; none where no directive decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub widest: Option<String>,
}

/// A way out that is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct ClosedWay {
    /// Its name: the directive that holds it, or `prefetch`.
    pub channel: String,
    /// What would go that way.
    pub what: String,
}

/// What is open, and what is closed.
pub(super) fn of(policies: &PagePolicies, response: Option<&Response>) -> (Vec<OpenWay>, Vec<ClosedWay>) {
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for way in WAYS {
        let is_held = way.name == "frame-ancestors" && response.is_some_and(framing_is_held);
        let opening = way.opening(policies).filter(|opening| !is_held || opening.decided.is_some());
        if opening.is_none() && way.asked.is_some() {
            closed.push(ClosedWay { channel: way.name.to_owned(), what: way.what.to_owned() });
            continue;
        }
        let decided = opening.as_ref().and_then(|opening| opening.decided);
        open.push(OpenWay {
            channel: way.name.to_owned(),
            what: way.what.to_owned(),
            directive: decided.map(|(_, directive)| directive.name.clone()),
            widest: opening.and_then(|opening| opening.widest).map(|source| source.to_string()),
        });
    }
    (open, closed)
}
