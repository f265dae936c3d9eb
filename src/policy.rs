//! The policy: who may be contacted, what may load, what a link may point to. Everything else is compiled from it or
//! checked against it.

mod compile;
pub mod features;
mod referrer;
mod ui_meta;

pub(crate) use referrer::REFERRER_POLICIES;

pub use compile::{CompileOptions, CompileTarget, CompiledPolicy, IframeAttributes};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, quote};
use crate::source::{Dialect, Origin, SCRIPT_SCHEMES, Source, SourceList, Target, Url};

/// A checked policy. Make one with [`Policy::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    connect: SourceList,
    resources: SourceList,
    frames: SourceList,
    background_fetch: SourceList,
    messages: SourceList,
    webrtc: bool,
    links: Links,
    permissions: Vec<String>,
    report_to: Option<Url>,
}

/// A policy as it is written: JSON of this shape, camelCase, every field optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PolicyInput {
    /// What script may contact. Default `'self'`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connect: Option<Vec<String>>,
    /// What output may load by itself: images, media, fonts. Default nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<Vec<String>>,
    /// What may be framed. Default nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frames: Option<Vec<String>>,
    /// Redirect-free URLs that Background Fetch may use. Default nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_fetch: Option<Vec<String>>,
    /// Whose windows the page may exchange messages with, beside its own frames: the page that opened it or frames it, a popup.
    /// Default nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<Vec<String>>,
    /// Whether WebRTC may be used. Default no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webrtc: Option<bool>,
    /// What a link may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<LinksInput>,
    /// Features of Permissions-Policy that frames of apps may use, such as `camera`. Default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<String>>,
    /// Where violations are reported: an absolute http or https URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_to: Option<String>,
}

/// The `links` of a policy, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct LinksInput {
    /// Default `https`, `http`, `mailto`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schemes: Option<Vec<String>>,
    /// Absent: any origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origins: Option<Vec<String>>,
    /// `_blank` (default) or `_self`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Default `noopener noreferrer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
}

/// The links that output may carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Links {
    pub(crate) schemes: Vec<String>,
    pub(crate) origins: Option<SourceList>,
    pub(crate) target: &'static str,
    pub(crate) rel: String,
}

/// What a URL is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Use {
    /// A script's own request.
    Connect,
    /// An image, a medium, a font.
    Resource,
    /// A frame.
    Frame,
    /// Background Fetch, which no other layer holds past the first URL.
    BackgroundFetch,
    /// A message from one of its windows.
    Message,
    /// Going there.
    Navigate,
}

/// Whether a URL may be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// Whether it may.
    pub allowed: bool,
    /// A stable word: `listed`, `own-origin`, `local`, `activated`, `not-listed`, `not-activated`, `lockdown` or `invalid-url`.
    pub reason: &'static str,
    /// The source that let it through.
    pub matched: Option<String>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            connect: SourceList::from_iter([Source::SelfOrigin]),
            resources: SourceList::default(),
            frames: SourceList::default(),
            background_fetch: SourceList::default(),
            messages: SourceList::default(),
            webrtc: false,
            links: Links::default(),
            permissions: Vec::new(),
            report_to: None,
        }
    }
}

impl Default for Links {
    fn default() -> Self {
        Self {
            schemes: ["https", "http", "mailto"].map(str::to_owned).to_vec(),
            origins: None,
            target: "_blank",
            rel: "noopener noreferrer".to_owned(),
        }
    }
}

impl Policy {
    /// Checks a written policy.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidPolicy`]; the message names the field and quotes the value.
    pub fn parse(input: PolicyInput) -> Result<Self, Error> {
        let default = Self::default();
        Ok(Self {
            connect: sources("connect", input.connect)?.unwrap_or(default.connect),
            resources: sources("resources", input.resources)?.unwrap_or_default(),
            frames: sources("frames", input.frames)?.unwrap_or_default(),
            background_fetch: sources("backgroundFetch", input.background_fetch)?.unwrap_or_default(),
            messages: sources("messages", input.messages)?.unwrap_or_default(),
            webrtc: input.webrtc.unwrap_or(false),
            links: input.links.map(Links::parse).transpose()?.unwrap_or_default(),
            permissions: permissions(input.permissions.unwrap_or_default())?,
            report_to: input.report_to.map(|url| report_url(&url)).transpose()?,
        })
    }

