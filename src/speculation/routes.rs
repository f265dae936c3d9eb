//! A server's own routes: which `GET` changes something.
//!
//! *Threat:* RFC 9110 § 9.2.1 calls `GET` and `HEAD` safe, and browsers believe it: a link, an image, a prefetch and a
//! speculation rule send them without asking, cookies included. *Rule:* what changes something takes another method. A
//! route says so itself, or its path does.

use serde::Deserialize;

use super::verbs::changes_state;
use crate::finding::registry::request_policy as registry;
use crate::finding::{Evidence, Finding};
use crate::source::Url;

/// A server's routes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RouteAudit {
    /// As the server declares them.
    pub routes: Vec<Route>,
    /// What their paths are relative to; absent: they are shown as they stand.
    #[serde(default)]
    pub base_url: Option<String>,
}

/// A route.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Route {
    /// In any case.
    pub method: String,
    /// Whatever the router's syntax for parameters is.
    pub path: String,
    /// Whether it changes anything; absent: by the words of its path.
    #[serde(default)]
    pub changes_state: Option<bool>,
}

/// Judges routes.
pub fn audit_routes(input: &RouteAudit) -> Vec<Finding> {
    let base = input.base_url.as_deref().and_then(|base| Url::parse(base, None));
    let mut findings = Vec::new();
    for (at, route) in input.routes.iter().enumerate() {
        let is_safe = ["GET", "HEAD"].iter().any(|method| route.method.eq_ignore_ascii_case(method));
        let definition = match route.changes_state {
            Some(true) => registry::ROUTE_CHANGES_STATE,
            None if changes_state(&route.path) => registry::ROUTE_LOOKS_STATE_CHANGING,
            _ => continue,
        };
        if is_safe {
            let url = base.as_ref().and_then(|base| Url::parse(&route.path, Some(base)));
            findings.push(definition.found(Some(Evidence {
                path: Some(format!("/routes/{at}")),
                value: Some(format!("{} {}", route.method, route.path)),
                url: url.map(|url| url.href().to_owned()),
                ..Evidence::default()
            })));
        }
    }
    findings
}
