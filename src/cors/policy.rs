//! A CORS policy, checked when it is built: what browsers would refuse or misread is an error that names the option.

use serde::Deserialize;

use super::check::preflight_max_age;
use super::headers::is_token;
use super::origin::SubdomainRule;
use super::preflight::{is_forbidden_method, normalize_method};
use super::problem::CorsProblem;
use crate::error::{Error, ErrorKind, quote};
use crate::finding::Engine;
use crate::finding::registry::{Definition, cors as registry};
use crate::source::{Caller, CallerProblem};

/// A policy as it is written: JSON of this shape, camelCase.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CorsPolicyInput {
    /// Who may read responses: exact origins and subdomain rules, or `*`. Default nobody.
    pub origins: OneOrMany<OriginInput>,
    /// Whether requests carry cookies. Default no.
    pub credentials: bool,
    /// Beside the preset's. Default, without a preset, what needs nobody's leave: `GET`, `HEAD`, `POST`.
    pub methods: Option<OneOrMany<String>>,
    /// Request headers, beside the preset's. Default none.
    pub headers: Option<OneOrMany<String>>,
    /// Response headers that script reads, beside the preset's. Default none.
    pub expose: Option<OneOrMany<String>>,
    /// For how many seconds a browser may remember a preflight. Default: its own, which is five.
    pub max_age: Option<i64>,
    /// Whether a request of an origin that is not listed is refused with 403, as MCP asks; else it goes on, and its
    /// response cannot be read. Default yes.
    pub reject_disallowed_origin: Option<bool>,
    /// Whether `Access-Control-Request-Private-Network` is answered, which browsers no longer send. Default no.
    pub allow_private_network: bool,
    /// What a revision of MCP needs.
    pub preset: Option<CorsPreset>,
}

/// A list, or its only member.
///
/// Closed: its name says both.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl<T> OneOrMany<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

/// A member of `origins`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
#[non_exhaustive]
pub enum OriginInput {
    /// An origin, any port of a loopback host (`http://localhost:*`), any host of a scheme that one application has for itself
    /// (`vscode-webview://*`), or `*`.
    Exact(String),
    /// Every subdomain of an origin's host, at any depth, with its scheme and port, and not the origin itself.
    Subdomains {
        /// The origin.
        #[serde(rename = "subdomainsOf")]
        subdomains_of: String,
    },
}

/// The revisions of MCP, by what their HTTP transport sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum CorsPreset {
    #[serde(rename = "mcp-2025-06-18")]
    Mcp20250618,
    #[serde(rename = "mcp-2025-11-25")]
    Mcp20251125,
    /// No sessions and no stream by `GET`; headers that mirror the message, those of a tool's parameters by their
    /// prefix.
    #[serde(rename = "mcp-2026-07-28")]
    Mcp20260728,
}

impl CorsPreset {
    pub(super) fn methods(self) -> &'static [&'static str] {
        match self {
            Self::Mcp20250618 | Self::Mcp20251125 => &["GET", "POST", "DELETE"],
            Self::Mcp20260728 => &["POST"],
        }
    }

    pub(super) fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Mcp20250618 | Self::Mcp20251125 => {
                &["Mcp-Session-Id", "MCP-Protocol-Version", "Last-Event-ID", "Authorization", "Content-Type"]
            }
            Self::Mcp20260728 => &["MCP-Protocol-Version", "Mcp-Method", "Mcp-Name", "Authorization", "Content-Type"],
        }
    }

    pub(super) fn expose(self) -> &'static [&'static str] {
        match self {
            Self::Mcp20250618 | Self::Mcp20251125 => &["Mcp-Session-Id", "WWW-Authenticate"],
            Self::Mcp20260728 => &["WWW-Authenticate"],
        }
    }

    fn mirrored_prefix(self) -> Option<&'static str> {
        (self == Self::Mcp20260728).then_some("mcp-param-")
    }
}

/// A checked policy. Make one with [`CorsPolicy::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorsPolicy {
    pub(super) any_origin: bool,
    pub(super) exact: Vec<String>,
    pub(super) patterns: Vec<Caller>,
    pub(super) subdomains: Vec<SubdomainRule>,
    pub(super) credentials: bool,
    pub(super) methods: Names,
    pub(super) headers: Names,
    pub(super) expose: Names,
    pub(super) max_age: Option<u32>,
    pub(super) reject_disallowed_origin: bool,
    pub(super) allow_private_network: bool,
    pub(super) mirrored_prefix: Option<&'static str>,
    warnings: Vec<&'static str>,
}

