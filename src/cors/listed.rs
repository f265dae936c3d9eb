//! The requests that an audit asks for, so that anybody can send them: as pages of origins that a careless list lets in,
//! each by one kind of carelessness. Browsers send Fetch Metadata beside `Origin`, and so do these.

use serde::Serialize;

use super::headers::Headers;
use super::policy::CorsPreset;
use super::probe::{Auth, CorsAudit, CorsProbe, Target, View};
use crate::error::{Error, ErrorKind, quote};
use crate::source::{Caller, Url, is_loopback};

/// A request to send. With `response` and `status` beside, it is a probe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListedProbe {
    /// A few words.
    pub name: &'static str,
    /// `Origin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// `OPTIONS` is a preflight.
    pub method: &'static str,
    /// `Host`, where it is not the target's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// `Content-Type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<&'static str>,
    /// Every header to send, but `Host`.
    pub headers: Headers,
    /// Its body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<&'static str>,
}

impl ListedProbe {
    /// With what came back, for the audit.
    pub fn answered(&self, status: Option<u16>, response: Headers) -> CorsProbe {
        CorsProbe {
            origin: self.origin.clone(),
            method: self.method.to_owned(),
            host: self.host.clone(),
            content_type: self.content_type.map(str::to_owned),
            response,
            status,
        }
    }
}

const PING: &str = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;
const JSON: &str = "application/json";
const TEXT: &str = "text/plain";
/// A name that nobody can own: RFC 2606.
const STRANGER: &str = "https://evil.example";
/// Listed origins that are tried, and whose likes are.
const MOST_ORIGINS: usize = 2;

/// The requests for a target; those of [`Target::origins`] are the ones that are meant to be allowed.
///
/// # Errors
/// [`ErrorKind::InvalidInput`] for a target whose URL is none of http or https.
pub fn probes(target: &Target) -> Result<Vec<ListedProbe>, Error> {
    let refuse = || {
        let why = format!("target.url: {}: expected an http or https URL", quote(&target.url));
        Error::new(ErrorKind::InvalidInput, why)
    };
    let url = Url::parse(&target.url, None).filter(Url::is_http).ok_or_else(refuse)?;
    let input = CorsAudit { target: target.clone(), probes: Vec::new() };
    let view = View::new(&input);
    let mut list = List { target, url: &url, preset: view.preset, probes: Vec::new() };
    let host = url.host().unwrap_or_default();
    list.post("no origin", None, "");
    list.post("own origin", Some(url.origin().to_string()), "same-origin");
    let ask_as = |origin: &String| match Caller::parse(origin) {
        Ok(caller) => caller.to_ask_as(origin),
        Err(_) => origin.clone(),
    };
    let listed: Vec<String> = target.origins.iter().flatten().take(MOST_ORIGINS).map(ask_as).collect();
    for origin in &listed {
        list.preflight("listed origin, preflight", origin);
        list.post("listed origin", Some(origin.clone()), "cross-site");
    }
    for origin in [STRANGER, "null"] {
        list.preflight("stranger, preflight", origin);
        list.post("stranger", Some(origin.to_owned()), "cross-site");
    }
    list.simple_post();
    list.post("page of the visitor's machine", Some("http://localhost:3000".to_owned()), "cross-site");
    list.likes(host);
    for origin in listed.iter().filter_map(|origin| Url::parse(origin, None)) {
        list.likes(origin.host().unwrap_or_default());
    }
    if !view.is_public {
        list.rebound();
    }
    Ok(list.probes)
}

struct List<'a> {
    target: &'a Target,
    url: &'a Url,
    preset: Option<CorsPreset>,
    probes: Vec<ListedProbe>,
}

