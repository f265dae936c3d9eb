//! The matcher in the specification's dialect against the `content-security-policy` crate, which Servo uses. Both mean to do
//! what CSP Level 3 says: where they differ, [`EXPLAINED`] says who is right.

use std::panic;

use content_security_policy::{
    CheckResult, CspList, Destination, Initiator, ParserMetadata, PolicyDisposition, PolicySource, Request,
};
use mcp_cordon::csp::{self, Csp, Disposition, Question, explain};
use mcp_cordon::source::{Dialect, Origin, Url};
use serde::Deserialize;

use crate::common::sources;

/// One question, and both answers: `None` where the crate panics.
#[derive(Debug)]
struct Asked {
    policies: String,
    origin: String,
    url: String,
    ours: bool,
    theirs: Option<bool>,
}

/// A difference, what it is about, and why.
type Explanation = (&'static str, fn(&Asked) -> bool);

const EXPLAINED: &[Explanation] = &[
    (
        "§ 6.7.2.10, step 1: a host that is no domain matches nothing. The crate compares an IPv4 address as text, as browsers \
         do.",
        |asked| !asked.ours && host(&asked.url).parse::<std::net::Ipv4Addr>().is_ok(),
    ),
    (
        "§ 6.7.2.8, step 4: 'self' is the secure form of a page's own origin too, where both ports are their schemes' defaults. \
         The crate wants the same port.",
        |asked| {
            let secure = asked.url.starts_with("https://app.test/") || asked.url.starts_with("wss://app.test/");
            asked.ours && secure && asked.policies.contains("'self'") && asked.origin == "http://app.test"
        },
    ),
    (
        "Upgrade Insecure Requests § 3.1 rewrites a request before CSP is asked. The crate leaves that to whoever asks it.",
        |asked| asked.ours && asked.policies.contains("upgrade-insecure-requests") && asked.url.starts_with("http:"),
    ),
];

fn host(url: &str) -> &str {
    let authority = url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    authority.split(':').next().unwrap_or_default()
}

struct Policies<'a> {
    headers: &'a [String],
    meta: &'a [String],
}

fn theirs(
    policies: &Policies<'_>,
    destination: Destination,
    url: &str,
    origin: &str,
    redirected: bool,
) -> Option<bool> {
    let mut list = CspList(Vec::new());
    for header in policies.headers {
        list.append(CspList::parse(header, PolicySource::Header, PolicyDisposition::Enforce));
    }
    for meta in policies.meta {
        list.append(CspList::parse(meta, PolicySource::Meta, PolicyDisposition::Enforce));
    }
    // Fetch § 5.6 has rewritten a socket's scheme before it asks.
    let mut url = url::Url::parse(url).expect("the URL is valid");
    for (socket, http) in [("ws", "http"), ("wss", "https")] {
        if url.scheme() == socket {
            url = url::Url::parse(&url.as_str().replacen(socket, http, 1)).expect("the URL is valid");
            break;
        }
    }
    let origin = url::Url::parse(origin).map_or_else(|_| url::Origin::new_opaque(), |url| url.origin());
    let request = Request {
        url: url.clone(),
        current_url: url,
        origin,
        redirect_count: u32::from(redirected),
        destination,
        initiator: Initiator::None,
        nonce: String::new(),
        integrity_metadata: String::new(),
        parser_metadata: ParserMetadata::None,
    };
    panic::catch_unwind(|| list.should_request_be_blocked(&request).0 == CheckResult::Allowed).ok()
}

fn ours(policies: &Policies<'_>, directive: &str, url: &str, origin: &str, redirected: bool) -> bool {
    let headers = policies.headers.iter().flat_map(|header| Csp::parse_header(header, Disposition::Enforce));
    let meta = policies.meta.iter().map(|meta| Csp::parse(meta, csp::Origin::Meta, Disposition::Enforce));
    let question = Question {
        directive,
        url: &Url::parse(url, None).expect("the URL is valid"),
        self_origin: &Origin::of(origin),
        redirected,
        nonce: None,
        parser_inserted: false,
        dialect: Dialect::Spec,
    };
    explain(&headers.chain(meta).collect::<Vec<_>>(), question).allowed
}

/// Every difference is explained, and what explains none has no place here.
fn judge(all: &[Asked]) {
    let differ: Vec<&Asked> = all.iter().filter(|asked| Some(asked.ours) != asked.theirs).collect();
    let unexplained: Vec<_> =
        differ.iter().filter(|asked| !EXPLAINED.iter().any(|(_, explains)| explains(asked))).collect();
    let some = &unexplained[..unexplained.len().min(20)];
    assert!(unexplained.is_empty(), "{} of {}: {some:#?}", unexplained.len(), all.len());
    for (why, explains) in EXPLAINED {
        assert!(differ.iter().any(|asked| explains(asked)), "explains nothing any more: {why}");
    }
}

#[test]
fn differences_are_explained() {
    let (single, rows) = (one_source_at_a_time(), the_measured_rows());
    assert!(single.len() > 100_000 && rows.len() > 90, "{} and {}", single.len(), rows.len());
    judge(&single.into_iter().chain(rows).collect::<Vec<_>>());
}

/// Every source on every URL.
fn one_source_at_a_time() -> Vec<Asked> {
    let mut all = Vec::new();
    for origin in ["https://app.test", "http://app.test", "http://app.test:8080"] {
        for source in sources::SOURCES {
            let headers = [format!("connect-src {source}")];
            let policies = Policies { headers: &headers, meta: &[] };
            for url in sources::urls() {
                all.push(Asked {
                    policies: headers[0].clone(),
                    origin: origin.to_owned(),
                    url: url.href().to_owned(),
                    ours: ours(&policies, "connect-src", url.href(), origin, false),
                    theirs: theirs(&policies, Destination::None, url.href(), origin, false),
                });
            }
        }
    }
    all
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    headers: Vec<String>,
    meta: Vec<String>,
    self_origin: String,
    url: String,
    directive: String,
    redirect: Option<String>,
}

/// The rows that are requests, as the specification has them.
fn the_measured_rows() -> Vec<Asked> {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../../data/csp_match.json")).expect("the rows are JSON");
    let mut all = Vec::new();
    let mut left_out = 0;
    for row in rows {
        // The others are no requests, or have no destination that stands for them.
        let destination = match row.directive.as_str() {
            "connect-src" => Destination::None,
            "img-src" => Destination::Image,
            "media-src" => Destination::Video,
            "font-src" => Destination::Font,
            "frame-src" => Destination::IFrame,
            "style-src-elem" => Destination::Style,
            "worker-src" => Destination::Worker,
            _ => {
                left_out += 1;
                continue;
            }
        };
        let policies = Policies { headers: &row.headers, meta: &row.meta };
        let (url, redirected) = (row.redirect.as_deref().unwrap_or(&row.url), row.redirect.is_some());
        all.push(Asked {
            policies: format!("{:?} {:?}", row.headers, row.meta),
            origin: row.self_origin.clone(),
            url: url.to_owned(),
            ours: ours(&policies, &row.directive, url, &row.self_origin, redirected),
            theirs: theirs(&policies, destination, url, &row.self_origin, redirected),
        });
    }
    assert!(left_out < all.len() / 2, "{left_out} left out of {}", all.len());
    all
}
