//! How far requests may go: with all of a page's policies, is there a host that an attacker has and that may be reached?
//!
//! An attacker has any host that nobody named, a name below a public suffix, and an account at a host that gives names to its
//! customers. Each is tried as an address against every enforced policy, by the matcher that decides about real requests.

use super::effective::PagePolicies;
use super::parse::{Csp, Directive};
use crate::source::{Dialect, HostPattern, Origin, Port, Source, SourceList, Target, Url, suffix};

/// How far a source reaches that an attacker's host is in, narrowest first.
///
/// Closed by the grammar of sources, and by what the public suffix list tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Every customer of a hosting service: `*.workers.dev`.
    Customers,
    /// Every name that can be registered below a suffix: `*.co.uk`.
    Suffix,
    /// Every host of a port, or of a scheme: `*:443`, `https://*`.
    AnyHost,
    /// Every host of a scheme: `https:`.
    Scheme,
    /// `*`.
    Everywhere,
    /// No directive decides.
    Unrestricted,
}

/// What lets an attacker's host be reached.
#[derive(Debug, Clone)]
pub struct Opening<'a> {
    /// How far it reaches, in the narrowest of the policies.
    pub reach: Reach,
    /// That policy, and the directive of it that decides; none where no policy decides.
    pub decided: Option<(&'a Csp, &'a Directive)>,
    /// The widest source of that directive that lets the host through.
    pub widest: Option<Source>,
}

impl Reach {
    /// How far a source reaches; none where an attacker has nothing that it names.
    pub fn of(source: &Source) -> Option<Self> {
        match source {
            Source::Any => Some(Self::Everywhere),
            Source::Scheme(scheme) if NETWORK.contains(&scheme.as_str()) => Some(Self::Scheme),
            Source::Host { host: HostPattern::Any, .. } => Some(Self::AnyHost),
            Source::Host { host: HostPattern::Subdomains(parent), .. } if suffix::is_public(parent) => {
                Some(Self::Suffix)
            }
            Source::Host { host: HostPattern::Subdomains(parent), .. } if suffix::is_of_shared(parent) => {
                Some(Self::Customers)
            }
            _ => None,
        }
    }
}

const NETWORK: [&str; 4] = ["https", "http", "wss", "ws"];

/// Whose requests are asked about.
///
/// Closed: every other request is a directive's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Those of a directive.
    Directive(&'static str),
    /// `<link rel=prefetch>`, which any fetch directive lets through and only `default-src` holds: CSP § 6.8.5.
    Prefetch,
}

/// What lets a request of that kind reach an attacker's host, the widest there is; none, if nothing does.
pub fn opening(policies: &PagePolicies, asked: Asked) -> Option<Opening<'_>> {
    let lists: Vec<Lists<'_>> = policies.enforced().filter_map(|policy| deciding(policy, asked)).collect();
    if lists.is_empty() {
        return Some(Opening { reach: Reach::Unrestricted, decided: None, widest: None });
    }
    let self_origin = Origin::of(STAND_IN);
    let through = addresses(&lists, asked).into_iter().filter_map(|url| {
        let target = Target { url: &url, self_origin: &self_origin, redirected: false, dialect: Dialect::Browsers };
        let answers: Option<Vec<Opening<'_>>> = lists.iter().map(|list| widest(list, target)).collect();
        answers?.into_iter().min_by_key(|opening| opening.reach)
    });
    // The first of several that are as wide.
    through.fold(None, |held: Option<Opening<'_>>, one| match held {
        Some(held) if held.reach >= one.reach => Some(held),
        _ => Some(one),
    })
}

/// Stands for the page's own origin where nobody said what it is: `.invalid` is no attacker's and no host's.
pub(crate) const STAND_IN: &str = "https://page.invalid";

/// A policy, with the lists of which one has to let a request through.
type Lists<'a> = (&'a Csp, Vec<(&'a Directive, SourceList)>);

fn deciding(policy: &Csp, asked: Asked) -> Option<Lists<'_>> {
    let lets_hints = |one: &&Directive| one.known().is_some_and(|known| known.lets_hints);
    let directives: Vec<&Directive> = match asked {
        Asked::Directive(name) => vec![policy.deciding(name)?],
        Asked::Prefetch => {
            policy.directive("default-src")?;
            policy.directives().filter(lets_hints).collect()
        }
    };
    let is_script = matches!(asked, Asked::Directive("script-src-elem" | "script-src" | "worker-src"));
    let sources = |directive: &Directive| {
        let sources = directive.sources();
        // § 6.7.1.1, step 4: what the parser inserts is let through by nonce and hash alone.
        if is_script && sources.keyword("strict-dynamic").is_some() { SourceList::default() } else { sources }
    };
    Some((policy, directives.into_iter().map(|directive| (directive, sources(directive))).collect()))
}