impl List<'_> {
    fn request(&self, name: &'static str, method: &'static str, origin: Option<String>, site: &str) -> ListedProbe {
        let mut headers = Headers::default();
        headers.append("Accept", if method == "POST" { "application/json, text/event-stream" } else { "*/*" });
        if let Some(origin) = &origin {
            headers.append("Origin", origin.as_str());
        }
        // Browsers send them to trustworthy origins alone.
        let is_trustworthy = self.url.scheme() == "https" || self.url.host().is_some_and(is_loopback);
        if !site.is_empty() && is_trustworthy {
            headers.append("Sec-Fetch-Site", site);
            headers.append("Sec-Fetch-Mode", "cors");
            headers.append("Sec-Fetch-Dest", "empty");
        }
        ListedProbe { name, origin, method, host: None, content_type: None, headers, body: None }
    }

    fn call(&self, name: &'static str, origin: Option<String>, site: &str) -> ListedProbe {
        let mut probe = self.request(name, "POST", origin, site);
        probe.content_type = Some(JSON);
        probe.body = Some(PING);
        probe.headers.append("Content-Type", JSON);
        if let Some(revision) = &self.target.mcp {
            // From 2026-07-28 on, headers mirror the message.
            if revision.as_str() >= "2026-07-28" {
                probe.headers.append("Mcp-Method", "ping");
            }
            probe.headers.append("MCP-Protocol-Version", revision.as_str());
        }
        probe
    }

    fn post(&mut self, name: &'static str, origin: Option<String>, site: &str) {
        let probe = self.call(name, origin, site);
        self.probes.push(probe);
    }

    /// What a client in a browser asks ahead of its calls.
    fn preflight(&mut self, name: &'static str, origin: &str) {
        let (methods, names) =
            self.preset.map_or((&["POST"][..], &["Content-Type"][..]), |preset| (preset.methods(), preset.headers()));
        // POST needs nobody's leave: a server that names what was asked for alone is asked for what does.
        let method = if methods.contains(&"DELETE") { "DELETE" } else { "POST" };
        let sent = names.iter().filter(|name| self.target.auth == Auth::Bearer || **name != "Authorization");
        let mut asked: Vec<String> = sent.map(|name| name.to_ascii_lowercase()).collect();
        asked.sort();
        let mut probe = self.request(name, "OPTIONS", Some(origin.to_owned()), "cross-site");
        probe.headers.append("Access-Control-Request-Method", method);
        probe.headers.append("Access-Control-Request-Headers", asked.join(","));
        self.probes.push(probe);
    }

    /// What no preflight precedes.
    fn simple_post(&mut self) {
        let mut probe = self.request("stranger's text", "POST", Some(STRANGER.to_owned()), "cross-site");
        probe.content_type = Some(TEXT);
        probe.body = Some(PING);
        probe.headers.append("Content-Type", TEXT);
        self.probes.push(probe);
    }

    /// Origins that a careless comparison with `host` lets in. An address is like nothing that a browser could be at.
    fn likes(&mut self, host: &str) {
        let is_name = host.contains('.') && host.contains(|c: char| c.is_ascii_alphabetic()) && !host.starts_with('[');
        if !is_name {
            return;
        }
        let site = if self.url.host() == Some(host) { "same-site" } else { "cross-site" };
        let undotted = host.replacen('.', "x", 1);
        for (name, origin, site) in [
            ("without TLS", format!("http://{host}"), "cross-site"),
            ("suffix", format!("https://evil{host}"), "cross-site"),
            ("prefix", format!("https://{host}.evil.example"), "cross-site"),
            ("special character", format!("https://{host}_.evil.example"), "cross-site"),
            ("substring", format!("https://evil.example.{host}.evil.example"), "cross-site"),
            ("unescaped dot", format!("https://{undotted}"), "cross-site"),
            ("subdomain", format!("https://takeover.{host}"), site),
        ] {
            self.post(name, Some(origin), site);
        }
    }

    /// DNS rebinding: a page of that name is of the same origin, as the browser sees it.
    fn rebound(&mut self) {
        let port = self.url.port().filter(|port| !matches!((self.url.scheme(), port), ("http", 80) | ("https", 443)));
        let host = port.map_or_else(|| "rebind.example".to_owned(), |port| format!("rebind.example:{port}"));
        let origin = format!("{}://{host}", self.url.scheme());
        let call = self.call("rebound name", Some(origin), "");
        self.probes.push(ListedProbe { host: Some(host), ..call });
    }
}
