//! Requests, one after another, and what comes back.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use mcp_cordon::source::Url;
use serde_json::json;
use ureq::Agent;
use ureq::http::{HeaderName, HeaderValue, Request, Response};

use crate::failure::Failure;

const USER_AGENT: &str = concat!("cordon/", env!("CARGO_PKG_VERSION"), " (audit-server)");
const PATIENCE: Duration = Duration::from_secs(10);
/// Of a body, which is measured and thrown away.
const MOST_BYTES: u64 = 1 << 16;
const SESSION: &str = "Mcp-Session-Id";

/// A request to send to the server, whatever its `Host`.
#[derive(Debug)]
pub(super) struct Message<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) host: Option<&'a str>,
    pub(super) headers: Vec<(&'a str, &'a str)>,
    pub(super) body: Option<&'a str>,
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "    {} {}", self.method, self.path)?;
        self.host.iter().try_for_each(|host| writeln!(f, "    Host: {host}"))?;
        self.headers.iter().try_for_each(|(name, value)| writeln!(f, "    {name}: {value}"))?;
        self.body.iter().try_for_each(|body| writeln!(f, "\n    {body}"))
    }
}

/// What came back; without a status, nothing did.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) status: Option<u16>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body_bytes: Option<u64>,
    /// Whether the log grew meanwhile.
    pub(super) logged: Option<bool>,
}

impl Answer {
    fn is_accepted(&self) -> bool {
        self.status.is_some_and(|status| status < 400)
    }
}

/// A header of the user's own. It has no `Debug` that could print it.
pub(crate) struct Credential(HeaderName, HeaderValue);

impl Credential {
    /// The message tells the name, never the value.
    pub(crate) fn parse(written: &str) -> Result<Self, Failure> {
        let wrong = |why: String| Failure::input("--header", why);
        let (name, value) =
            written.split_once(':').ok_or_else(|| wrong("expected a name, a colon and a value".to_owned()))?;
        let name = name.trim();
        let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong(format!("{name:?} is no name")))?;
        let of_probes = ["host", "origin", "accept", "content-type", "content-length", "upgrade", "connection"];
        if of_probes.contains(&parsed.as_str()) || parsed.as_str().starts_with("sec-") {
            return Err(wrong(format!("{name} is what the requests differ in")));
        }
        let mut value =
            HeaderValue::from_str(value.trim()).map_err(|_| wrong(format!("the value of {name} is none")))?;
        value.set_sensitive(true);
        Ok(Self(parsed, value))
    }

    /// As a request carries it.
    pub(crate) fn parts(&self) -> (&HeaderName, &HeaderValue) {
        (&self.0, &self.1)
    }
}

/// Sends requests to one server.
pub(crate) struct Sender {
    agent: Agent,
    /// Scheme and authority.
    server: String,
    path: String,
    credentials: Vec<Credential>,
    session: Option<HeaderValue>,
    delay: Duration,
    log: Option<PathBuf>,
    sent: usize,
    unanswered: usize,
}

impl Sender {
    pub(crate) fn new(
        url: &Url,
        credentials: Vec<Credential>,
        delay: Duration,
        log: Option<&Path>,
    ) -> Result<Self, Failure> {
        let agent = Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .user_agent(USER_AGENT)
            .build()
            .new_agent();
        let server = url.origin().to_string();
        let before_fragment = url.href().split('#').next().unwrap_or_default();
        let path = before_fragment.strip_prefix(&server).unwrap_or("/").to_owned();
        let sender = Self {
            agent,
            server,
            path,
            credentials,
            session: None,
            delay,
            log: log.map(Path::to_owned),
            sent: 0,
            unanswered: 0,
        };
        sender.logged()?;
        Ok(sender)
    }

    pub(crate) fn sent(&self) -> usize {
        self.sent
    }

    /// The names of what the user adds.
    pub(super) fn credentials(&self) -> impl Iterator<Item = &str> {
        self.credentials.iter().map(|Credential(name, _)| name.as_str())
    }

    pub(super) fn unanswered(&self) -> usize {
        self.unanswered
    }