/// Names, in order, without doubles; or any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) any: bool,
    pub(super) listed: Vec<String>,
    /// As a header's value.
    pub(super) written: String,
}

impl Names {
    fn new(mut listed: Vec<String>, same: fn(&str, &str) -> bool) -> Self {
        let any = listed.iter().any(|name| name == "*");
        let mut kept: Vec<String> = Vec::new();
        listed.retain(|name| name != "*");
        for name in listed {
            if !kept.iter().any(|other| same(other, &name)) {
                kept.push(name);
            }
        }
        let wildcard = any.then_some("*");
        let written = wildcard.into_iter().chain(kept.iter().map(String::as_str)).collect::<Vec<_>>().join(", ");
        Self { any, listed: kept, written }
    }
}

impl CorsPolicy {
    /// What a revision of MCP needs, for these origins and no others.
    ///
    /// # Errors
    /// As [`CorsPolicy::parse`].
    pub fn mcp<O: Into<String>>(revision: CorsPreset, origins: impl IntoIterator<Item = O>) -> Result<Self, Error> {
        let origins = origins.into_iter().map(|origin| OriginInput::Exact(origin.into())).collect();
        Self::parse(CorsPolicyInput {
            preset: Some(revision),
            origins: OneOrMany::Many(origins),
            ..CorsPolicyInput::default()
        })
    }

    /// Checks a written policy.
    ///
    /// # Errors
    /// [`ErrorKind::CorsPolicy`], whose code is the contradiction's; the message names the option and quotes the value.
    pub fn parse(input: CorsPolicyInput) -> Result<Self, Error> {
        let mut policy = Self {
            any_origin: false,
            exact: Vec::new(),
            patterns: Vec::new(),
            subdomains: Vec::new(),
            credentials: input.credentials,
            methods: methods(input.methods, input.preset)?,
            headers: headers("headers", input.headers, input.preset.map_or(&[], CorsPreset::headers))?,
            expose: headers("expose", input.expose, input.preset.map_or(&[], CorsPreset::expose))?,
            max_age: input.max_age.map(max_age).transpose()?,
            reject_disallowed_origin: input.reject_disallowed_origin.unwrap_or(true),
            allow_private_network: input.allow_private_network,
            mirrored_prefix: input.preset.and_then(CorsPreset::mirrored_prefix),
            warnings: Vec::new(),
        };
        for rule in input.origins.into_vec() {
            policy.add_origin(rule)?;
        }
        policy.contradictions()?;
        // By the specification * does not stand for it.
        if policy.headers.any {
            let listed =
                policy.headers.listed.into_iter().chain(["*".to_owned(), "Authorization".to_owned()]).collect();
            policy.headers = Names::new(listed, str::eq_ignore_ascii_case);
        }
        if policy.max_age.is_some_and(|seconds| seconds > preflight_max_age(Some("999999999"), Engine::Firefox)) {
            policy.warn(registry::MAX_AGE_ABOVE_CAPS);
        }
        Ok(policy)
    }

    /// What is allowed and worth a look: codes, most of them those that the audit has for what they lead to.
    ///
    /// `cors-origin-normalised`: an origin was not written as browsers write it. `cors-any-subdomain`: a subdomain
    /// rule. `cors-http-origin-allowed`: an origin without TLS that is not the machine itself.
    /// `cors-loopback-any-port`, `cors-app-any-host`: a pattern.
    /// `cors-max-age-above-caps`: longer than any browser remembers.
    pub fn warnings(&self) -> &[&'static str] {
        &self.warnings
    }

    /// Whether each origin is written as browsers write it.
    pub fn is_canonical(&self) -> bool {
        !self.warnings.contains(&registry::ORIGIN_NORMALIZED.code.as_str())
    }

    fn warn(&mut self, of: Definition) {
        let code = of.code.as_str();
        if !self.warnings.contains(&code) {
            self.warnings.push(code);
        }
    }

