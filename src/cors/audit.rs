//! The checks of an audit: each looks at the probes and says what they give away. A finding is said once, of the first
//! probe that shows it.

use std::borrow::Cow;

use super::check::delta_seconds;
use super::lookalike::{Kinship, host_of};
use super::preflight::is_safelisted_content_type;
use super::probe::{Auth, CorsAudit, CorsProbe, View};
use super::third_party::is_publisher;
use crate::finding::registry::Definition;
use crate::finding::registry::cors as registry;
use crate::finding::{Evidence, Finding, checks};
use crate::source::{Caller, Origin, Url, is_listed, is_loopback, is_of_an_app, is_serialized};

/// Judges what a server answered to probes.
pub fn audit(input: &CorsAudit) -> Vec<Finding> {
    checks::run(CHECKS, &View::new(input))
}

type Check = fn(&View, &mut Vec<Finding>);

const CHECKS: &[Check] = &[
    allowed_origins,
    wildcard,
    null_origin,
    insecure_origin,
    strangers,
    patterns,
    invalid_values,
    literal_wildcards,
    authorization,
    vary,
    constant_origin,
    preflights,
    errors,
    mcp_requests,
    mcp_session,
    origin_validation,
    host_validation,
    simple_post,
    max_age,
    private_network,
];

const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";

/// The finding, at the first probe that shows it. Whether one did.
fn first(
    view: &View,
    findings: &mut Vec<Finding>,
    definition: Definition,
    header: &str,
    shows: impl Fn(&CorsProbe) -> bool,
) -> bool {
    first_of(view, findings, &definition, header, &shows)
}

/// Once in the module, and not once for each of the checks.
fn first_of(
    view: &View,
    findings: &mut Vec<Finding>,
    definition: &Definition,
    header: &str,
    shows: &dyn Fn(&CorsProbe) -> bool,
) -> bool {
    checks::first(findings, definition, view.probes, shows, |probe| Evidence {
        header: (!header.is_empty()).then(|| header.to_owned()),
        value: probe.header(header).map(Cow::into_owned),
        url: Some(view.target.url.clone()),
        ..Evidence::default()
    })
}

/// Who is let in that nobody listed. Where every origin is, the ways to be like a listed one are no news.
fn allowed_origins(view: &View, findings: &mut Vec<Finding>) {
    let echoed = |kinship| move |probe: &CorsProbe| probe.is_echoed() && view.kinship(probe) == kinship;
    let unrelated = echoed(Kinship::Unrelated);
    if view.probes.iter().any(&unrelated) {
        let with_credentials = |probe: &CorsProbe| unrelated(probe) && probe.with_credentials();
        let definition = if view.probes.iter().any(with_credentials) {
            registry::ORIGIN_REFLECTED_WITH_CREDENTIALS
        } else {
            registry::ORIGIN_REFLECTED
        };
        first(view, findings, definition, ALLOW_ORIGIN, unrelated);
    } else {
        for (kinship, definition) in [
            (Kinship::Suffix, registry::SUFFIX_MATCH_BYPASS),
            (Kinship::Prefix, registry::PREFIX_MATCH_BYPASS),
            (Kinship::SpecialChar, registry::SPECIAL_CHAR_BYPASS),
            (Kinship::Substring, registry::SUBSTRING_MATCH),
            (Kinship::UnescapedDot, registry::UNESCAPED_DOT),
            (Kinship::Subdomain, registry::ANY_SUBDOMAIN),
        ] {
            first(view, findings, definition, ALLOW_ORIGIN, echoed(kinship));
        }
    }
    first(view, findings, registry::LOCALHOST_ORIGIN_ALLOWED, ALLOW_ORIGIN, echoed(Kinship::Loopback));
}

fn is_wildcard(probe: &CorsProbe) -> bool {
    probe.allow_origin().as_deref() == Some("*")
}

fn wildcard(view: &View, findings: &mut Vec<Finding>) {
    first(view, findings, registry::WILDCARD_WITH_CREDENTIALS, ALLOW_ORIGIN, |probe| {
        is_wildcard(probe) && probe.with_credentials()
    });
    let definition = match view.target.auth {
        Auth::Cookie => registry::WILDCARD_ON_COOKIE_AUTH,
        Auth::Bearer => registry::WILDCARD_BEARER,
        Auth::None if !view.is_public => registry::LOCAL_WILDCARD,
        Auth::None => return,
    };
    first(view, findings, definition, ALLOW_ORIGIN, is_wildcard);
}

