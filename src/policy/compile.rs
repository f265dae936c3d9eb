//! The policy as headers, as what a `<meta>` may carry, and as attributes of a frame.
//!
//! Every response of an origin should carry its headers, error pages and the scripts of workers included: a page of the same
//! origin that has none can be framed, and has all that was taken from the others.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::{Policy, Use, features};
use crate::error::{Error, ErrorKind, quote};
use crate::source::{HostPattern, Port, Source, SourceList, Url};

/// How to compile a policy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CompileOptions {
    /// The nonce of this response's scripts, in base64, at least 128 bits of it and afresh in each. Absent: scripts of the
    /// page's own origin run.
    pub nonce: Option<String>,
    /// What answers with the headers.
    pub target: CompileTarget,
}

/// What answers with the headers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CompileTarget {
    /// A page that shows tool output, and every other response of its origin.
    #[default]
    Page,
    /// A document of somebody else's, in a sandbox: an MCP App.
    Sandbox,
    /// The script of a service worker, whose own requests are held to what its response said.
    ServiceWorker,
}

/// A policy, compiled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CompiledPolicy {
    /// The headers' names and values.
    #[serde(serialize_with = "as_object")]
    pub headers: Vec<(&'static str, String)>,
    /// What a `<meta http-equiv=Content-Security-Policy>` may carry of it.
    pub meta_csp: String,
    /// For a frame that holds somebody else's document under this policy.
    pub iframe: IframeAttributes,
}

/// Attributes of an `<iframe>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IframeAttributes {
    /// `sandbox`
    pub sandbox: String,
    /// `allow`
    pub allow: String,
    /// `csp`, which Chromium has; elsewhere the framed response carries it.
    pub csp: String,
}

