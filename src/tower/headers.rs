//! HTTP's types in, the decision's out, and back.

use std::borrow::Cow;
use std::sync::LazyLock;

use http::{HeaderMap, HeaderName, HeaderValue, Request, header};

use super::Shared;
use crate::endpoint::{self, Endpoint, FIELDS, GRANTS, Ruling};
use crate::fetch_metadata::Facts;

/// [`FIELDS`] and [`GRANTS`], read once: a name that is text is read at each use.
static FIELD_NAMES: LazyLock<[HeaderName; FIELDS.len()]> = LazyLock::new(|| FIELDS.map(HeaderName::from_static));
static GRANT_NAMES: LazyLock<[HeaderName; GRANTS.len()]> = LazyLock::new(|| GRANTS.map(HeaderName::from_static));

/// Decides about a request, and tells of it if it is refused.
pub(super) fn rule<B>(shared: &Shared, request: &Request<B>) -> Ruling {
    let headers = request.headers();
    let host = host(request);
    let fields = FIELD_NAMES.each_ref().map(|name| field(headers, name));
    let head = Facts {
        method: request.method().as_str(),
        scheme: shared.scheme,
        host: &host,
        path: request.uri().path(),
        local_address: shared.local_address.as_deref(),
        ..Facts::default()
    };
    let (facts, asked) = endpoint::read(head, fields.each_ref().map(Option::as_deref));
    let ruling = shared.endpoint.rule(&facts, &asked);
    if ruling.is_refusal() {
        let client = shared.client.as_ref().and_then(|find| (find.0)(headers, request.extensions()));
        let query = request.uri().query().filter(|_| shared.logs_queries);
        shared.refusals.tell(&facts, &ruling, client, query);
    }
    ruling
}

/// A header's value, its lines combined. Bytes that are no text stay: what nobody knows is not taken for nothing.
fn field<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Cow<'a, str>> {
    let mut lines = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes().trim_ascii()));
    let first = lines.next()?;
    Some(lines.fold(first, |all, line| Cow::Owned(format!("{all}, {line}"))))
}

/// RFC 9112 § 3.2: the authority of the request's target counts, and a `Host` beside it has to say the same. Two of them
/// are no host at all.
fn host<B>(request: &Request<B>) -> Cow<'_, str> {
    let target = request.uri().authority().map(|authority| authority.as_str());
    let written = field(request.headers(), &header::HOST);
    match (target, written) {
        (None, written) => written.unwrap_or_default(),
        (Some(target), Some(written)) if !written.eq_ignore_ascii_case(target) => Cow::Borrowed(""),
        (Some(target), _) => Cow::Borrowed(target),
    }
}

/// Adds what the policy says. A handler's own word on CORS does not count beside it.
pub(super) fn add(headers: &mut HeaderMap, endpoint: &Endpoint, ruling: &Ruling) {
    if endpoint.has_cors() {
        for name in &*GRANT_NAMES {
            headers.remove(name);
        }
    }
    let lines = ruling.headers.iter().filter_map(|(name, value)| {
        Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(value).ok()?))
    });
    headers.extend(lines);
    vary(headers, endpoint.vary(ruling));
}

fn vary(headers: &mut HeaderMap, names: &str) {
    let missing = match field(headers, &header::VARY) {
        None => Cow::Borrowed(names),
        Some(known) if known.split(',').any(|name| name.trim() == "*") => return,
        Some(known) => {
            let is_known = |name: &&str| known.split(',').any(|other| other.trim().eq_ignore_ascii_case(name));
            Cow::Owned(names.split(", ").filter(|name| !is_known(name)).collect::<Vec<_>>().join(", "))
        }
    };
    if let Ok(value) = HeaderValue::from_str(&missing)
        && !missing.is_empty()
    {
        headers.append(header::VARY, value);
    }
}