fn widest<'a>((policy, lists): &Lists<'a>, target: Target<'_>) -> Option<Opening<'a>> {
    let matching = lists.iter().flat_map(|(directive, sources)| {
        let through = sources.iter().filter(move |source| source.matches(target));
        through.filter_map(|source| Some((Reach::of(source)?, *directive, source)))
    });
    let (reach, directive, source) = matching.max_by_key(|(reach, ..)| *reach)?;
    Some(Opening { reach, decided: Some((policy, directive)), widest: Some(source.clone()) })
}

/// How many hosts, ports and paths are tried: a policy names few, and their product is what is asked.
const TRIED: usize = 12;

/// Addresses of an attacker's: at each host, port and path that a wide source of any policy leaves open.
fn addresses(lists: &[Lists<'_>], asked: Asked) -> Vec<Url> {
    let schemes = if asked == Asked::Directive("connect-src") { &NETWORK[..] } else { &NETWORK[..2] };
    let mut hosts = vec!["attacker.example".to_owned()];
    let mut ports = vec![None];
    let mut paths = vec!["/".to_owned()];
    let sources = lists.iter().flat_map(|(_, lists)| lists).flat_map(|(_, sources)| sources.iter());
    for source in sources.filter(|source| Reach::of(source).is_some()) {
        let Source::Host { host, port, path, .. } = source else { continue };
        if let HostPattern::Subdomains(parent) = host {
            add(&mut hosts, format!("attacker.{parent}"));
        }
        if let Some(Port::Number(port)) = port {
            add(&mut ports, Some(*port));
        }
        if !path.is_empty() {
            add(&mut paths, path.clone());
        }
    }
    let mut urls = Vec::new();
    for host in &hosts {
        for port in &ports {
            for path in &paths {
                let port = port.map(|port| format!(":{port}")).unwrap_or_default();
                let at = |scheme: &str| Url::parse(&format!("{scheme}://{host}{port}{path}"), None);
                urls.extend(schemes.iter().filter_map(|scheme| at(scheme)));
            }
        }
    }
    urls
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if list.len() < TRIED && !list.contains(&item) {
        list.push(item);
    }
}

/// A way out of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Way {
    /// The directive that holds it, or what it is called where none does.
    pub name: &'static str,
    /// What goes that way.
    pub what: &'static str,
    /// What decides about it; none, where no directive does.
    pub asked: Option<Asked>,
}

/// Every way out that a policy is asked about, and those that no policy closes.
pub const WAYS: &[Way] = &[
    way("connect-src", "fetch, XMLHttpRequest, sendBeacon, sockets, event streams, Background Fetch, <a ping>"),
    way("img-src", "images, of elements and of styles; icons"),
    way("media-src", "video, audio, tracks"),
    way("font-src", "fonts"),
    Way { asked: Some(Asked::Directive("style-src-elem")), ..way("style-src", "style sheets and what they import") },
    Way {
        asked: Some(Asked::Directive("script-src-elem")),
        ..way("script-src", "scripts, modules and what they import")
    },
    way("frame-src", "frames: where they go, and what is posted to them"),
    way("object-src", "<object> and <embed>"),
    way("worker-src", "workers and their scripts"),
    way("manifest-src", "the manifest and what it names"),
    Way { asked: Some(Asked::Prefetch), ..way("prefetch", "<link rel=prefetch>") },
    way("form-action", "where forms are sent"),
    way("base-uri", "where relative addresses go, by <base>"),
    way("frame-ancestors", "who has the page in a frame, and is told by it"),
    Way { asked: None, ..way("navigation", "links, location, window.open, <meta refresh>: no directive holds them") },
    Way { asked: None, ..way("look-ups", "preconnect and look-ups of names: no directive holds them") },
    Way { asked: None, ..way("webrtc", "WebRTC: no engine has the directive that would hold it") },
];

const fn way(name: &'static str, what: &'static str) -> Way {
    Way { name, what, asked: Some(Asked::Directive(name)) }
}

impl Way {
    /// What opens it; none where it is closed. A way that no directive holds is not open by any.
    pub fn opening<'a>(&self, policies: &'a PagePolicies) -> Option<Opening<'a>> {
        opening(policies, self.asked?)
    }

    /// What a finding about it is called by: the directive that was written, where that one is about these requests alone.
    pub fn subject<'a>(&self, opening: &Opening<'a>) -> &'a str {
        match opening.decided {
            Some((_, directive)) if self.asked != Some(Asked::Prefetch) && directive.name != "default-src" => {
                &directive.name
            }
            _ => self.name,
        }
    }
}
