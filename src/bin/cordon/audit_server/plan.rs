//! Which requests to send, and in what order.

use std::collections::BTreeMap;

use mcp_cordon::audit::ServerAudit;
use mcp_cordon::cors::{self, CorsAudit};
use mcp_cordon::fetch_metadata::{self, HeaderValue, ProbeResponse, RequestAudit, RequestTarget};
use serde_json::json;

use super::send::{Answer, Message, Sender};
use crate::failure::Failure;
use crate::output;

pub(crate) struct Plan {
    requests: (RequestTarget, Vec<fetch_metadata::ListedProbe>),
    cors: (cors::Target, Vec<cors::ListedProbe>),
}

impl Plan {
    pub(super) fn new(requests: RequestTarget, cors: cors::Target) -> Result<Self, Failure> {
        let wrong = |error| Failure::input("URL", error);
        let of_requests = fetch_metadata::probes(&requests).map_err(wrong)?;
        let of_cors = cors::probes(&cors).map_err(wrong)?;
        Ok(Self { requests: (requests, of_requests), cors: (cors, of_cors) })
    }

    /// Those of CORS alone.
    pub(crate) fn of_cors(target: cors::Target) -> Result<Self, Failure> {
        let requests =
            RequestTarget { url: Some(target.url.clone()), mcp: target.mcp.clone(), ..RequestTarget::default() };
        Self::new(requests, target)
    }

    /// In the order in which they would be sent, by the names that evidence has for them.
    pub(super) fn print(&self, as_json: bool) -> Result<(), Failure> {
        if as_json {
            return output::print_json(&json!({"requests": self.requests.1, "cors": self.cors.1}));
        }
        let mut text = String::new();
        for (at, probe) in self.requests.1.iter().enumerate() {
            text.push_str(&format!("/requests/probes/{at}  {}\n{}\n", probe.name, self.of_requests(probe)));
        }
        for (at, probe) in self.cors.1.iter().enumerate() {
            text.push_str(&format!("/cors/probes/{at}  {}\n{}\n", probe.name, self.cors_message(probe)));
        }
        output::print(&text)
    }

    /// Sends them all.
    pub(super) fn ask(&self, sender: &mut Sender) -> Result<ServerAudit, Failure> {
        if let Some(revision) = &self.requests.0.mcp {
            sender.open_session(revision)?;
        }
        let mut requests = RequestAudit { target: self.requests.0.clone(), probes: Vec::new() };
        for probe in &self.requests.1 {
            let answer = sender.send(&self.of_requests(probe))?;
            let logged = answer.logged;
            let mut answered = probe.answered(response(answer));
            answered.logged = logged;
            // A token of the user's counts, whatever it is.
            let own = sender.credentials().map(|name| (name.to_owned(), "(not shown)".to_owned()));
            answered.request.headers.extend(own.filter(|_| probe.request.method != "OPTIONS"));
            requests.probes.push(answered);
        }
        let cors = self.send_cors(sender)?;
        sender.close_session()?;
        Ok(ServerAudit { cors, requests })
    }

    /// Sends those of CORS.
    pub(crate) fn ask_cors(&self, sender: &mut Sender) -> Result<CorsAudit, Failure> {
        if let Some(revision) = &self.cors.0.mcp {
            sender.open_session(revision)?;
        }
        let cors = self.send_cors(sender)?;
        sender.close_session()?;
        Ok(cors)
    }

    fn send_cors(&self, sender: &mut Sender) -> Result<CorsAudit, Failure> {
        let mut cors = CorsAudit { target: self.cors.0.clone(), probes: Vec::new() };
        for probe in &self.cors.1 {
            let answer = sender.send(&self.cors_message(probe))?;
            cors.probes.push(probe.answered(answer.status, answer.headers.into_iter().collect()));
        }
        Ok(cors)
    }

    fn of_requests<'a>(&self, probe: &'a fetch_metadata::ListedProbe) -> Message<'a> {
        let headers = probe.request.headers.iter();
        Message {
            method: &probe.request.method,
            path: &probe.request.path,
            host: None,
            headers: headers.map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            body: probe.body,
        }
    }

    fn cors_message<'a>(&'a self, probe: &'a cors::ListedProbe) -> Message<'a> {
        // Both lists are of one address, and this one always has a first.
        let path = self.requests.1.first().map_or("/", |first| first.request.path.as_str());
        let headers = probe.headers.iter().collect();
        Message { method: probe.method, path, host: probe.host.as_deref(), headers, body: probe.body }
    }
}

fn response(answer: Answer) -> ProbeResponse {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in answer.headers {
        lines.entry(name).or_default().push(value);
    }
    let headers = lines.into_iter().map(|(name, values)| (name, HeaderValue::Many(values))).collect();
    ProbeResponse { status: answer.status, headers, body_bytes: answer.body_bytes }
}