    /// The policy written out in full, defaults included.
    pub fn to_input(&self) -> PolicyInput {
        let list = |sources: &SourceList| Some(sources.iter().map(Source::to_string).collect());
        PolicyInput {
            connect: list(&self.connect),
            resources: list(&self.resources),
            frames: list(&self.frames),
            background_fetch: list(&self.background_fetch),
            messages: if self.messages.is_empty() { None } else { list(&self.messages) },
            webrtc: Some(self.webrtc),
            links: Some(LinksInput {
                schemes: Some(self.links.schemes.clone()),
                origins: self.links.origins.as_ref().and_then(list),
                target: Some(self.links.target.to_owned()),
                rel: Some(self.links.rel.clone()),
            }),
            permissions: (!self.permissions.is_empty()).then(|| self.permissions.clone()),
            report_to: self.report_to.as_ref().map(|url| url.href().to_owned()),
        }
    }

    /// What a URL may be used for: [`Use`].
    pub fn sources(&self, for_use: Use) -> &SourceList {
        match for_use {
            Use::Connect | Use::Navigate => &self.connect,
            Use::Resource => &self.resources,
            Use::Frame => &self.frames,
            Use::BackgroundFetch => &self.background_fetch,
            Use::Message => &self.messages,
        }
    }

    /// Whether WebRTC may be used.
    pub fn webrtc(&self) -> bool {
        self.webrtc
    }

    /// Features of Permissions-Policy that frames of apps may use.
    pub fn permissions(&self) -> &[String] {
        &self.permissions
    }

    /// Where violations are reported.
    pub fn report_to(&self) -> Option<&Url> {
        self.report_to.as_ref()
    }

    pub(crate) fn links(&self) -> &Links {
        &self.links
    }

    /// Whether `url` may be used so by a page of `self_origin`.
    pub fn judge(&self, url: &Url, for_use: Use, self_origin: &Origin) -> Verdict {
        let target = Target { url, self_origin, redirected: false, dialect: Dialect::Browsers };
        match self.sources(for_use).find(target) {
            Some(source) => Verdict { allowed: true, reason: "listed", matched: Some(source.to_string()) },
            None => Verdict::refused("not-listed"),
        }
    }

    /// Whether a page of `self_origin` may go to `url`: to itself, to what it may contact, and to the origins that links
    /// name; elsewhere only where a user has just acted, and where a link may point.
    ///
    /// A document without an address of its own is free of the guard, or has a `location` that nothing holds: it may be
    /// navigated to in a frame, which the pinned CSP holds, and in a window only where a user may go anywhere.
    pub fn judge_navigation(
        &self,
        url: &Url,
        self_origin: &Origin,
        target: NavigationTarget,
        activated: bool,
    ) -> Verdict {
        if matches!(url.scheme(), "about" | "blob" | "data" | "javascript") {
            let guarded = match target {
                NavigationTarget::Frame | NavigationTarget::Download => true,
                NavigationTarget::Page => url.scheme() != "blob",
                NavigationTarget::NewWindow => false,
            };
            return match (guarded, activated, &self.links.origins) {
                (true, ..) => Verdict::allowed("local", None),
                (false, true, None) => Verdict::allowed("activated", None),
                (false, true, Some(_)) => Verdict::refused("not-listed"),
                (false, false, _) => Verdict::refused("not-activated"),
            };
        }
        if url.origin() == *self_origin && url.is_http() {
            return Verdict::allowed("listed", Some("'self'"));
        }
        let verdict = self.judge(url, Use::Navigate, self_origin);
        if verdict.allowed {
            return verdict;
        }
        let target = Target { url, self_origin, redirected: false, dialect: Dialect::Browsers };
        let scheme = self.links.schemes.iter().any(|scheme| scheme == url.scheme());
        match self.links.origins.as_ref().map(|origins| origins.find(target)) {
            _ if !scheme => verdict,
            Some(None) if url.is_http() => verdict,
            Some(Some(source)) => Verdict { allowed: true, reason: "listed", matched: Some(source.to_string()) },
            _ if activated => Verdict::allowed("activated", None),
            _ => Verdict::refused("not-activated"),
        }
    }

    /// The policy as a CSP that a `<meta>` can carry, to be enforced beside whatever the page has already.
    ///
    /// A further policy only ever narrows (CSP § 4.2), so this one is wide where the application is concerned and
    /// exact where its data could leave: `in_use` are the sources of the scripts and styles that the page runs now, and
    /// `frames` those of its frames.
    pub fn meta_csp(&self, in_use: &SourceList, frames: &SourceList) -> String {
        let own = "'self' data: blob:";
        let app = if in_use.is_empty() { String::new() } else { format!(" {in_use}") };
        let listed = |list: &SourceList| if list.is_empty() { String::new() } else { format!(" {list}") };
        let elsewhere = self.connect.iter().filter(|source| **source != Source::SelfOrigin).cloned().collect();
        let mut connect = self.connect.clone();
        if let Some(url) = &self.report_to {
            connect = connect.iter().cloned().chain(Source::parse(&url.origin().to_string())).collect();
        }
        [
            format!("default-src {own}"),
            format!("script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:{app}"),
            format!("style-src 'self' 'unsafe-inline' blob:{app}"),
            format!("img-src {own}{}", listed(&self.resources)),
            format!("media-src {own}{}", listed(&self.resources)),
            format!("font-src 'self' data:{}", listed(&self.resources)),
            format!(
                "connect-src {}data: blob:",
                if connect.is_empty() { String::new() } else { format!("{connect} ") }
            ),
            format!("frame-src {}", self.frames.iter().chain(frames.iter()).cloned().collect::<SourceList>()),
            "worker-src 'self' blob:".to_owned(),
            "object-src 'none'".to_owned(),
            "base-uri 'self'".to_owned(),
            format!("form-action 'self'{}", listed(&elsewhere)),
        ]
        .join("; ")
    }
}

