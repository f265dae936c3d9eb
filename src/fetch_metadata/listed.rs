//! The requests that an audit asks for, so that anybody can send them.
//!
//! Each `GET` is sent once as the server's own page sends it and once as a client that is no browser does; then with the
//! headers of what another site's page loads, of a link there, of a sibling and of a prefetch. `POST` likewise, once with
//! JSON and once with what a form can send. The bodies are a JSON-RPC `ping`: no tool is called.

use std::collections::BTreeMap;

use serde::Serialize;

use super::facts::RequestFacts;
use super::options::Preset;
use super::path::normalized;
use super::probe::{ProbeResponse, RequestProbe, RequestTarget};
use crate::error::{Error, ErrorKind, quote};
use crate::source::{Caller, Url, default_port};

/// A request to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedProbe {
    /// A few words.
    pub name: String,
    /// What to send, to the target's address whatever `host` is.
    pub request: RequestFacts,
    /// Its body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<&'static str>,
}

impl ListedProbe {
    /// With what came back, for the audit.
    pub fn answered(&self, response: ProbeResponse) -> RequestProbe {
        RequestProbe { name: Some(self.name.clone()), request: self.request.clone(), response, logged: None }
    }
}

const STRANGER: &str = "https://evil.example";
const PING: &str = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;

/// `Sec-Fetch-Site`, `Sec-Fetch-Mode` and `Sec-Fetch-Dest`.
type Metadata = [&'static str; 3];
const OWN: Metadata = ["same-origin", "cors", "empty"];

/// What pages load, and what it is called.
const LOADS: &[(&str, Metadata)] = &[
    ("own page's fetch", OWN),
    ("another site's image", ["cross-site", "no-cors", "image"]),
    ("another site's script", ["cross-site", "no-cors", "script"]),
    ("another site's style sheet", ["cross-site", "no-cors", "style"]),
    ("another site's frame", ["cross-site", "navigate", "iframe"]),
    ("another site's no-cors fetch", ["cross-site", "no-cors", "empty"]),
    ("another site's link", ["cross-site", "navigate", "document"]),
    ("a sibling's image", ["same-site", "no-cors", "image"]),
];

/// The requests for a target.
///
/// # Errors
/// [`ErrorKind::InvalidInput`] for a target whose URL is none of http or https.
pub fn probes(target: &RequestTarget) -> Result<Vec<ListedProbe>, Error> {
    let written = target.url.as_deref().unwrap_or_default();
    let url = Url::parse(written, None).filter(Url::is_http).ok_or_else(|| {
        Error::new(ErrorKind::InvalidInput, format!("target.url: {}: expected an http or https URL", quote(written)))
    })?;
    let mut list = List { target, url: &url, probes: Vec::new() };
    list.add("client that is no browser", "GET", None, &[]);
    for (name, metadata) in LOADS {
        list.add(name, "GET", Some(*metadata), &[]);
    }
    list.add("prefetch", "GET", Some(["none", "navigate", "document"]), &[("Sec-Purpose", "prefetch")]);
    list.posts();
    list.preflights();
    list.handshakes();
    list.traversals();
    Ok(list.probes)
}

struct List<'a> {
    target: &'a RequestTarget,
    url: &'a Url,
    probes: Vec<ListedProbe>,
}

