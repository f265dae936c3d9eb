//! A server over streamable HTTP.

use std::io::{BufRead, BufReader, Read};
use std::time::Duration;

use serde_json::Value;
use ureq::http::{HeaderValue, Request, Response};
use ureq::{Agent, Body};

use super::{Connection, Credential, MAX_BYTES};
use crate::failure::Failure;

const PATIENCE: Duration = Duration::from_secs(30);
const SESSION: &str = "Mcp-Session-Id";

pub(super) struct Http {
    agent: Agent,
    url: String,
    credentials: Vec<Credential>,
    session: Option<HeaderValue>,
    revision: Option<String>,
}

impl Http {
    pub(super) fn new(url: &str, credentials: Vec<Credential>) -> Self {
        let agent = Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("cordon/", env!("CARGO_PKG_VERSION"), " (scan)"))
            .build()
            .new_agent();
        Self { agent, url: url.to_owned(), credentials, session: None, revision: None }
    }

    fn request(&self, method: &str) -> ureq::http::request::Builder {
        let mut request = Request::builder().method(method).uri(&self.url);
        request = request.header("Accept", "application/json, text/event-stream");
        for credential in &self.credentials {
            let (name, value) = credential.parts();
            request = request.header(name, value);
        }
        if let Some(session) = &self.session {
            request = request.header(SESSION, session);
        }
        if let Some(revision) = &self.revision {
            request = request.header("MCP-Protocol-Version", revision);
        }
        request
    }

    fn post(&mut self, message: &Value) -> Result<Response<Body>, Failure> {
        let wrong = |why: String| Failure::unreadable(&self.url, why);
        let request = self.request("POST").header("Content-Type", "application/json").body(message.to_string());
        let request = request.map_err(|error| wrong(error.to_string()))?;
        let response = self.agent.run(request).map_err(|error| wrong(format!("cannot be asked: {error}")))?;
        let status = response.status();
        if !status.is_success() {
            let method = message["method"].as_str().unwrap_or_default();
            return Err(wrong(format!("answered {} to {method}", status.as_u16())));
        }
        if let Some(session) = response.headers().get(SESSION) {
            self.session = Some(session.clone());
        }
        Ok(response)
    }
}

impl Connection for Http {
    fn ask(&mut self, id: u64, message: &Value) -> Result<Value, Failure> {
        let mut response = self.post(message)?;
        let kind = response.headers().get("content-type").map(|kind| kind.as_bytes().to_ascii_lowercase());
        let is_stream = kind.is_some_and(|kind| kind.starts_with(b"text/event-stream"));
        let reader = BufReader::new(response.body_mut().as_reader().take(MAX_BYTES));
        let answer = if is_stream { event(reader, id) } else { serde_json::from_reader(reader).ok() };
        let is_it = |answer: &Value| answer["id"].as_u64() == Some(id);
        answer.filter(is_it).ok_or_else(|| Failure::unreadable(&self.url, "gave no answer of JSON-RPC"))
    }

    fn tell(&mut self, message: &Value) -> Result<(), Failure> {
        self.post(message).map(|_| ())
    }

    fn agreed(&mut self, revision: &str) {
        self.revision = Some(revision.to_owned());
    }

    fn close(self: Box<Self>) {
        // A server need not keep what nobody uses; one that keeps it has its reasons.
        if self.session.is_some()
            && let Ok(request) = self.request("DELETE").body(())
        {
            let _ = self.agent.run(request);
        }
    }
}

/// The answer among a stream's events. HTML Standard § 9.2.6, as far as a message goes.
fn event(reader: impl BufRead, id: u64) -> Option<Value> {
    let mut data = String::new();
    for line in reader.lines() {
        let line = line.ok()?;
        if let Some(more) = line.strip_prefix("data:") {
            data.push_str(more.strip_prefix(' ').unwrap_or(more));
            data.push('\n');
        } else if line.is_empty() {
            let message: Option<Value> = serde_json::from_str(&data).ok();
            if let Some(answer) =
                message.filter(|message| message["id"].as_u64() == Some(id) && message.get("method").is_none())
            {
                return Some(answer);
            }
            data.clear();
        }
    }
    serde_json::from_str(&data).ok()
}

#[cfg(test)]
mod tests {
    use super::event;

    #[test]
    fn the_answer_among_events() {
        let stream = ": hello\n\nevent: message\ndata: {\"method\":\"notifications/message\"}\n\ndata: {\"id\":1,\ndata: \"result\":{}}\n\ndata: {\"id\":2}\n\n";
        let answer = event(stream.as_bytes(), 1).unwrap_or_default();
        assert!(answer["result"].is_object());
        assert!(event(": nothing\n\n".as_bytes(), 1).is_none());
    }
}
