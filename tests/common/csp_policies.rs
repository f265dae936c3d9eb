//! Policies put together from the pieces that real ones are made of, the wrong ones included.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Sources that name addresses: one more of them widens.
pub(crate) const ADDRESSES: &[&str] = &[
    "*",
    "https:",
    "http:",
    "wss:",
    "data:",
    "blob:",
    "filesystem:",
    "'self'",
    "*:443",
    "*:8443",
    "https://*",
    "http://*:80",
    "*.com",
    "https://*.co.uk:8443",
    "https://*.workers.dev",
    "*.github.io",
    "https://api.example.com",
    "http://cdn.example.com",
    "https://cdn.jsdelivr.net",
    "https://cdn.jsdelivr.net/npm/vue@3.5.0/",
    "https://unpkg.com",
    "https://*.example.com/app/",
    "203.0.113.5",
    "https://.x",
];

/// Words: each widens, narrows, or does nothing, by what stands beside it.
const WORDS: &[&str] = &[
    "'unsafe-inline'",
    "'unsafe-eval'",
    "'unsafe-hashes'",
    "'wasm-unsafe-eval'",
    "'strict-dynamic'",
    "'inline-speculation-rules'",
    "'nonce-abc'",
    "'nonce-4ih5rP0r1s8Pq7bC1Q2d3A=='",
    "'sha256-MV5ZxKdbM3hZHQ3GzzeIBsRCgkZB5rMY0hVKdyAhlgA='",
    "'slef'",
    "'none'",
    "self",
];

pub(crate) const DIRECTIVES: &[&str] = &[
    "default-src",
    "connect-src",
    "script-src",
    "script-src-elem",
    "script-src-attr",
    "style-src",
    "img-src",
    "media-src",
    "font-src",
    "frame-src",
    "child-src",
    "object-src",
    "worker-src",
    "manifest-src",
    "form-action",
    "base-uri",
    "frame-ancestors",
];

/// Directives that take no sources.
const OTHERS: &[&str] = &[
    "sandbox",
    "sandbox allow-scripts allow-same-origin",
    "require-trusted-types-for 'script'",
    "trusted-types *",
    "upgrade-insecure-requests",
    "report-uri https://r.example.com/csp",
    "report-uri http://r.example.com/csp",
    "report-to csp",
    "navigate-to 'self'",
    "conect-src 'self'",
    "img-src: *",
];

pub(crate) type Directive = (String, Vec<String>);
pub(crate) type Policy = Vec<Directive>;

pub(crate) fn sources() -> impl Strategy<Value = Vec<String>> {
    let owned = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect::<Vec<_>>();
    (subsequence(ADDRESSES, 0..4).prop_map(owned), subsequence(WORDS, 0..3).prop_map(owned))
        .prop_map(|(addresses, words)| [words, addresses].concat())
}

fn directive() -> impl Strategy<Value = Directive> {
    let whole = |text: &str| {
        let (name, value) = text.split_once(' ').unwrap_or((text, ""));
        (name.to_owned(), value.split(' ').filter(|token| !token.is_empty()).map(str::to_owned).collect())
    };
    prop_oneof![
        8 => (select(DIRECTIVES).prop_map(str::to_owned), sources()),
        1 => select(OTHERS).prop_map(whole),
    ]
}

/// A directive stands once: the first of two is what counts.
pub(crate) fn policy() -> impl Strategy<Value = Policy> {
    prop::collection::vec(directive(), 0..6).prop_map(|directives| {
        let mut policy: Policy = Vec::new();
        for (name, value) in directives {
            if !policy.iter().any(|(held, _)| *held == name) {
                policy.push((name, value));
            }
        }
        policy
    })
}

pub(crate) fn text(policy: &Policy) -> String {
    let directives: Vec<String> = policy.iter().map(|(name, value)| format!("{name} {}", value.join(" "))).collect();
    directives.join("; ")
}
