//! A server of this crate's policies, probed.

use std::collections::BTreeMap;

use mcp_cordon::cors::{self, CorsAudit, CorsPolicy, CorsRequest, decide_cors};
use mcp_cordon::fetch_metadata::{
    self, Isolation, IsolationInput, ListedProbe, ProbeResponse, RequestAudit, RequestFacts, RequestTarget,
};
use serde_json::{Value, json};

use super::json::read;

pub(crate) const URL: &str = "https://api.test/mcp";
pub(crate) const APP: &str = "https://client.test";

pub(crate) fn target(more: Value) -> RequestTarget {
    let mut target = json!({"url": URL, "websocket": true, "origins": [APP], "exemptPaths": ["/badge"]});
    target.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    read(&target)
}

/// A server of this crate's: what it answers is what its isolation and its CORS policy decide, and 200 of a handler. A
/// request's `Host` is the target's.
pub(crate) struct Server {
    isolation: Isolation,
    sockets: Isolation,
    cors: CorsPolicy,
}

impl Server {
    pub(crate) fn new(options: Value, cors: Value) -> Self {
        let isolation = |preset: Option<&str>| {
            let mut options = options.clone();
            if let Some(preset) = preset {
                options["preset"] = preset.into();
            }
            Isolation::parse(read::<IsolationInput>(&options)).expect("the options are valid")
        };
        let cors = CorsPolicy::parse(read(&cors)).expect("the policy is valid");
        Self { isolation: isolation(None), sockets: isolation(Some("websocket")), cors }
    }

    /// The status, and the headers that count.
    fn answer(&self, request: &RequestFacts) -> (u16, Vec<(String, String)>) {
        let is_handshake = request.headers.contains_key("Upgrade");
        let isolation = if is_handshake { &self.sockets } else { &self.isolation };
        let decision = isolation.decide(&request.facts());
        let mut headers = vec![("Vary".to_owned(), decision.vary.join(", "))];
        if !decision.allowed {
            return (decision.status, headers);
        }
        let asked: CorsRequest = read(&json!({"method": request.method, "headers": request.headers}));
        let decided = decide_cors(&asked, &self.cors);
        headers.extend(decided.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        let handler = if is_handshake { 101 } else { 200 };
        (decided.status.unwrap_or(handler), headers)
    }

    pub(crate) fn requests(&self, target: &RequestTarget) -> RequestAudit {
        let listed = fetch_metadata::probes(target).expect("the target is one");
        let answered = |probe: &ListedProbe| {
            let (status, headers) = self.answer(&probe.request);
            let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
            headers.into_iter().for_each(|(name, value)| lines.entry(name).or_default().push(value));
            let response = json!({"status": status, "headers": lines, "bodyBytes": if status == 403 { 7 } else { 40 }});
            probe.answered(read::<ProbeResponse>(&response))
        };
        RequestAudit { target: target.clone(), probes: listed.iter().map(answered).collect() }
    }

    pub(crate) fn cors(&self, target: &Value) -> CorsAudit {
        let target: cors::Target = read(target);
        let listed = cors::probes(&target).expect("the target is one");
        let answered = |probe: &cors::ListedProbe| {
            let request = RequestFacts {
                method: probe.method.to_owned(),
                scheme: Some("https".to_owned()),
                host: probe.host.clone().unwrap_or_else(|| "api.test".to_owned()),
                path: "/mcp".to_owned(),
                headers: probe.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
                ..RequestFacts::default()
            };
            let (status, headers) = self.answer(&request);
            probe.answered(Some(status), headers.into_iter().collect())
        };
        let probes = listed.iter().map(answered).collect();
        CorsAudit { target, probes }
    }
}

/// An endpoint's own policy: the origins that CORS lists are trusted.
pub(crate) fn endpoint(more: Value) -> Server {
    let mut options = json!({"allowedHosts": ["api.test"], "trustedOrigins": [APP, "https://api.test"]});
    options.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    Server::new(options, json!({"origins": [APP, "https://api.test"], "preset": "mcp-2025-11-25", "maxAge": 7200}))
}