fn null_origin(view: &View, findings: &mut Vec<Finding>) {
    first(view, findings, registry::NULL_ORIGIN_ALLOWED, ALLOW_ORIGIN, |probe| {
        probe.allow_origin().as_deref() == Some("null")
    });
}

fn insecure_origin(view: &View, findings: &mut Vec<Finding>) {
    if !matches!(view.origin(), Origin::Tuple { scheme, .. } if scheme == "https") {
        return;
    }
    let is_insecure = |origin: Origin| match origin {
        Origin::Tuple { scheme, host, .. } => scheme == "http" && !is_loopback(&host),
        Origin::Opaque => false,
    };
    first(view, findings, registry::HTTP_ORIGIN_ALLOWED, ALLOW_ORIGIN, |probe| {
        let named = probe.allow_origin().unwrap_or_default();
        is_insecure(Origin::of(&named)) && view.kinship(probe) != Kinship::Unrelated
    });
}

/// Origins that are let in by name and belong to no application: what else is installed, and what anybody publishes.
fn strangers(view: &View, findings: &mut Vec<Finding>) {
    let listed = |origin: &str| {
        view.target
            .origins
            .as_ref()
            .is_some_and(|origins| origins.iter().any(|one| one == origin || is_listed(one, origin)))
    };
    let named =
        |probe: &CorsProbe| probe.allow_origin().filter(|value| !listed(value)).unwrap_or_default().into_owned();
    let is_app = |value: &str| is_of_an_app(value) || value.starts_with("file:") || value.starts_with("vscode-");
    first(view, findings, registry::NON_WEB_ORIGIN, ALLOW_ORIGIN, |probe| is_app(&named(probe)));
    let server = view.url.as_ref().and_then(Url::host).unwrap_or_default();
    first(view, findings, registry::THIRD_PARTY_TRUSTED, ALLOW_ORIGIN, |probe| {
        let named = probe.allow_origin().unwrap_or_default();
        matches!(Origin::of(&named), Origin::Tuple { .. })
            && is_publisher(host_of(&named), server)
            && view.kinship(probe) != Kinship::Own
    });
}

/// Origins that are let in by a pattern and not by name: meant, and still worth knowing.
fn patterns(view: &View, findings: &mut Vec<Finding>) {
    let origins = || view.target.origins.iter().flatten();
    let by = |is_any_port: bool| {
        move |probe: &CorsProbe| {
            let origin = probe.origin.as_deref().unwrap_or_default();
            let lets_in = |caller: Caller| {
                caller.exact().is_none() && caller.is_any_port() == is_any_port && caller.matches(origin)
            };
            let is_named = origins().any(|listed| listed == origin);
            probe.is_echoed() && !is_named && origins().any(|listed| Caller::parse(listed).is_ok_and(lets_in))
        }
    };
    first(view, findings, registry::LOOPBACK_ANY_PORT, ALLOW_ORIGIN, by(true));
    first(view, findings, registry::APP_ANY_HOST, ALLOW_ORIGIN, by(false));
}

/// Fetch § 3.3.4 "HTTP new-header syntax". What is not in it never compares equal to anything.
fn invalid_values(view: &View, findings: &mut Vec<Finding>) {
    first(view, findings, registry::ACAO_INVALID, ALLOW_ORIGIN, |probe| {
        probe.allow_origin().is_some_and(|value| !matches!(&*value, "*" | "null") && !is_serialized(&value))
    });
    let credentials = "Access-Control-Allow-Credentials";
    first(view, findings, registry::ACAC_INVALID, credentials, |probe| {
        probe.header(credentials).is_some_and(|value| value != "true")
    });
}

fn literal_wildcards(view: &View, findings: &mut Vec<Finding>) {
    for header in ["Access-Control-Allow-Headers", "Access-Control-Allow-Methods", "Access-Control-Expose-Headers"] {
        let is_found = first(view, findings, registry::WILDCARD_LITERAL_UNDER_CREDENTIALS, header, |probe| {
            let value = probe.header(header).unwrap_or_default();
            probe.with_credentials() && value.split(',').any(|member| member.trim() == "*")
        });
        if is_found {
            return;
        }
    }
}

