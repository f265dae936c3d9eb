//! The checks of an audit: each looks at the probes and says what they give away. A finding is said once, of the first
//! probe that shows it, and what a worse one says already is not said again.
//!
//! What the guides have otherwise: a WebSocket's handshake is judged by its `Origin`, for Chromium sends no `Sec-Fetch-*`
//! with one (measured), and a request without the headers is no attack. A `Host` that is not the server's is for the
//! audit of CORS.

use super::options::Preset;
use super::probe::{Kind, RequestAudit, RequestAuth, Seen, Told, View};
use crate::finding::registry::Definition;
use crate::finding::registry::request_policy as registry;
use crate::finding::{Evidence, Finding, checks};

/// Judges what a server answered to requests of each shape.
pub fn audit(input: &RequestAudit) -> Vec<Finding> {
    checks::run(CHECKS, &View::new(input))
}

type Check = fn(&View, &mut Vec<Finding>);

const CHECKS: &[Check] = &[
    isolation,
    same_site,
    foreign_origins,
    navigation,
    speculation,
    clients,
    handshakes,
    tokens,
    traversal,
    preflights,
    vary,
    uniformity,
    logging,
    plain_http,
    what_is_not_told,
];

/// The finding, at the first probe that shows it.
fn first(
    view: &View,
    findings: &mut Vec<Finding>,
    definition: &Definition,
    header: Option<&str>,
    shows: &dyn Fn(&Seen<'_>) -> bool,
) -> bool {
    checks::first(findings, definition, &view.seen, shows, |one| Evidence {
        header: header.map(str::to_owned),
        value: match header {
            Some(header) => one.probe.response.header(header),
            None => Some(outline(one)),
        },
        url: view.target.url.clone(),
        ..Evidence::default()
    })
}

/// A probe in a line.
fn outline(one: &Seen<'_>) -> String {
    let name = one.probe.name.as_deref().unwrap_or_default();
    let status = one.status().map_or_else(|| "not known".to_owned(), |status| status.to_string());
    let name = if name.is_empty() { String::new() } else { format!("{name}: ") };
    format!("{name}{} {} {status}", one.facts.method, one.facts.path)
}

fn has(findings: &[Finding], definition: &Definition) -> bool {
    findings.iter().any(|finding| finding.code == definition.code)
}

/// Whether a page of another site, that nobody meant to let in, asked.
fn is_cross_site(view: &View, one: &Seen<'_>) -> bool {
    one.is(Kind::Ordinary, "cross-site") && one.facts.origin.is_none_or(|origin| view.is_foreign(origin))
}

fn is_style(one: &Seen<'_>) -> bool {
    one.facts.dest == Some("style")
}

/// What pages of other sites load into themselves. Where everything reaches a handler, a style sheet does too, and so does
/// what comes from a sibling or says its origin.
fn isolation(view: &View, findings: &mut Vec<Finding>) {
    let loads = |one: &Seen<'_>| is_cross_site(view, one) && one.is_subresource();
    let reads = |one: &Seen<'_>| loads(one) && one.facts.is_safe() && !is_style(one);
    let leaks = |one: &Seen<'_>| one.told == Told::Reached;
    if first(view, findings, &registry::NO_ISOLATION, None, &|one| reads(one) && leaks(one)) {
        return;
    }
    let is_told = |one: &Seen<'_>| loads(one) && one.facts.is_safe() && one.told == Told::Refused;
    let is_form = |one: &Seen<'_>| is_cross_site(view, one) && !one.facts.is_safe() && one.is_simple();
    let posts = |one: &Seen<'_>| is_form(one) && (one.is_subresource() || one.is_navigation()) && leaks(one);
    // Nothing is there to be read; what is there can still be sent to.
    if !view.seen.iter().any(is_told) && first(view, findings, &registry::NO_ISOLATION, None, &posts) {
        return;
    }
    first(view, findings, &registry::STYLE_NOT_REFUSED, None, &|one| loads(one) && is_style(one) && leaks(one));
}

/// A sibling is let in where a stranger is not.
fn same_site(view: &View, findings: &mut Vec<Finding>) {
    let is_page = view.target.preset == Preset::Page;
    let like = |one: &Seen<'_>, other: &Seen<'_>| {
        one.group == other.group && one.facts.mode == other.facts.mode && one.facts.dest == other.facts.dest
    };
    first(view, findings, &registry::SAME_SITE_ACCEPTED, None, &|one| {
        let is_sibling = one.is(Kind::Ordinary, "same-site")
            && one.facts.origin.is_none_or(|origin| view.is_foreign(origin))
            && !(is_page && one.is_navigation());
        let stranger = |other: &Seen<'_>| {
            other.is(Kind::Ordinary, "cross-site") && other.told == Told::Refused && like(one, other)
        };
        is_sibling && one.told == Told::Reached && view.seen.iter().any(stranger)
    });
}

