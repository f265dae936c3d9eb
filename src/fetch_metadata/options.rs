//! The options: as they are written, and checked.

use serde::Deserialize;

use super::facts::Facts;
use super::path::{ExemptPath, normalized};
use crate::error::{Error, ErrorKind, quote};
use crate::source::{Caller, CallerProblem, Origin, default_port};

/// What an endpoint is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Preset {
    /// Called by scripts and by clients that are no browsers; nobody navigates to it.
    #[default]
    McpEndpoint,
    /// A page that people follow links to.
    Page,
    /// A WebSocket's handshake.
    Websocket,
}

/// What becomes of requests from other origins of the same site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SameSite {
    /// They pass.
    Allow,
    /// They do not.
    #[default]
    Deny,
}

/// What becomes of requests that say nothing of where they come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Missing {
    /// They pass: a client that is no browser has no user's cookies to abuse.
    #[default]
    Allow,
    /// They do not.
    Deny,
}

/// What becomes of speculative requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Speculation {
    /// They pass.
    Allow,
    /// They do not.
    Deny,
    /// A prefetch passes, a prerender does not.
    DenyPrerender,
}

/// The options as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct IsolationInput {
    /// Default `mcp-endpoint`.
    pub preset: Preset,
    /// Hosts that this server answers to; one without a port stands for any, and `*` for any host. Default any, but where
    /// a connection came to a loopback address: then `localhost`, `127.0.0.1`, `[::1]` and that address.
    pub allowed_hosts: Option<Vec<String>>,
    /// Origins that may call it, written as those of a CORS policy. Default none.
    pub trusted_origins: Vec<String>,
    /// Default `deny`.
    pub same_site: SameSite,
    /// Default `allow`.
    pub missing: Missing,
    /// Default `deny` for an endpoint, `allow` for a page and a handshake.
    pub speculation: Option<Speculation>,
    /// Whether `Purpose: prefetch` counts, which came before `Sec-Purpose`. Default no.
    pub legacy_purpose: bool,
    /// Whether `Sec-Fetch-Site: none` may come with any method. Default yes: extensions send it.
    pub allow_none_unsafe: Option<bool>,
    /// Whether other sites may frame a page. Default no.
    pub allow_framing: bool,
    /// Whether a navigation from another site must be a user's own act. Default no.
    pub require_user_activation: bool,
    /// The destinations of same-origin requests. Default any.
    pub allowed_dest: Option<Vec<String>>,
    /// Paths that pass, and all below them.
    pub exempt_paths: Vec<String>,
    /// Paths that pass where somebody navigates to them: an OAuth callback.
    pub exempt_navigation_paths: Vec<String>,
}

/// Checked options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Isolation {
    pub(super) preset: Preset,
    hosts: Hosts,
    trusted: Vec<Caller>,
    pub(super) same_site: SameSite,
    pub(super) missing: Missing,
    speculation: Speculation,
    legacy_purpose: bool,
    pub(super) allow_none_unsafe: bool,
    pub(super) allow_framing: bool,
    pub(super) require_user_activation: bool,
    allowed_dest: Option<Vec<String>>,
    exempt: Vec<ExemptPath>,
    exempt_navigation: Vec<ExemptPath>,
    vary: Vec<&'static str>,
}

/// The hosts that a server answers to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Hosts {
    /// Nobody said: loopback's own where the connection came to loopback, else any.
    Unlisted,
    Any,
    Listed(Vec<Host>),
}

/// A host as a client writes it. Without a port it is any.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Host {
    name: String,
    port: Option<u16>,
}

impl Default for Isolation {
    /// An endpoint's.
    fn default() -> Self {
        Self {
            preset: Preset::McpEndpoint,
            hosts: Hosts::Unlisted,
            trusted: Vec::new(),
            same_site: SameSite::Deny,
            missing: Missing::Allow,
            speculation: Speculation::Deny,
            legacy_purpose: false,
            allow_none_unsafe: true,
            allow_framing: false,
            require_user_activation: false,
            allowed_dest: None,
            exempt: Vec::new(),
            exempt_navigation: Vec::new(),
            vary: vec!["Sec-Fetch-Site", "Sec-Purpose", "Origin"],
        }
    }
}

impl Isolation {
    /// Checks options as written.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidOption`]; the message names the option and quotes the value.
    pub fn parse(input: IsolationInput) -> Result<Self, Error> {
        let hosts = match input.allowed_hosts {
            None => Hosts::Unlisted,
            Some(hosts) if hosts == ["*"] => Hosts::Any,
            Some(hosts) => Hosts::Listed(hosts.iter().map(|host| Host::option(host)).collect::<Result<_, _>>()?),
        };
        let trusted = input.trusted_origins.iter().map(|origin| trusted_origin(origin)).collect::<Result<_, _>>()?;
        let speculation = input.speculation.unwrap_or(match input.preset {
            Preset::McpEndpoint => Speculation::Deny,
            Preset::Page | Preset::Websocket => Speculation::Allow,
        });
        let mut checked = Self {
            preset: input.preset,
            hosts,
            trusted,
            same_site: input.same_site,
            missing: input.missing,
            speculation,
            legacy_purpose: input.legacy_purpose,
            allow_none_unsafe: input.allow_none_unsafe.unwrap_or(true),
            allow_framing: input.allow_framing,
            require_user_activation: input.require_user_activation,
            allowed_dest: input.allowed_dest,
            exempt: paths("exemptPaths", &input.exempt_paths)?,
            exempt_navigation: paths("exemptNavigationPaths", &input.exempt_navigation_paths)?,
            vary: Vec::new(),
        };
        checked.vary = checked.consulted();
        Ok(checked)
    }