/// What is navigated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum NavigationTarget {
    /// The page itself.
    #[default]
    Page,
    /// A frame of the page.
    Frame,
    /// A window that it opens, or names.
    NewWindow,
    /// None: the answer is saved.
    Download,
}

impl Verdict {
    pub(crate) fn allowed(reason: &'static str, matched: Option<&str>) -> Self {
        Self { allowed: true, reason, matched: matched.map(str::to_owned) }
    }

    pub(crate) fn refused(reason: &'static str) -> Self {
        Self { allowed: false, reason, matched: None }
    }

    /// The verdict on something that is no URL.
    pub(crate) fn invalid_url() -> Self {
        Self::refused("invalid-url")
    }
}

impl Links {
    fn parse(input: LinksInput) -> Result<Self, Error> {
        let default = Self::default();
        let schemes = match input.schemes {
            None => default.schemes,
            Some(schemes) => schemes.iter().map(|scheme| link_scheme(scheme)).collect::<Result<_, _>>()?,
        };
        let target = match input.target.as_deref() {
            None | Some("_blank") => "_blank",
            Some("_self") => "_self",
            Some(other) => return Err(refuse("links.target", &format!("{}: expected _blank or _self", quote(other)))),
        };
        let rel = input.rel.unwrap_or(default.rel);
        if !rel.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-')) {
            return Err(refuse("links.rel", &format!("{}: expected link types separated by spaces", quote(&rel))));
        }
        Ok(Self { schemes, origins: sources("links.origins", input.origins)?, target, rel })
    }
}

/// Schemes that no policy opens to links: those that run script, and `file`, which leaves the web for the reader's own
/// disk.
fn is_never_a_link(scheme: &str) -> bool {
    SCRIPT_SCHEMES.contains(&scheme) || scheme == "file"
}

fn link_scheme(written: &str) -> Result<String, Error> {
    let scheme = written.strip_suffix(':').unwrap_or(written).to_ascii_lowercase();
    match Source::parse(&format!("{scheme}:")) {
        Some(Source::Scheme(_)) if !is_never_a_link(&scheme) => Ok(scheme),
        Some(Source::Scheme(_)) => Err(refuse("links.schemes", &format!("{}: never a safe link", quote(written)))),
        _ => Err(refuse("links.schemes", &format!("{}: expected a scheme such as https", quote(written)))),
    }
}

fn sources(field: &str, written: Option<Vec<String>>) -> Result<Option<SourceList>, Error> {
    let Some(written) = written else { return Ok(None) };
    let parsed = written
        .iter()
        .map(|source| source.parse::<Source>().map_err(|error| refuse(field, &error.to_string())))
        .collect::<Result<Vec<_>, _>>()?;
    if parsed.contains(&Source::None) && parsed.len() > 1 {
        return Err(refuse(field, "'none' stands alone or not at all"));
    }
    Ok(Some(parsed.into_iter().filter(|source| *source != Source::None).collect()))
}

/// By their spelling alone, which keeps the list of them out of the guard's module; [`Policy::compile`] knows the names.
fn permissions(written: Vec<String>) -> Result<Vec<String>, Error> {
    let is_name = |name: &&String| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    match written.iter().find(|name| !is_name(name)) {
        None => Ok(written),
        Some(other) => {
            let expected = "expected a feature such as camera";
            Err(refuse("permissions", &format!("{}: {expected}", quote(other))))
        }
    }
}

fn report_url(written: &str) -> Result<Url, Error> {
    Url::parse(written, None)
        .filter(Url::is_http)
        .ok_or_else(|| refuse("reportTo", &format!("{}: expected an absolute http or https URL", quote(written))))
}

fn refuse(field: &str, why: &str) -> Error {
    Error::new(ErrorKind::InvalidPolicy, format!("policy.{field}: {why}"))
}