/// What says whose page it comes from, and nobody listened.
fn foreign_origins(view: &View, findings: &mut Vec<Finding>) {
    if has(findings, &registry::NO_ISOLATION) {
        return;
    }
    let asks = |one: &Seen<'_>| {
        one.kind == Kind::Ordinary
            && matches!(one.site(), None | Some("cross-site"))
            && !one.facts.is_safe()
            && one.told == Told::Reached
    };
    let foreign = |one: &Seen<'_>| {
        asks(one) && one.facts.origin.is_some_and(|origin| origin != "null" && view.is_foreign(origin))
    };
    if !first(view, findings, &registry::FOREIGN_ORIGIN_ACCEPTED, None, &foreign) {
        let null = |one: &Seen<'_>| asks(one) && one.facts.origin == Some("null");
        first(view, findings, &registry::NULL_ORIGIN_ACCEPTED, None, &null);
    }
}

/// A link is followed with the user's cookies, `SameSite=Lax` ones as well.
fn navigation(view: &View, findings: &mut Vec<Finding>) {
    if view.target.preset == Preset::Page {
        return;
    }
    first(view, findings, &registry::NAVIGATION_ACCEPTED, None, &|one| {
        is_cross_site(view, one)
            && one.is_navigation()
            && one.facts.is_safe()
            && one.told == Told::Reached
            && one.is_accepted()
    });
}

fn speculation(view: &View, findings: &mut Vec<Finding>) {
    if view.target.preset == Preset::Page {
        return;
    }
    first(view, findings, &registry::SPECULATIVE_ACCEPTED, None, &|one| {
        one.kind == Kind::Speculative && one.status().is_some_and(|status| (200..300).contains(&status))
    });
}

/// A page of the server's own got an answer, and a client that is no browser did not.
fn clients(view: &View, findings: &mut Vec<Finding>) {
    let refused = view.clients().find(|one| one.told == Told::Refused).map(|one| one.at);
    first(view, findings, &registry::CLIENTS_REFUSED, None, &|one| Some(one.at) == refused);
}

/// By `Origin` alone: see the module.
fn handshakes(view: &View, findings: &mut Vec<Finding>) {
    first(view, findings, &registry::WEBSOCKET_ACCEPTED, None, &|one| {
        let is_foreign = one.facts.origin.is_some_and(|origin| view.is_foreign(origin));
        one.kind == Kind::Handshake && is_foreign && one.status() == Some(101)
    });
}

/// What a form of any site sends from a browser that knows no Fetch Metadata: cookies, and nothing that a page would have to
/// have read.
fn tokens(view: &View, findings: &mut Vec<Finding>) {
    if view.target.auth != RequestAuth::Cookie {
        return;
    }
    first(view, findings, &registry::NO_CSRF_TOKEN, None, &|one| {
        let is_token = |name: &&String| {
            let name = name.to_ascii_lowercase();
            name.contains("csrf") || name.contains("xsrf") || name == "authorization"
        };
        one.kind == Kind::Ordinary
            && one.site().is_none()
            && one.facts.origin.is_none()
            && !one.facts.is_safe()
            && one.facts.method != "OPTIONS"
            && one.is_simple()
            && one.is_accepted()
            && one.probe.request.headers.keys().find(is_token).is_none()
    });
}

/// An exempt path, left by `..`.
fn traversal(view: &View, findings: &mut Vec<Finding>) {
    first(view, findings, &registry::EXEMPT_PATH_TRAVERSAL, None, &|one| {
        let plain =
            |other: &Seen<'_>| is_cross_site(view, other) && other.told == Told::Refused && other.group == one.group;
        let is_reached = one.told == Told::Reached && one.is_accepted();
        one.is(Kind::Traversal, "cross-site") && is_reached && view.seen.iter().any(plain)
    });
}