    /// Sends a request, and waits before the next one may be.
    pub(super) fn send(&mut self, message: &Message<'_>) -> Result<Answer, Failure> {
        let address = format!("{}{}", self.server, message.path);
        let request = self.request(&address, message).map_err(|why| Failure::input(&address, why))?;
        let before = self.logged()?;
        self.sent += 1;
        let got = match message.body {
            Some(body) => self.agent.run(request.map(|()| body)),
            None => self.agent.run(request),
        };
        let mut answer = match got {
            Ok(response) => read(response),
            // What a server drops, it may have refused; what was never there cannot be audited.
            Err(error) if self.sent == 1 => {
                return Err(Failure::unreadable(&address, format!("cannot be asked: {error}")));
            }
            Err(_) => {
                self.unanswered += 1;
                Answer::default()
            }
        };
        thread::sleep(self.delay);
        answer.logged = before.zip(self.logged()?).map(|(before, now)| now > before);
        if answer.status == Some(429) {
            let why = format!("answered 429 to request {}: it has had enough; try a longer --delay", self.sent);
            return Err(Failure::unreadable(&address, why));
        }
        Ok(answer)
    }

    fn request(&self, address: &str, message: &Message<'_>) -> Result<Request<()>, ureq::http::Error> {
        let mut request = Request::builder().method(message.method).uri(address);
        if let Some(host) = message.host {
            request = request.header("Host", host);
        }
        for (name, value) in &message.headers {
            request = request.header(*name, *value);
        }
        // Browsers ask preflights without credentials: Fetch § 4.8.
        if message.method != "OPTIONS" {
            for Credential(name, value) in &self.credentials {
                request = request.header(name, value);
            }
            if let Some(session) = &self.session {
                request = request.header(SESSION, session);
            }
        }
        request.body(())
    }

    /// Many servers answer nothing else before `initialize`. As a client that is no browser, or else as the server's own
    /// page.
    pub(super) fn open_session(&mut self, revision: &str) -> Result<(), Failure> {
        let client = json!({"name": "cordon", "version": env!("CARGO_PKG_VERSION")});
        let params = json!({"protocolVersion": revision, "capabilities": {}, "clientInfo": client});
        let initialize = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params}).to_string();
        let own = [
            ("Origin", self.server.clone()),
            ("Sec-Fetch-Site", "same-origin".to_owned()),
            ("Sec-Fetch-Mode", "cors".to_owned()),
            ("Sec-Fetch-Dest", "empty".to_owned()),
        ];
        for metadata in [&own[..0], &own[..]] {
            let answer = self.post(&initialize, None, metadata)?;
            if !answer.is_accepted() {
                continue;
            }
            let session = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(SESSION));
            self.session = session.and_then(|(_, value)| HeaderValue::from_str(value).ok());
            if self.session.is_some() {
                let initialized = json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string();
                self.post(&initialized, Some(revision), metadata)?;
            }
            return Ok(());
        }
        Ok(())
    }

    /// A server need not keep what nobody uses.
    pub(super) fn close_session(&mut self) -> Result<(), Failure> {
        if self.session.is_none() {
            return Ok(());
        }
        let path = self.path.clone();
        let close = Message { method: "DELETE", path: &path, host: None, headers: vec![("Accept", "*/*")], body: None };
        self.send(&close)?;
        self.session = None;
        Ok(())
    }

    fn post(
        &mut self,
        body: &str,
        revision: Option<&str>,
        metadata: &[(&'static str, String)],
    ) -> Result<Answer, Failure> {
        let path = self.path.clone();
        let mut headers = vec![("Accept", "application/json, text/event-stream"), ("Content-Type", "application/json")];
        headers.extend(revision.map(|revision| ("MCP-Protocol-Version", revision)));
        headers.extend(metadata.iter().map(|(name, value)| (*name, value.as_str())));
        self.send(&Message { method: "POST", path: &path, host: None, headers, body: Some(body) })
    }

    /// The length of the log.
    fn logged(&self) -> Result<Option<u64>, Failure> {
        let length = |path: &PathBuf| match fs::metadata(path) {
            Ok(metadata) => Ok(metadata.len()),
            Err(error) => Err(Failure::unreadable(&path.display().to_string(), format!("cannot be read: {error}"))),
        };
        self.log.as_ref().map(length).transpose()
    }
}

fn read(mut response: Response<ureq::Body>) -> Answer {
    let text = |value: &HeaderValue| value.as_bytes().iter().copied().map(char::from).collect();
    let headers = response.headers();
    // A stream ends when somebody ends it.
    let is_stream = headers.get("content-type").is_some_and(|value| value.as_bytes().starts_with(b"text/event-stream"));
    let headers = headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let status = response.status().as_u16();
    let body = (!is_stream && status >= 200)
        .then(|| response.body_mut().with_config().limit(MOST_BYTES).read_to_vec().ok())
        .flatten();
    Answer { status: Some(status), headers, body_bytes: body.map(|body| body.len() as u64), logged: None }
}