impl List<'_> {
    fn add(&mut self, name: &str, method: &str, metadata: Option<Metadata>, headers: &[(&str, &str)]) {
        let mut sent = BTreeMap::new();
        let mut send = |name: &str, value: &str| sent.insert(name.to_owned(), value.to_owned());
        send("Accept", if method == "POST" { "application/json, text/event-stream" } else { "*/*" });
        if let Some([site, mode, dest]) = metadata {
            send("Sec-Fetch-Site", site);
            send("Sec-Fetch-Mode", mode);
            send("Sec-Fetch-Dest", dest);
        }
        for (name, value) in headers {
            send(name, value);
        }
        let path = after_authority(self.url.href());
        let request = RequestFacts {
            method: method.to_owned(),
            scheme: Some(self.url.scheme().to_owned()),
            host: self.host(),
            path: path.to_owned(),
            headers: sent,
            ..RequestFacts::default()
        };
        let body = (method == "POST").then_some(PING);
        self.probes.push(ListedProbe { name: name.to_owned(), request, body });
    }

    fn host(&self) -> String {
        let name = self.url.host().unwrap_or_default();
        let port = self.url.port().filter(|port| default_port(self.url.scheme()) != Some(*port));
        port.map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
    }

    fn origin(&self) -> String {
        self.url.origin().to_string()
    }

    /// Another origin of the same site: a subdomain of a name, another port of what has none.
    fn sibling(&self) -> String {
        let (scheme, host) = (self.url.scheme(), self.url.host().unwrap_or_default());
        let is_name = host.contains(|c: char| c.is_ascii_alphabetic()) && host.contains('.') && !host.starts_with('[');
        match self.url.port() {
            _ if is_name => format!("{scheme}://sibling.{}", self.host()),
            Some(8443) => format!("{scheme}://{host}:9443"),
            _ => format!("{scheme}://{host}:8443"),
        }
    }

    fn posts(&mut self) {
        let (own, sibling) = (self.origin(), self.sibling());
        let mcp = self.target.mcp.clone();
        let mut post = |name: &str, content_type: &str, metadata: Option<Metadata>, origin: Option<&str>| {
            let mut headers = vec![("Content-Type", content_type)];
            headers.extend(origin.map(|origin| ("Origin", origin)));
            headers.extend(mcp.as_deref().map(|revision| ("MCP-Protocol-Version", revision)));
            // From 2026-07-28 on, headers mirror the message.
            headers.extend(mcp.as_deref().filter(|one| *one >= "2026-07-28").map(|_| ("Mcp-Method", "ping")));
            self.add(name, "POST", metadata, &headers);
        };
        let cross: Metadata = ["cross-site", "cors", "empty"];
        let (json, text) = ("application/json", "text/plain");
        post("own page's call", json, Some(OWN), Some(&own));
        post("client that is no browser", json, None, None);
        post("another site's call", json, Some(cross), Some(STRANGER));
        post("a sibling's call", json, Some(["same-site", "cors", "empty"]), Some(&sibling));
        post("another origin's call, without Fetch Metadata", json, None, Some(STRANGER));
        post("call of the origin null, without Fetch Metadata", json, None, Some("null"));
        post("own page's text", text, Some(OWN), Some(&own));
        post("client that is no browser, text", text, None, None);
        post("another site's no-cors text", text, Some(["cross-site", "no-cors", "empty"]), Some(STRANGER));
        post("another site's form", text, Some(["cross-site", "navigate", "document"]), Some(STRANGER));
    }

    fn preflights(&mut self) {
        let first = self.target.origins.first().map_or(STRANGER, String::as_str);
        let origin = Caller::parse(first).map_or_else(|_| first.to_owned(), |caller| caller.to_ask_as(first));
        let asked = [
            ("Origin", origin.as_str()),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "content-type"),
        ];
        self.add("preflight, without Fetch Metadata", "OPTIONS", None, &asked);
        self.add("preflight", "OPTIONS", Some(["cross-site", "cors", "empty"]), &asked);
    }

    fn handshakes(&mut self) {
        if !self.target.websocket {
            return;
        }
        let own = self.origin();
        for (name, origin) in [("own page's WebSocket", own.as_str()), ("another site's WebSocket", STRANGER)] {
            let handshake = [
                ("Connection", "Upgrade"),
                ("Upgrade", "websocket"),
                ("Sec-WebSocket-Version", "13"),
                // RFC 6455 § 1.3's own example. Nothing is sent over the socket.
                ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                ("Origin", origin),
            ];
            self.add(name, "GET", None, &handshake);
        }
    }

    fn traversals(&mut self) {
        if self.target.preset == Preset::Websocket {
            return;
        }
        for exempt in &self.target.exempt_paths {
            let depth = normalized(exempt).map_or(0, |segments| segments.len());
            for dots in ["..", "%2e%2e"] {
                let out = vec![dots; depth].join("/");
                let path = format!("{}/{out}{}", exempt.trim_end_matches('/'), self.url.path());
                self.add("image from behind an exempt path", "GET", Some(["cross-site", "no-cors", "image"]), &[]);
                if let Some(last) = self.probes.last_mut() {
                    last.request.path = path;
                }
            }
        }
    }
}

/// Path and query of an address.
fn after_authority(href: &str) -> &str {
    let before_fragment = href.split('#').next().unwrap_or_default();
    let behind = before_fragment.split_once("://").map_or("", |(_, behind)| behind);
    behind.find('/').map_or("/", |at| &behind[at..])
}
