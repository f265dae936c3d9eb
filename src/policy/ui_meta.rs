//! What an MCP App asks for, narrowed to what its host grants: `_meta.ui` of a UI resource (MCP Apps, SEP-1865).
//!
//! *Threat:* the server writes these domains. *Rule:* each must be a host, by itself and without tricks, and counts only as far
//! as the host's own policy reaches; an app that asks for nothing gets nothing.

use serde_json::{Map, Value};

use super::Policy;
use crate::error::{Error, ErrorKind, shorten};
use crate::finding::registry::{self, Definition};
use crate::finding::{Evidence, Finding};
use crate::source::{HostPattern, Origin, Source, SourceList};

/// The features that MCP Apps name, and what Permissions-Policy calls them.
const PERMISSIONS: &[(&str, &str)] = &[
    ("camera", "camera"),
    ("microphone", "microphone"),
    ("geolocation", "geolocation"),
    ("clipboardWrite", "clipboard-write"),
];

impl Policy {
    /// The policy of an app, from `_meta` or its `ui` as a server sent it, and what was refused or narrowed of it.
    ///
    /// `null` asks for nothing. `'self'` in the host's policy is the host's own origin and never an app's.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], where a member has another type than the specification gives it; the message names it.
    pub fn from_ui_meta(meta: &Value, host: &Self) -> Result<(Self, Vec<Finding>), Error> {
        let empty = Map::new();
        let meta = match meta {
            Value::Null => &empty,
            meta => object("meta", meta)?,
        };
        let (at, ui) = match meta.get("ui") {
            Some(ui) => ("meta.ui", object("meta.ui", ui)?),
            None => ("meta", meta),
        };
        let csp = ui.get("csp").map_or(Ok(&empty), |csp| object(&format!("{at}.csp"), csp))?;
        let mut findings = Vec::new();
        let mut domains = |name: &str, granted: &SourceList| -> Result<SourceList, Error> {
            let path = format!("{at}.csp.{name}");
            Ok(narrow(&strings(&path, csp.get(name))?, granted, &path, &mut findings))
        };
        let connect = domains("connectDomains", &host.connect)?;
        let resources = domains("resourceDomains", &host.resources)?;
        let frames = domains("frameDomains", &host.frames)?;
        let bases = format!("{at}.csp.baseUriDomains");
        if !strings(&bases, csp.get("baseUriDomains"))?.is_empty() {
            findings.push(found(registry::UI_META_BASE_URI, &bases, None));
        }
        let path = format!("{at}.permissions");
        let asked = ui.get("permissions").map_or(Ok(&empty), |permissions| object(&path, permissions))?;
        let mut permissions = Vec::new();
        for name in asked.keys() {
            let feature = PERMISSIONS.iter().find(|(asked, _)| asked == name).map(|(_, feature)| *feature);
            match feature {
                None => findings.push(found(registry::UI_META_PERMISSION_UNKNOWN, &path, Some(name))),
                Some(feature) if host.permissions.iter().any(|granted| granted == feature) => {
                    permissions.push(feature.to_owned());
                }
                Some(_) => findings.push(found(registry::UI_META_PERMISSION_NOT_GRANTED, &path, Some(name))),
            }
        }
        let policy = Self {
            connect,
            resources,
            frames,
            background_fetch: SourceList::default(),
            messages: SourceList::default(),
            webrtc: false,
            links: host.links.clone(),
            permissions,
            report_to: None,
        };
        Ok((policy, findings))
    }
}

/// What is asked, as far as `granted` reaches.
fn narrow(asked: &[&str], granted: &SourceList, path: &str, findings: &mut Vec<Finding>) -> SourceList {
    // An app's origin is opaque, so that a host without a scheme would match nothing.
    let granted: SourceList = granted.iter().cloned().map(with_scheme).collect();
    let mut kept: Vec<Source> = Vec::new();
    for (at, domain) in asked.iter().enumerate() {
        let path = format!("{path}[{at}]");
        let Some(source) = domain_source(domain) else {
            findings.push(found(registry::UI_META_SOURCE_REFUSED, &path, Some(domain)));
            continue;
        };
        if granted.covering(&source, &Origin::Opaque).is_some() {
            kept.push(source);
            continue;
        }
        let within: Vec<_> =
            granted.iter().filter(|own| source.covers(own, &Origin::Opaque) && is_host(own)).cloned().collect();
        let definition = if within.is_empty() { registry::UI_META_NOT_GRANTED } else { registry::UI_META_NARROWED };
        findings.push(found(definition, &path, Some(domain)));
        kept.extend(within);
    }
    let mut list: Vec<Source> = Vec::new();
    for source in kept {
        if !list.contains(&source) {
            list.push(source);
        }
    }
    list.into_iter().collect()
}

/// A host, exact or all below one. `*`, a keyword, a bare scheme, a separator and what stands for every host are none.
fn domain_source(domain: &str) -> Option<Source> {
    let source = with_scheme(domain.parse().ok()?);
    let is_named = matches!(&source, Source::Host { host: HostPattern::Exact(_) | HostPattern::Subdomains(_), scheme, .. }
        if matches!(scheme.as_deref(), Some("https" | "http" | "wss" | "ws")));
    is_named.then_some(source)
}

fn with_scheme(source: Source) -> Source {
    match source {
        Source::Host { scheme: None, host, port, path } => {
            Source::Host { scheme: Some("https".into()), host, port, path }
        }
        source => source,
    }
}

fn is_host(source: &Source) -> bool {
    matches!(source, Source::Host { .. })
}

fn found(definition: Definition, path: &str, value: Option<&str>) -> Finding {
    let value = value.map(|value| shorten(value, 120));
    definition.found(Some(Evidence { path: Some(path.to_owned()), value, ..Evidence::default() }))
}

fn object<'a>(path: &str, value: &'a Value) -> Result<&'a Map<String, Value>, Error> {
    value.as_object().ok_or_else(|| mistyped(path, "an object", value))
}

fn strings<'a>(path: &str, value: Option<&'a Value>) -> Result<Vec<&'a str>, Error> {
    let Some(value) = value else { return Ok(Vec::new()) };
    let list = value.as_array().ok_or_else(|| mistyped(path, "an array of strings", value))?;
    let text = |(at, item): (usize, &'a Value)| {
        item.as_str().ok_or_else(|| mistyped(&format!("{path}[{at}]"), "a string", item))
    };
    list.iter().enumerate().map(text).collect()
}

fn mistyped(path: &str, expected: &str, value: &Value) -> Error {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    Error::new(ErrorKind::InvalidInput, format!("{path}: expected {expected}, got {kind}"))
}