fn as_object<S: serde::Serializer>(headers: &[(&'static str, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(headers.iter().map(|(name, value)| (name, value)))
}

/// Where reports go, by the name that `Reporting-Endpoints` gives it.
const ENDPOINT: &str = "cordon";

/// The only word of a sandbox that an app needs: script. Without `allow-same-origin` it has an origin of its own.
const SANDBOX: &str = "allow-scripts";

/// Features that send, tell who is there, or listen. Chromium knows each of them; what it does not know it warns of.
const OFF: &[&str] = &[
    "browsing-topics",
    "camera",
    "captured-surface-control",
    "clipboard-read",
    "deferred-fetch",
    "deferred-fetch-minimal",
    "digital-credentials-create",
    "digital-credentials-get",
    "display-capture",
    "geolocation",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "private-state-token-issuance",
    "private-state-token-redemption",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "serial",
    "storage-access",
    "usb",
    "window-management",
];

impl Policy {
    /// Compiles the policy.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidOption`], for a nonce that is none or is too short; [`ErrorKind::InvalidPolicy`], for a permission
    /// that no browser knows.
    pub fn compile(&self, options: &CompileOptions) -> Result<CompiledPolicy, Error> {
        if let Some(unknown) = self.permissions().iter().find(|feature| !features::is_known(feature)) {
            let why = "no feature of Permissions-Policy that a browser knows";
            return Err(Error::new(ErrorKind::InvalidPolicy, format!("policy.permissions: {}: {why}", quote(unknown))));
        }
        let nonce = options.nonce.as_deref().map(nonce_source).transpose()?;
        let endpoint = self.report_to().map(in_header);
        let reporting = endpoint.as_ref().map(|url| format!("report-uri {url}; report-to {ENDPOINT}"));
        let (csp, of_header) = match options.target {
            CompileTarget::Page => (self.page_csp(nonce.as_deref()), vec!["frame-ancestors 'self'".to_owned()]),
            CompileTarget::Sandbox => (self.app_csp(nonce.as_deref()), vec![format!("sandbox {SANDBOX}")]),
            CompileTarget::ServiceWorker => (self.worker_csp(nonce.as_deref()), Vec::new()),
        };
        let header: Vec<String> = csp.iter().cloned().chain(of_header).chain(reporting).collect();
        let mut headers = vec![("Content-Security-Policy", header.join("; "))];
        if let Some(list) = self.connection_allowlist(options.target) {
            headers.push(("Connection-Allowlist", list));
        }
        if options.target != CompileTarget::ServiceWorker {
            headers.push(("Permissions-Policy", self.permissions_policy()));
            headers.push(("X-DNS-Prefetch-Control", "off".to_owned()));
            headers.push(("Referrer-Policy", "same-origin".to_owned()));
        }
        if options.target == CompileTarget::Page {
            headers.push(("Cross-Origin-Opener-Policy", "same-origin-allow-popups".to_owned()));
        }
        if let Some(url) = endpoint {
            headers.push(("Reporting-Endpoints", format!("{ENDPOINT}=\"{url}\"")));
        }
        let iframe = IframeAttributes {
            sandbox: SANDBOX.to_owned(),
            allow: self.permissions().join("; "),
            csp: self.app_csp(nonce.as_deref()).join("; "),
        };
        Ok(CompiledPolicy { headers, meta_csp: csp.join("; "), iframe })
    }

    fn page_csp(&self, nonce: Option<&str>) -> Vec<String> {
        let script = match nonce {
            Some(nonce) => format!("{nonce} 'strict-dynamic'"),
            None => "'self'".to_owned(),
        };
        let resources = listed(self.sources(Use::Resource));
        vec![
            "default-src 'none'".to_owned(),
            format!("script-src {script} 'wasm-unsafe-eval'"),
            // Output in a sandbox, and the inline style that `rich` keeps, are under the page's policy too.
            "style-src 'self' 'unsafe-inline'".to_owned(),
            format!("img-src 'self' data: blob:{resources}"),
            format!("media-src 'self' data: blob:{resources}"),
            format!("font-src 'self' data:{resources}"),
            format!("connect-src {}", self.sources(Use::Connect)),
            format!("frame-src {}", self.sources(Use::Frame)),
            "worker-src 'self'".to_owned(),
            "manifest-src 'self'".to_owned(),
            "base-uri 'none'".to_owned(),
            "form-action 'self'".to_owned(),
            "require-trusted-types-for 'script'".to_owned(),
        ]
    }

    /// The document is the app's own, its inline scripts too; nothing of the host's is in its reach.
    fn app_csp(&self, nonce: Option<&str>) -> Vec<String> {
        let script = nonce.unwrap_or("'unsafe-inline'");
        let resources = listed(self.sources(Use::Resource));
        vec![
            "default-src 'none'".to_owned(),
            format!("script-src {script} 'wasm-unsafe-eval'{resources}"),
            format!("style-src 'unsafe-inline'{resources}"),
            format!("img-src data: blob:{resources}"),
            format!("media-src data: blob:{resources}"),
            format!("font-src data:{resources}"),
            format!("connect-src {}", self.sources(Use::Connect)),
            format!("frame-src {}", self.sources(Use::Frame)),
            "worker-src blob:".to_owned(),
            "base-uri 'none'".to_owned(),
            "form-action 'none'".to_owned(),
        ]
    }

    /// A worker asks `connect-src` about whatever it fetches: an image that it passes on must be in `connect` too.
    fn worker_csp(&self, nonce: Option<&str>) -> Vec<String> {
        let nonce = nonce.map(|nonce| format!(" {nonce}")).unwrap_or_default();
        vec![
            "default-src 'none'".to_owned(),
            format!("script-src 'self'{nonce} 'wasm-unsafe-eval'"),
            format!("connect-src {}", self.sources(Use::Connect)),
            "base-uri 'none'".to_owned(),
        ]
    }

    /// <https://wicg.github.io/connection-allowlists/>, in Chromium since 152. It stops navigations and new windows as well,
    /// so that a page whose links may lead anywhere cannot have it: it is left out where `links.origins` names none.
    fn connection_allowlist(&self, target: CompileTarget) -> Option<String> {
        let links = match (target, &self.links().origins) {
            (CompileTarget::Page, origins) => Some(origins.as_ref()?),
            _ => None,
        };
        let lists = [self.sources(Use::Connect), self.sources(Use::Resource), self.sources(Use::Frame)];
        let mut value = "(response-origin".to_owned();
        let mut patterns: Vec<String> = Vec::new();
        for pattern in lists.into_iter().chain(links).flat_map(SourceList::iter).flat_map(url_patterns) {
            if !patterns.contains(&pattern) {
                let _ = write!(value, " \"{pattern}\"");
                patterns.push(pattern);
            }
        }
        value.push(')');
        if self.report_to().is_some() {
            let _ = write!(value, "; report-to={ENDPOINT}");
        }
        Some(value)
    }

    fn permissions_policy(&self) -> String {
        let off = OFF.iter().filter(|feature| !self.permissions().iter().any(|granted| granted == *feature));
        let off = off.map(|feature| format!("{feature}=()"));
        // A frame of an opaque origin gets what every origin may have, and nothing else.
        let on = self.permissions().iter().map(|feature| format!("{feature}=*"));
        off.chain(on).collect::<Vec<_>>().join(", ")
    }
}

fn listed(sources: &SourceList) -> String {
    if sources.is_empty() { String::new() } else { format!(" {sources}") }
}

/// *Threat:* a URL may hold what ends a directive, a policy or a quoted string. *Rule:* those are percent-encoded.
fn in_header(url: &Url) -> String {
    url.href().replace(';', "%3B").replace(',', "%2C").replace('\\', "%5C").replace('"', "%22")
}

/// A source as URL patterns: <https://urlpattern.spec.whatwg.org/>.
fn url_patterns(source: &Source) -> Vec<String> {
    let secure = |scheme: &str| match scheme {
        "http" => Some("https"),
        "ws" => Some("wss"),
        _ => None,
    };
    let pair = |scheme: &str, rest: &str| {
        std::iter::once(scheme).chain(secure(scheme)).map(|scheme| format!("{scheme}://{rest}")).collect()
    };
    match source {
        Source::None | Source::SelfOrigin | Source::Keyword(_) => Vec::new(),
        Source::Any => vec!["*://*:*/*".to_owned()],
        Source::Scheme(scheme) if matches!(scheme.as_str(), "http" | "https" | "ws" | "wss") => pair(scheme, "*:*/*"),
        // What stays in the page is no connection.
        Source::Scheme(_) => Vec::new(),
        Source::Host { scheme, host, port, path } => {
            let host = match host {
                HostPattern::Any => "*".to_owned(),
                HostPattern::Subdomains(parent) => format!("*.{parent}"),
                HostPattern::Exact(host) => host.clone(),
            };
            let port = match port {
                None => String::new(),
                Some(Port::Any) => ":*".to_owned(),
                Some(Port::Number(number)) => format!(":{number}"),
            };
            let path = match path.as_str() {
                "" => "/*".to_owned(),
                path if path.ends_with('/') => format!("{}*", escaped(path)),
                path => escaped(path),
            };
            match scheme.as_deref() {
                None => vec![format!("*://{host}{port}{path}")],
                Some(scheme) => pair(scheme, &format!("{host}{port}{path}")),
            }
        }
    }
}

/// What means something in a pattern, and can stand in a path, as itself.
fn escaped(path: &str) -> String {
    path.chars().fold(String::new(), |mut text, c| {
        if matches!(c, '*' | '+' | '?' | ':' | '(' | ')' | '{' | '}') {
            text.push_str("\\\\");
        }
        text.push(c);
        text
    })
}

/// 128 bits in base64, padding left out: CSP § 7.1.
const SHORTEST_NONCE: usize = 22;

fn nonce_source(nonce: &str) -> Result<String, Error> {
    let digits = nonce.trim_end_matches('=');
    let is_base64 = nonce.len() - digits.len() <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_'));
    if is_base64 && digits.len() >= SHORTEST_NONCE {
        return Ok(format!("'nonce-{nonce}'"));
    }
    let expected = "expected base64 of at least 128 random bits, afresh in each response";
    Err(Error::new(ErrorKind::InvalidOption, format!("options.nonce: {}: {expected}", quote(nonce))))
}
