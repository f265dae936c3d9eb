//! Findings about `Content-Security-Policy`. The examples are headers; `<meta>` stands for one of them.

use super::findings;

findings! {
    CSP_MISSING: "csp-missing" {
        family: Csp, severity: High, score: 0,
        title: "The page has no Content-Security-Policy",
        why: "Nothing but the application's own code stands between injected markup and the network. The points are \
             taken by the findings about the directives that are missing.",
        raised: [],
        fixed: [
            "Content-Security-Policy: default-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; \
             report-to csp",
            r#"Reporting-Endpoints: csp="https://r.example.com/csp""#,
        ],
        reference: "https://www.w3.org/TR/CSP3/#csp-header",
    }

    CSP_REPORT_ONLY: "csp-report-only-without-enforced" {
        family: Csp, severity: High, score: 0,
        title: "The only Content-Security-Policy reports and enforces nothing",
        why: "A report-only policy tells of an attack after it has worked.",
        raised: ["Content-Security-Policy-Report-Only: default-src 'self'"],
        fixed: ["Content-Security-Policy: default-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#cspro-header",
    }

    CONNECT_MISSING: "csp-connect-src-missing" {
        family: Csp, severity: High, score: -18, guide: Beacon,
        title: "No connect-src, and no default-src behind it",
        why: "fetch, XMLHttpRequest, sendBeacon, sockets and Background Fetch may send to any host; nothing else in \
             the browser stops them.",
        raised: ["Content-Security-Policy: script-src 'self'"],
        fixed: ["Content-Security-Policy: script-src 'self'; connect-src 'self' https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#directive-connect-src",
    }

    CONNECT_WILDCARD: "csp-connect-src-wildcard" {
        family: Csp, severity: High, score: -18, guide: Beacon,
        title: "connect-src allows every host",
        why: "A script that gets in can send what it reads to any server.",
        raised: ["Content-Security-Policy: connect-src *"],
        fixed: ["Content-Security-Policy: connect-src 'self' https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#directive-connect-src",
    }

    CONNECT_BARE_SCHEME: "csp-connect-src-bare-scheme" {
        family: Csp, severity: High, score: -16, guide: Beacon,
        title: "connect-src allows every host of a scheme",
        why: "An attacker's server has a certificate too: https: alone is as wide as * for exfiltration.",
        raised: ["Content-Security-Policy: connect-src 'self' https:"],
        fixed: ["Content-Security-Policy: connect-src 'self' https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#directive-connect-src",
    }

    CONNECT_WILDCARD_HOST: "csp-connect-src-wildcard-host" {
        family: Csp, severity: High, score: -16,
        title: "connect-src allows every host of a port or a scheme",
        why: "The host is the attacker's to choose; a port or a scheme in front of it keeps nobody out.",
        raised: ["Content-Security-Policy: connect-src *:443"],
        fixed: ["Content-Security-Policy: connect-src https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#match-url-to-source-expression",
    }

    CONNECT_PUBLIC_SUFFIX: "csp-connect-src-public-suffix-wildcard" {
        family: Csp, severity: High, score: -16,
        title: "connect-src allows every registrable name of a public suffix",
        why: "Anybody can register a name there in a minute.",
        raised: ["Content-Security-Policy: connect-src https://*.com"],
        fixed: ["Content-Security-Policy: connect-src https://*.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#match-hosts",
    }

    CONNECT_MULTI_TENANT: "csp-connect-src-multi-tenant-host" {
        family: Csp, severity: Medium, score: -10,
        title: "connect-src allows every customer of a hosting service",
        why: "An attacker opens an account and has a name that the policy lists.",
        raised: ["Content-Security-Policy: connect-src https://*.workers.dev"],
        fixed: ["Content-Security-Policy: connect-src https://api.example.workers.dev"],
        reference: "https://www.w3.org/TR/CSP3/#match-hosts",
    }

    CONNECT_INSECURE: "csp-connect-src-insecure-scheme" {
        family: Csp, severity: Medium, score: -6,
        title: "connect-src allows a host without TLS",
        why: "Whoever is on the path reads and changes what is sent.",
        raised: ["Content-Security-Policy: connect-src http://api.example.com"],
        fixed: ["Content-Security-Policy: connect-src https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#match-schemes",
    }

    CONNECT_INHERITED: "csp-connect-src-inherited" {
        family: Csp, severity: Info, score: 0,
        title: "connect-src is inherited from default-src",
        why: "Requests are held; a later change to default-src would change them too.",
        raised: ["Content-Security-Policy: default-src 'self'"],
        fixed: ["Content-Security-Policy: default-src 'self'; connect-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-fallback-list",
    }

    SCRIPT_MISSING: "csp-script-src-missing" {
        family: Csp, severity: High, score: -20,
        title: "No script-src, and no default-src behind it",
        why: "Any script that reaches the page runs, whatever its origin.",
        raised: ["Content-Security-Policy: connect-src 'self'"],
        fixed: ["Content-Security-Policy: connect-src 'self'; script-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-script-src",
    }

    SCRIPT_WILDCARD: "csp-script-src-wildcard" {
        family: Csp, severity: High, score: -18,
        title: "script-src allows every host",
        why: "A script element may load code from any server.",
        raised: ["Content-Security-Policy: script-src *"],
        fixed: ["Content-Security-Policy: script-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-script-src",
    }

    SCRIPT_BARE_SCHEME: "csp-script-src-bare-scheme" {
        family: Csp, severity: High, score: -16,
        title: "script-src allows every host of a scheme",
        why: "A script element may load code from any server with a certificate.",
        raised: ["Content-Security-Policy: script-src https:"],
        fixed: ["Content-Security-Policy: script-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-script-src",
    }

    SCRIPT_UNSAFE_INLINE: "csp-script-unsafe-inline" {
        family: Csp, severity: High, score: -16,
        title: "script-src allows inline script",
        why: "Injected markup runs: an event handler or a script element needs no host.",
        raised: ["Content-Security-Policy: script-src 'self' 'unsafe-inline'"],
        fixed: ["Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'; base-uri 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#grammardef-unsafe-inline",
    }

    SCRIPT_UNSAFE_EVAL: "csp-script-unsafe-eval" {
        family: Csp, severity: Medium, score: -6,
        title: "script-src allows eval",
        why: "A string that reaches eval or Function runs. WebAssembly needs only 'wasm-unsafe-eval'.",
        raised: ["Content-Security-Policy: script-src 'self' 'unsafe-eval'"],
        fixed: ["Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'"],
        reference: "https://www.w3.org/TR/CSP3/#grammardef-unsafe-eval",
    }

    STRICT_DYNAMIC_ALONE: "csp-strict-dynamic-without-nonce" {
        family: Csp, severity: High, score: -8,
        title: "'strict-dynamic' without a nonce or a hash",
        why: "It takes the listed hosts out, and nothing else lets a first script in: the application breaks, or \
             the policy is loosened next.",
        raised: ["Content-Security-Policy: script-src 'strict-dynamic'"],
        fixed: ["Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'; base-uri 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#strict-dynamic-usage",
    }

    NONCE_TOO_SHORT: "csp-nonce-too-short" {
        family: Csp, severity: Medium, score: -6,
        title: "A nonce that can be guessed",
        why: "The specification asks for 128 bits of randomness; under 16 characters of base64 there are fewer than \
             96.",
        raised: ["Content-Security-Policy: script-src 'nonce-abc'; base-uri 'none'"],
        fixed: ["Content-Security-Policy: script-src 'nonce-{random}'; base-uri 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#security-nonces",
    }

    NONCE_REUSED: "csp-nonce-reused" {
        family: Csp, severity: High, score: -14,
        title: "Two responses carry the same nonce",
        why: "An attacker who has seen one page knows the nonce of the next, and an injected script element runs.",
        raised: [],
        fixed: ["Content-Security-Policy: script-src 'nonce-{random, afresh in each response}'; base-uri 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#security-nonces",
    }

    BASE_URI_MISSING: "csp-base-uri-missing" {
        family: Csp, severity: Medium, score: -4,
        title: "Scripts are let through by nonce or hash, and base-uri is open",
        why: "An injected base element moves the relative address of a script that has the nonce to the attacker's \
             server.",
        raised: ["Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'"],
        fixed: ["Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'; base-uri 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-base-uri",
    }

    COMMA_SPLITS: "csp-comma-splits-policy" {
        family: Csp, severity: Low, score: 0,
        title: "A comma makes two policies of one",
        why: "A header's value is a list: what follows a comma is a policy of its own, and lacks the directives \
             before it. Nothing is lost where two headers were joined.",
        raised: ["Content-Security-Policy: connect-src 'self', default-src 'self'"],
        fixed: ["Content-Security-Policy: connect-src 'self'; default-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#parse-serialized-policy-list",
    }

    DUPLICATE_DIRECTIVE: "csp-duplicate-directive" {
        family: Csp, severity: Low, score: -2,
        title: "A directive stands twice",
        why: "Browsers take the first and ignore the others.",
        raised: ["Content-Security-Policy: connect-src 'self'; connect-src https://api.example.com"],
        fixed: ["Content-Security-Policy: connect-src 'self' https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#parse-serialized-policy",
    }

    MISSING_SEMICOLON: "csp-missing-semicolon" {
        family: Csp, severity: Medium, score: -4,
        title: "A directive's name stands among the sources of another",
        why: "Without a semicolon the name is read as a host, and what follows widens the directive before it.",
        raised: ["Content-Security-Policy: default-src 'self' connect-src https://api.example.com"],
        fixed: ["Content-Security-Policy: default-src 'self'; connect-src https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#grammardef-serialized-policy",
    }

    UNQUOTED_KEYWORD: "csp-unquoted-keyword" {
        family: Csp, severity: Medium, score: -4,
        title: "A keyword stands without its quotes",
        why: "Without single quotes it is the name of a host.",
        raised: ["Content-Security-Policy: default-src self"],
        fixed: ["Content-Security-Policy: default-src 'self'; connect-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#grammardef-keyword-source",
    }

    UNKNOWN_DIRECTIVE: "csp-unknown-directive" {
        family: Csp, severity: Low, score: -2,
        title: "A directive that no browser knows",
        why: "It is ignored: what it was to hold is free.",
        raised: ["Content-Security-Policy: conect-src 'self'"],
        fixed: ["Content-Security-Policy: connect-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#csp-directives",
    }

    OBSOLETE_DIRECTIVE: "csp-obsolete-directive" {
        family: Csp, severity: Low, score: 0,
        title: "A directive is obsolete",
        why: "No current specification asks for it: what it was to hold is free, or held by other means.",
        raised: ["Content-Security-Policy: default-src 'self'; navigate-to 'self'"],
        fixed: ["Content-Security-Policy: default-src 'self'; form-action 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#csp-directives",
    }

    TRAILING_COLON: "csp-directive-trailing-colon" {
        family: Csp, severity: Medium, score: -4,
        title: "A colon follows a directive's name",
        why: "The name with its colon is no directive: it is ignored, and what it was to hold is free.",
        raised: ["Content-Security-Policy: connect-src: 'self'"],
        fixed: ["Content-Security-Policy: connect-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#grammardef-directive-name",
    }

    NON_ASCII: "csp-non-ascii-directive-dropped" {
        family: Csp, severity: High, score: -4,
        title: "A directive holds a character outside ASCII",
        why: "Browsers drop the directive whole, which leaves its requests free. A host is written in punycode, a \
             path percent-encoded.",
        raised: ["Content-Security-Policy: connect-src https://api.example.com/é"],
        fixed: ["Content-Security-Policy: connect-src https://api.example.com/%C3%A9"],
        reference: "https://www.w3.org/TR/CSP3/#parse-serialized-policy",
    }

    IP_SOURCE: "csp-ip-source" {
        family: Csp, severity: Low, score: -2,
        title: "A source is an IP address",
        why: "The specification matches no address, browsers match IPv4 by its text, and nobody matches IPv6.",
        raised: ["Content-Security-Policy: connect-src 203.0.113.5"],
        fixed: ["Content-Security-Policy: connect-src https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#match-hosts",
    }

    META_IGNORED: "csp-meta-ignored-directive" {
        family: Csp, severity: Medium, score: -2,
        title: "A meta element carries a directive that is ignored there",
        why: "frame-ancestors, report-uri and sandbox count in a header only.",
        raised: ["<meta>: frame-ancestors 'none'; connect-src 'self'"],
        fixed: ["Content-Security-Policy: frame-ancestors 'none'; connect-src 'self'"],
        reference: "https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-content-security-policy",
    }
}