/// Fetch § 4.9, "CORS non-wildcard request-header name": `*` stands for every name but this one.
fn authorization(view: &View, findings: &mut Vec<Finding>) {
    let headers = "Access-Control-Allow-Headers";
    if view.target.auth != Auth::Bearer {
        return;
    }
    first(view, findings, registry::AUTHORIZATION_NOT_LISTED, headers, |probe| {
        let value = probe.header(headers).unwrap_or_default();
        let members = || value.split(',').map(str::trim);
        let has_wildcard = members().any(|member| member == "*") && !probe.with_credentials();
        probe.is_granted() && has_wildcard && !members().any(|member| member.eq_ignore_ascii_case("authorization"))
    });
}

/// The one origin that is allowed, whoever asks, where at least two asked.
fn constant<'a>(view: &View<'a>) -> Option<&'a CorsProbe> {
    let one = view.probes.iter().find(|probe| probe.allow_origin().is_some_and(|value| is_serialized(&value)))?;
    let asked_by_others = view.probes.iter().any(|probe| probe.origin != one.origin);
    let always = view.probes.iter().all(|probe| probe.allow_origin() == one.allow_origin());
    (asked_by_others && always).then_some(one)
}

fn constant_origin(view: &View, findings: &mut Vec<Finding>) {
    if constant(view).is_some() {
        first(view, findings, registry::CONSTANT_ORIGIN, ALLOW_ORIGIN, |probe| probe.allow_origin().is_some());
    }
}

/// A response that names who asked depends on who asked, and so does one that does not name them.
fn vary(view: &View, findings: &mut Vec<Finding>) {
    let depends = view.probes.iter().any(CorsProbe::is_echoed) && constant(view).is_none();
    let named = |probe: &CorsProbe| probe.is_echoed();
    if !depends {
        return;
    }
    let lacks = |probe: &CorsProbe| named(probe) && !probe.varies();
    if !first(view, findings, registry::VARY_ORIGIN_MISSING, ALLOW_ORIGIN, lacks) {
        // No cache keeps the answer to a preflight but the browser's own, which has the origin in its key.
        first(view, findings, registry::VARY_ORIGIN_CONDITIONAL, "Vary", |probe| {
            !named(probe) && !probe.is_preflight() && !probe.varies()
        });
    }
}

/// Whether a client was answered with an error. 403 without a header of CORS may be what an origin gets that is not
/// allowed.
fn is_error(view: &View, probe: &CorsProbe) -> bool {
    let is_allowed = || view.probes.iter().any(|one| one.origin == probe.origin && one.is_granted());
    let is_clients = probe.is_granted() || probe.origin.is_some() && !view.is_foreign(probe);
    is_clients && !probe.may_be_accepted() && (probe.status != Some(403) || is_allowed())
}

fn preflights(view: &View, findings: &mut Vec<Finding>) {
    first(view, findings, registry::PREFLIGHT_NOT_OK, "", |probe| probe.is_preflight() && is_error(view, probe));
}

/// What a client has to read in order to log in, or to tell its user why it failed.
fn errors(view: &View, findings: &mut Vec<Finding>) {
    first(view, findings, registry::ERROR_RESPONSE_LACKS_CORS, "", |probe| {
        let is_status = probe.status.is_some_and(|status| status >= 400);
        !probe.is_preflight() && is_status && is_error(view, probe) && probe.allow_origin().is_none()
    });
    first(view, findings, registry::WWW_AUTHENTICATE_NOT_EXPOSED, "WWW-Authenticate", |probe| {
        let is_clients = !probe.is_preflight() && probe.origin.is_some() && !view.is_foreign(probe);
        let exposes = probe.lists("access-control-expose-headers", "www-authenticate");
        is_clients && probe.response.has("www-authenticate") && !exposes
    });
}

/// What a revision of MCP sends, against what preflights are granted.
fn mcp_requests(view: &View, findings: &mut Vec<Finding>) {
    let Some(preset) = view.preset else { return };
    let granted = |probe: &CorsProbe| probe.is_preflight() && probe.is_granted() && probe.may_be_accepted();
    let headers = "Access-Control-Allow-Headers";
    first(view, findings, registry::MCP_REQUEST_HEADERS_MISSING, headers, |probe| {
        let needed = |name: &&&str| view.target.auth == Auth::Bearer || **name != "Authorization";
        granted(probe) && preset.headers().iter().filter(needed).any(|name| !probe.lists(headers, name))
    });
    if preset.methods().contains(&"DELETE") {
        let methods = "Access-Control-Allow-Methods";
        first(view, findings, registry::MCP_DELETE_MISSING, methods, |probe| {
            let value = probe.header(methods).unwrap_or_default();
            let listed = value.split(',').map(str::trim).any(|method| method == "DELETE");
            granted(probe) && !listed && !probe.lists(methods, "*")
        });
    }
}