    /// The headers that an answer can depend on under these options, whatever it is.
    pub fn vary(&self) -> &[&'static str] {
        &self.vary
    }

    fn consulted(&self) -> Vec<&'static str> {
        let by_navigation = self.preset == Preset::Page || !self.exempt_navigation.is_empty();
        let speculation = self.speculation != Speculation::Allow;
        let consulted = [
            ("Sec-Fetch-Site", true),
            ("Sec-Fetch-Mode", by_navigation),
            ("Sec-Fetch-Dest", by_navigation || self.allowed_dest.is_some()),
            ("Sec-Fetch-User", self.preset == Preset::Page && self.require_user_activation),
            ("Sec-Purpose", speculation),
            ("Purpose", speculation && self.legacy_purpose),
            ("Origin", true),
        ];
        consulted.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect()
    }

    /// *Threat:* DNS rebinding, where a page of `evil.test` has that name point at this server: to the browser both are one
    /// origin, and `Host` is the one place that tells.
    pub(super) fn knows_host(&self, facts: &Facts<'_>) -> bool {
        let asked = Host::parse(facts.host);
        match &self.hosts {
            Hosts::Any => true,
            Hosts::Unlisted => facts.local_address.and_then(loopback).is_none_or(|address| {
                asked.is_some_and(|asked| LOOPBACK.contains(&asked.name.as_str()) || asked.name == address)
            }),
            Hosts::Listed(hosts) => asked.is_some_and(|asked| {
                let port = asked.port.or(facts.scheme.and_then(default_port));
                hosts.iter().any(|host| host.name == asked.name && (host.port.is_none() || host.port == port))
            }),
        }
    }

    /// Whether a page of a name that was rebound is told from this server's own wherever the connection comes to. Where it
    /// is not, that takes a loopback address to be known, or `allowedHosts`.
    pub fn names_hosts(&self) -> bool {
        self.hosts != Hosts::Unlisted
    }

    pub(super) fn refuses_speculation(&self, facts: &Facts<'_>) -> bool {
        let (mut prefetch, prerender) = facts.speculates();
        prefetch |=
            self.legacy_purpose && facts.legacy_purpose.is_some_and(|value| value.eq_ignore_ascii_case("prefetch"));
        match self.speculation {
            Speculation::Allow => false,
            Speculation::Deny => prefetch,
            Speculation::DenyPrerender => prerender,
        }
    }

    pub(super) fn takes_destination(&self, dest: &str) -> bool {
        self.allowed_dest.as_ref().is_none_or(|allowed| allowed.iter().any(|one| one == dest))
    }

    pub(super) fn exempts(&self, facts: &Facts<'_>) -> bool {
        let navigates = facts.mode == Some("navigate") && facts.dest == Some("document");
        let of_navigations = navigates.then_some(&self.exempt_navigation).into_iter().flatten();
        let mut exempt = self.exempt.iter().chain(of_navigations).peekable();
        // Most servers list none, and need no path taken apart.
        if exempt.peek().is_none() {
            return false;
        }
        normalized(facts.path).is_some_and(|path| exempt.any(|exempt| exempt.covers(&path)))
    }

    pub(super) fn trusts(&self, origin: &str) -> bool {
        if self.trusted.is_empty() {
            return false;
        }
        let serialized = match Origin::sent(origin) {
            // What is listed is of an app, and compared as it stands.
            Some(Origin::Opaque) => origin.to_owned(),
            Some(tuple @ Origin::Tuple { .. }) => tuple.to_string(),
            None => return false,
        };
        self.trusted.iter().any(|listed| listed.matches(&serialized))
    }
}

/// The names of this machine that nobody else can point anywhere.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// A loopback address as a host is written, of one as sockets print it; `::ffff:127.0.0.1` is IPv4's.
fn loopback(address: &str) -> Option<&str> {
    let address = address.strip_prefix("::ffff:").unwrap_or(address);
    match address {
        "::1" => Some("[::1]"),
        _ => address.starts_with("127.").then_some(address),
    }
}

impl Host {
    fn option(written: &str) -> Result<Self, Error> {
        // As browsers write it, who shorten an address.
        let canonical = |host: Self| match Origin::of(&format!("http://{}", host.name)) {
            Origin::Tuple { host: name, .. } => Some(Self { name, ..host }),
            Origin::Opaque => None,
        };
        Self::parse(written).and_then(canonical).ok_or_else(|| {
            refuse(
                "allowedHosts",
                written,
                "expected a host such as mcp.example.com or localhost:8080, or * alone for any",
            )
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let (name, port) = match text.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => {
                let digits = port.bytes().all(|byte| byte.is_ascii_digit());
                (name, Some(digits.then(|| port.parse().ok())??))
            }
            _ => (text, None),
        };
        let is_address = name.starts_with('[');
        let is_name = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        (is_address || is_name).then(|| Self { name: name.to_ascii_lowercase(), port })
    }
}

fn trusted_origin(written: &str) -> Result<Caller, Error> {
    // A slash is the beginning of a path, which is compared with nothing.
    let caller = if written.ends_with('/') { Err(CallerProblem::Path) } else { Caller::parse(written) };
    caller.map_err(|problem| refuse("trustedOrigins", written, problem.why()))
}

fn paths(option: &str, written: &[String]) -> Result<Vec<ExemptPath>, Error> {
    let expected = "expected a path such as /badge, plainly written, and not the root";
    written.iter().map(|path| ExemptPath::parse(path).ok_or_else(|| refuse(option, path, expected))).collect()
}

fn refuse(option: &str, written: &str, expected: &str) -> Error {
    Error::new(ErrorKind::InvalidOption, format!("options.{option}: {}: {expected}", quote(written)))
}