    fn add_origin(&mut self, rule: OriginInput) -> Result<(), Error> {
        let (text, is_rule) = match rule {
            OriginInput::Exact(text) if text == "*" => {
                self.any_origin = true;
                return Ok(());
            }
            OriginInput::Exact(text) => (text, false),
            OriginInput::Subdomains { subdomains_of } => (subdomains_of, true),
        };
        let option = if is_rule { "cors.origins.subdomainsOf" } else { "cors.origins" };
        let origin = Caller::parse(&text).map_err(|problem| {
            let rule = "; or {\"subdomainsOf\": \"https://example.com\"}";
            let more = if problem == CallerProblem::Pattern { rule } else { "" };
            refused(problem.into(), option, &text, &format!("{}{more}", problem.why()))
        })?;
        if origin.is_normalized {
            self.warn(registry::ORIGIN_NORMALIZED);
        }
        if origin.is_insecure() {
            self.warn(registry::HTTP_ORIGIN_ALLOWED);
        }
        if is_rule {
            let rule = SubdomainRule::of(&origin).ok_or_else(|| {
                let why = "has no subdomains of its own: expected the origin of a registered domain";
                refused(CorsProblem::SubdomainsOfNoDomain, option, &text, why)
            })?;
            self.warn(registry::ANY_SUBDOMAIN);
            self.subdomains.push(rule);
        } else if let Some(exact) = origin.exact() {
            if !self.exact.iter().any(|listed| listed == exact) {
                self.exact.push(exact.to_owned());
            }
        } else {
            self.warn(if origin.is_any_port() { registry::LOOPBACK_ANY_PORT } else { registry::APP_ANY_HOST });
            self.patterns.push(origin);
        }
        Ok(())
    }

    fn contradictions(&self) -> Result<(), Error> {
        use CorsProblem as Problem;
        let literal = "with credentials: browsers take it for a name then; list the names";
        let of_origins = "with credentials: every site would read what the user's cookies open; list the origins";
        for (any, problem, option, why) in [
            (self.any_origin, Problem::WildcardWithCredentials, "origins", of_origins),
            (self.methods.any, Problem::WildcardMethodsWithCredentials, "methods", literal),
            (self.headers.any, Problem::WildcardHeadersWithCredentials, "headers", literal),
            (self.expose.any, Problem::WildcardExposeWithCredentials, "expose", literal),
        ] {
            if any && self.credentials {
                return Err(refused(problem, &format!("cors.{option}"), "*", why));
            }
        }
        let pattern = || self.patterns.first().map(ToString::to_string);
        let some =
            self.exact.first().cloned().or_else(pattern).or_else(|| self.subdomains.first().map(ToString::to_string));
        match some {
            Some(some) if self.any_origin => {
                Err(refused(Problem::WildcardWithOrigins, "cors.origins", &some, "beside *, which is every origin"))
            }
            _ => Ok(()),
        }
    }
}

fn refused(problem: CorsProblem, option: &str, value: &str, why: &str) -> Error {
    Error::new(ErrorKind::CorsPolicy(problem.code()), format!("{option}: {} {why}", quote(value)))
}

fn methods(input: Option<OneOrMany<String>>, preset: Option<CorsPreset>) -> Result<Names, Error> {
    let of_preset = match (&input, preset) {
        (_, Some(preset)) => preset.methods(),
        (None, None) => &["GET", "HEAD", "POST"],
        (Some(_), None) => &[],
    };
    let mut methods = Vec::new();
    for method in input.unwrap_or_default().into_vec() {
        if !is_token(&method) || is_forbidden_method(&method) {
            let why = "is not a method that a script may send";
            return Err(refused(CorsProblem::MethodInvalid, "cors.methods", &method, why));
        }
        methods.push(normalize_method(&method));
    }
    methods.extend(of_preset.iter().map(|method| (*method).to_owned()));
    Ok(Names::new(methods, |one, other| one == other))
}

fn headers(option: &str, input: Option<OneOrMany<String>>, of_preset: &[&str]) -> Result<Names, Error> {
    let mut names = input.unwrap_or_default().into_vec();
    if let Some(name) = names.iter().find(|name| !is_token(name)) {
        let why = "is not a header name";
        return Err(refused(CorsProblem::HeaderInvalid, &format!("cors.{option}"), name, why));
    }
    // A pattern is a name to browsers: what was meant would never be allowed.
    if let Some(name) = names.iter().find(|name| name.len() > 1 && name.contains('*')) {
        let why = "is a pattern, which browsers do not know; list the names";
        return Err(refused(CorsProblem::HeaderInvalid, &format!("cors.{option}"), name, why));
    }
    names.extend(of_preset.iter().map(|name| (*name).to_owned()));
    Ok(Names::new(names, str::eq_ignore_ascii_case))
}

fn max_age(seconds: i64) -> Result<u32, Error> {
    u32::try_from(seconds).map_err(|_| {
        let why = "is no number of seconds";
        refused(CorsProblem::MaxAgeInvalid, "cors.maxAge", &seconds.to_string(), why)
    })
}