/// A client that cannot read its session's id has none.
fn mcp_session(view: &View, findings: &mut Vec<Finding>) {
    if !view.preset.is_some_and(|preset| preset.expose().contains(&"Mcp-Session-Id")) {
        return;
    }
    let expose = "Access-Control-Expose-Headers";
    let read = |probe: &CorsProbe| !probe.is_preflight() && probe.is_granted() && probe.may_be_accepted();
    let exposes = |probe: &CorsProbe| probe.lists(expose, "mcp-session-id");
    let never = !view.probes.iter().any(|probe| read(probe) && exposes(probe));
    first(view, findings, registry::MCP_SESSION_NOT_EXPOSED, expose, |probe| {
        read(probe) && !exposes(probe) && (never || probe.response.has("mcp-session-id"))
    });
}

/// MCP 2025-11-25, Streamable HTTP: servers MUST validate `Origin`, and answer 403 where it is invalid. A server on the
/// visitor's own machine has nothing else between it and every page.
fn origin_validation(view: &View, findings: &mut Vec<Finding>) {
    if view.preset.is_none() && view.is_public {
        return;
    }
    first(view, findings, registry::MCP_ORIGIN_NOT_VALIDATED, "", |probe| {
        !probe.is_preflight() && probe.is_accepted() && view.is_foreign(probe)
    });
}

fn host_validation(view: &View, findings: &mut Vec<Finding>) {
    let Some(url) = view.url.as_ref().filter(|_| !view.is_public) else { return };
    first(view, findings, registry::HOST_NOT_VALIDATED, "", |probe| {
        let named = probe.host.as_deref().map(|host| Origin::of(&format!("{}://{host}", url.scheme())));
        probe.is_accepted() && named.is_some_and(|named| named != url.origin())
    });
}

/// A `POST` that no preflight precedes: whoever links to it makes it.
fn simple_post(view: &View, findings: &mut Vec<Finding>) {
    // Cookies come along by themselves, and so does the network that the browser is in.
    let is_ambient = match view.target.auth {
        Auth::Cookie => true,
        Auth::Bearer => false,
        Auth::None => !view.is_public,
    };
    first(view, findings, registry::SIMPLE_POST_ACCEPTED, "", |probe| {
        let is_simple = probe.method == "POST" && probe.content_type.as_deref().is_some_and(is_safelisted_content_type);
        is_ambient && is_simple && probe.is_accepted() && view.is_foreign(probe)
    });
}

fn max_age(view: &View, findings: &mut Vec<Finding>) {
    let header = "Access-Control-Max-Age";
    let granted = |probe: &CorsProbe| probe.is_preflight() && probe.is_granted() && probe.may_be_accepted();
    let seconds = |probe: &CorsProbe| probe.header(header).map(|value| delta_seconds(&value));
    let is_off = |probe: &CorsProbe| probe.header(header).is_some_and(|value| is_never(&value));
    first(view, findings, registry::MAX_AGE_MISSING, header, |probe| granted(probe) && seconds(probe).is_none());
    first(view, findings, registry::MAX_AGE_DISABLES_CACHE, header, |probe| granted(probe) && is_off(probe));
    first(view, findings, registry::MAX_AGE_INVALID, header, |probe| {
        granted(probe) && seconds(probe) == Some(None) && !is_off(probe)
    });
    first(view, findings, registry::MAX_AGE_ABOVE_CAPS, header, |probe| {
        granted(probe) && seconds(probe).flatten().is_some_and(|seconds| seconds > CAP)
    });
}

/// Chromium's, the longest of the caps that most visitors have.
const CAP: u32 = 7200;

/// Nothing, or less: browsers remember no preflight then.
fn is_never(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number && (digits.len() < value.len() || digits.bytes().all(|byte| byte == b'0'))
}

/// Private Network Access was given up, and Local Network Access asks the user: no browser reads its headers.
fn private_network(view: &View, findings: &mut Vec<Finding>) {
    for header in ["Access-Control-Allow-Private-Network", "Access-Control-Allow-Local-Network"] {
        first(view, findings, registry::PRIVATE_NETWORK_OBSOLETE, header, |probe| probe.header(header).is_some());
    }
}