/// The same question, once as a browser asks it: CORS answers the one and not the other.
fn preflights(view: &View, findings: &mut Vec<Finding>) {
    first(view, findings, &registry::PREFLIGHT_REFUSED, None, &|one| {
        let answered = |other: &Seen<'_>| {
            other.kind == Kind::Preflight
                && other.site().is_none()
                && other.facts.origin == one.facts.origin
                && other.group == one.group
                && other.is_accepted()
        };
        let is_refused = one.status().is_some_and(|status| status >= 400 && status != 429);
        one.kind == Kind::Preflight && one.site().is_some() && is_refused && view.seen.iter().any(answered)
    });
}

/// Whether the request's `Sec-Fetch-Site` alone can have been why.
fn is_refused_by_site(one: &Seen<'_>) -> bool {
    let is_foreign = matches!(one.site(), Some("cross-site" | "same-site"));
    one.kind == Kind::Ordinary && is_foreign && one.facts.origin.is_none() && one.told == Told::Refused
}

/// What a cache may keep of an answer that depends on who asked.
fn vary(view: &View, findings: &mut Vec<Finding>) {
    let by_purpose = |one: &Seen<'_>| one.kind == Kind::Speculative && one.told == Told::Refused;
    let needed: Vec<&str> = [
        ("Sec-Fetch-Site", view.seen.iter().any(is_refused_by_site)),
        ("Sec-Purpose", view.seen.iter().any(by_purpose)),
    ]
    .into_iter()
    .filter_map(|(name, is)| is.then_some(name))
    .collect();
    let lacks = |one: &Seen<'_>| {
        let is_stored = one.facts.is_safe() && !one.probe.response.lists("cache-control", "no-store");
        let is_told = matches!(one.kind, Kind::Ordinary | Kind::Speculative) && one.told != Told::Unknown;
        is_stored && is_told && needed.iter().any(|name| !one.probe.response.lists("vary", name))
    };
    let allowed = |one: &Seen<'_>| lacks(one) && one.told == Told::Reached && one.is_accepted();
    if !first(view, findings, &registry::VARY_MISSING, Some("Vary"), &allowed) {
        let refused = |one: &Seen<'_>| lacks(one) && one.told == Told::Refused;
        first(view, findings, &registry::VARY_CONDITIONAL, Some("Vary"), &refused);
    }
}

/// Refusals of one resource look the same, or say which rule it was.
fn uniformity(view: &View, findings: &mut Vec<Finding>) {
    let plain = |one: &&Seen<'_>| is_refused_by_site(one) && one.facts.method != "HEAD";
    let look = |one: &Seen<'_>| {
        let response = &one.probe.response;
        (response.status, response.body_bytes, response.header("content-type"))
    };
    first(view, findings, &registry::REFUSALS_DIFFER, None, &|one| {
        let before = view.seen.iter().find(|other| plain(other) && other.group == one.group);
        plain(&one) && before.is_some_and(|before| look(before) != look(one))
    });
}

/// Loggers that limit their rate tell of the first refusals alone.
fn logging(view: &View, findings: &mut Vec<Finding>) {
    let is_refused = |one: &Seen<'_>| one.told == Told::Refused;
    if view.seen.iter().any(|one| is_refused(one) && one.probe.logged == Some(true)) {
        return;
    }
    first(view, findings, &registry::REFUSALS_NOT_LOGGED, None, &|one| {
        is_refused(one) && one.probe.logged == Some(false)
    });
}

fn plain_http(view: &View, findings: &mut Vec<Finding>) {
    if !view.is_trustworthy() {
        first(view, findings, &registry::PLAIN_HTTP, None, &is_refused_by_site);
    }
}

/// What was asked and not answered, so that a good grade is not read out of silence.
fn what_is_not_told(view: &View, findings: &mut Vec<Finding>) {
    let cross = |one: &Seen<'_>| one.is(Kind::Ordinary, "cross-site");
    let is_told = |one: &Seen<'_>| cross(one) && matches!(one.told, Told::Reached | Told::Refused);
    let untold = |one: &Seen<'_>| cross(one) && one.told == Told::Unknown;
    let is_open = |one: &Seen<'_>| one.kind == Kind::Handshake && one.status() == Some(101);
    let no_socket = |one: &Seen<'_>| one.kind == Kind::Handshake && !view.seen.iter().any(is_open);
    let shown = first(view, findings, &registry::NOT_TOLD, None, &|one| untold(one) || no_socket(one));
    if !shown && !view.seen.iter().any(is_told) {
        let evidence =
            Evidence { path: Some("/probes".to_owned()), url: view.target.url.clone(), ..Evidence::default() };
        findings.push(registry::NOT_TOLD.found(Some(evidence)));
    }
}
