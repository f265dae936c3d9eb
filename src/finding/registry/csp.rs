//! Findings about `Content-Security-Policy`. The examples are headers; `<meta>` stands for one of them.

use super::findings;

findings! {
    CSP_MISSING: "csp-missing" {
        family: Csp, severity: High, score: -45,
        title: "The page has no Content-Security-Policy",
        why: "An attacker's script runs once it gets into the page, and sends what it reads to any server. Without a \
             policy every way out is open: nothing but the application's own code stands in between.",
        raised: [],
        fixed: [
            "Content-Security-Policy: default-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; \
             report-to csp",
            r#"Reporting-Endpoints: csp="https://r.example.com/csp""#,
        ],
        reference: "https://www.w3.org/TR/CSP3/#csp-header",
    }

    CSP_REPORT_ONLY: "csp-report-only-without-enforced" {
        family: Csp, severity: High, score: -45,
        title: "The only Content-Security-Policy reports and enforces nothing",
        why: "An attacker's script runs and sends what it reads to any server; the site is told afterwards. A policy \
             that only reports stops nothing.",
        raised: ["Content-Security-Policy-Report-Only: default-src 'self'"],
        fixed: ["Content-Security-Policy: default-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#cspro-header",
    }

    CONNECT_MISSING: "csp-connect-src-missing" {
        family: Csp, severity: High, score: -18, guide: Beacon,
        title: "No connect-src, and no default-src behind it",
        why: "A script that an attacker gets into the page sends what it reads to any server. Without connect-src and \
             default-src, fetch, XMLHttpRequest, sendBeacon, sockets and Background Fetch are free.",
        raised: ["Content-Security-Policy: script-src 'self'"],
        fixed: ["Content-Security-Policy: script-src 'self'; connect-src 'self' https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#directive-connect-src",
    }

    CONNECT_WILDCARD: "csp-connect-src-wildcard" {
        family: Csp, severity: High, score: -18, guide: Beacon,
        title: "connect-src allows every host",
        why: "A script that an attacker gets into the page sends what it reads to any server: * in connect-src lets \
             every host through.",
        raised: ["Content-Security-Policy: connect-src *"],
        fixed: ["Content-Security-Policy: connect-src 'self' https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#directive-connect-src",
    }

    CONNECT_BARE_SCHEME: "csp-connect-src-bare-scheme" {
        family: Csp, severity: High, score: -16, guide: Beacon,
        title: "connect-src allows every host of a scheme",
        why: "A script that an attacker gets into the page sends what it reads to the attacker's own server, which \
             has a certificate too: https: alone is as wide as *.",
        raised: ["Content-Security-Policy: connect-src 'self' https:"],
        fixed: ["Content-Security-Policy: connect-src 'self' https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#directive-connect-src",
    }

    CONNECT_WILDCARD_HOST: "csp-connect-src-wildcard-host" {
        family: Csp, severity: High, score: -16,
        title: "connect-src allows every host of a port or a scheme",
        why: "A script that an attacker gets into the page sends what it reads to any server: the host is the \
             attacker's to choose, and a port or a scheme in front of it keeps nobody out.",
        raised: ["Content-Security-Policy: connect-src *:443"],
        fixed: ["Content-Security-Policy: connect-src https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#match-url-to-source-expression",
    }

    CONNECT_PUBLIC_SUFFIX: "csp-connect-src-public-suffix-wildcard" {
        family: Csp, severity: High, score: -16,
        title: "connect-src allows every registrable name of a public suffix",
        why: "A script that an attacker gets into the page sends what it reads to a name that the attacker registered \
             a minute ago: anybody can have one below such a suffix.",
        raised: ["Content-Security-Policy: connect-src https://*.com"],
        fixed: ["Content-Security-Policy: connect-src https://*.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#match-hosts",
    }

    CONNECT_MULTI_TENANT: "csp-connect-src-multi-tenant-host" {
        family: Csp, severity: Medium, score: -10,
        title: "connect-src allows every customer of a hosting service",
        why: "An attacker opens an account at the service, and has a name that the policy lists: a script of theirs \
             in the page may send what it reads there.",
        raised: ["Content-Security-Policy: connect-src https://*.workers.dev"],
        fixed: ["Content-Security-Policy: connect-src https://api.example.workers.dev"],
        reference: "https://www.w3.org/TR/CSP3/#match-hosts",
    }

    CONNECT_INSECURE: "csp-connect-src-insecure-scheme" {
        family: Csp, severity: Medium, score: -6,
        title: "connect-src allows a host without TLS",
        why: "An attacker on the same network reads and changes what is sent: http and ws are not encrypted.",
        raised: ["Content-Security-Policy: connect-src http://api.example.com"],
        fixed: ["Content-Security-Policy: connect-src https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#match-schemes",
    }

    CONNECT_INHERITED: "csp-connect-src-inherited" {
        family: Csp, severity: Info, score: 0,
        title: "connect-src is inherited from default-src",
        why: "Nothing is gained by an attacker: requests are held by default-src. A later change of it, for images \
             say, would let scripts send more too.",
        raised: ["Content-Security-Policy: default-src 'self'"],
        fixed: ["Content-Security-Policy: default-src 'self'; connect-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-fallback-list",
    }

    SCRIPT_MISSING: "csp-script-src-missing" {
        family: Csp, severity: High, score: -42,
        title: "No script-src, and no default-src behind it",
        why: "Any script that an attacker gets into the page runs: from any host, inline, and by eval. The points are \
             those of the three together.",
        raised: ["Content-Security-Policy: connect-src 'self'"],
        fixed: ["Content-Security-Policy: connect-src 'self'; script-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-script-src",
    }

    SCRIPT_WILDCARD: "csp-script-src-wildcard" {
        family: Csp, severity: High, score: -18,
        title: "script-src allows every host",
        why: "An attacker who gets one script element into the page runs code from a server of their own: every host \
             is allowed.",
        raised: ["Content-Security-Policy: script-src *"],
        fixed: ["Content-Security-Policy: script-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-script-src",
    }

    SCRIPT_BARE_SCHEME: "csp-script-src-bare-scheme" {
        family: Csp, severity: High, score: -18,
        title: "script-src allows every host of a scheme",
        why: "An attacker who gets one script element into the page runs code from a server of their own: any server \
             with a certificate will do.",
        raised: ["Content-Security-Policy: script-src https:"],
        fixed: ["Content-Security-Policy: script-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-script-src",
    }

    SCRIPT_UNSAFE_INLINE: "csp-script-unsafe-inline" {
        family: Csp, severity: High, score: -16,
        title: "script-src allows inline script",
        why: "An attacker who gets markup into the page runs code: a script element or an event handler such as \
             onerror brings it along, and needs no server.",
        raised: ["Content-Security-Policy: script-src 'self' 'unsafe-inline'"],
        fixed: ["Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'; base-uri 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#grammardef-unsafe-inline",
    }

    SCRIPT_UNSAFE_EVAL: "csp-script-unsafe-eval" {
        family: Csp, severity: Medium, score: -6,
        title: "script-src allows eval",
        why: "An attacker's text runs as code where the application hands it to eval or Function. WebAssembly needs \
             only 'wasm-unsafe-eval'.",
        raised: ["Content-Security-Policy: script-src 'self' 'unsafe-eval'"],
        fixed: ["Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'"],
        reference: "https://www.w3.org/TR/CSP3/#grammardef-unsafe-eval",
    }

    STRICT_DYNAMIC_ALONE: "csp-strict-dynamic-without-nonce" {
        family: Csp, severity: High, score: 0,
        title: "'strict-dynamic' without a nonce or a hash",
        why: "Nothing is gained by an attacker until somebody mends it in a hurry and allows too much: \
             'strict-dynamic' takes the listed hosts out, and without a nonce or a hash nothing lets a first script \
             in.",
        raised: ["Content-Security-Policy: script-src 'strict-dynamic'"],
        fixed: ["Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'; base-uri 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#strict-dynamic-usage",
    }

    STRICT_DYNAMIC_IGNORES: "csp-strict-dynamic-ignores-sources" {
        family: Csp, severity: Info, score: 0,
        title: "Hosts and schemes do not count beside 'strict-dynamic'",
        why: "Nothing is gained by an attacker: browsers of today run what has the nonce or the hash, and those that do \
             not know 'strict-dynamic' read the list.",
        raised: ["Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic' https:; base-uri 'none'"],
        fixed: ["Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'; base-uri 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#strict-dynamic-usage",
    }

    NONCE_TOO_SHORT: "csp-nonce-too-short" {
        family: Csp, severity: Medium, score: -6,
        title: "A nonce that can be guessed",
        why: "An attacker who guesses the nonce runs scripts of their own. The specification asks for 128 bits of \
             randomness; under 16 characters of base64 there are fewer than 96.",
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
        why: "An attacker who gets a base element into the page has a trusted script loaded from their own server: it \
             moves where relative addresses lead, and the script keeps its nonce. base-uri holds that.",
        raised: ["Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'"],
        fixed: ["Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'; base-uri 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-base-uri",
    }

    COMMA_SPLITS: "csp-comma-splits-policy" {
        family: Csp, severity: Low, score: 0,
        title: "A comma makes two policies of one",
        why: "An attacker may find open what the policy reads as closed: what follows a comma is a policy of its own, \
             and lacks the directives before it. Nothing is lost where two headers were joined.",
        raised: ["Content-Security-Policy: connect-src 'self', default-src 'self'"],
        fixed: ["Content-Security-Policy: connect-src 'self'; default-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#parse-serialized-policy-list",
    }

    DUPLICATE_DIRECTIVE: "csp-duplicate-directive" {
        family: Csp, severity: Low, score: 0,
        title: "A directive stands twice",
        why: "An attacker may use what the second list was to forbid: browsers take the first and ignore the others.",
        raised: ["Content-Security-Policy: connect-src 'self'; connect-src https://api.example.com"],
        fixed: ["Content-Security-Policy: connect-src 'self' https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#parse-serialized-policy",
    }

    MISSING_SEMICOLON: "csp-missing-semicolon" {
        family: Csp, severity: Medium, score: 0,
        title: "A directive's name stands among the sources of another",
        why: "An attacker may use what the second directive was to forbid: without a semicolon its name is read as a \
             host, and its sources widen the directive before it.",
        raised: ["Content-Security-Policy: default-src 'self' connect-src https://api.example.com"],
        fixed: ["Content-Security-Policy: default-src 'self'; connect-src https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#grammardef-serialized-policy",
    }

    UNQUOTED_KEYWORD: "csp-unquoted-keyword" {
        family: Csp, severity: Medium, score: 0,
        title: "A keyword stands without its quotes",
        why: "Nothing is gained by an attacker until somebody mends it in a hurry and allows too much: without single \
             quotes a keyword is the name of a host, and what it was to allow is refused.",
        raised: ["Content-Security-Policy: default-src self"],
        fixed: ["Content-Security-Policy: default-src 'self'; connect-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#grammardef-keyword-source",
    }

    UNKNOWN_DIRECTIVE: "csp-unknown-directive" {
        family: Csp, severity: Low, score: 0,
        title: "A directive that no browser knows",
        why: "An attacker may use what the directive was to forbid: browsers ignore a name that they do not know.",
        raised: ["Content-Security-Policy: conect-src 'self'"],
        fixed: ["Content-Security-Policy: connect-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#csp-directives",
    }

    DEPRECATED_DIRECTIVE: "csp-deprecated-directive" {
        family: Csp, severity: Low, score: 0,
        title: "A directive is deprecated, or gone",
        why: "An attacker may use what the directive was to forbid: browsers ignore it, and what it was to hold is \
             free, or held by other means.",
        raised: ["Content-Security-Policy: default-src 'self'; navigate-to 'self'"],
        fixed: ["Content-Security-Policy: default-src 'self'; form-action 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#csp-directives",
    }

    TRAILING_COLON: "csp-directive-trailing-colon" {
        family: Csp, severity: Medium, score: 0,
        title: "A colon follows a directive's name",
        why: "An attacker may use what the directive was to forbid: the name with its colon is no directive, and \
             browsers ignore it.",
        raised: ["Content-Security-Policy: connect-src: 'self'"],
        fixed: ["Content-Security-Policy: connect-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#grammardef-directive-name",
    }

    NON_ASCII: "csp-non-ascii-directive-dropped" {
        family: Csp, severity: High, score: 0,
        title: "A directive holds a character outside ASCII",
        why: "An attacker may use what the directive was to forbid: browsers drop it whole. A host is written in \
             punycode, a path percent-encoded.",
        raised: ["Content-Security-Policy: connect-src https://api.example.com/é"],
        fixed: ["Content-Security-Policy: connect-src https://api.example.com/%C3%A9"],
        reference: "https://www.w3.org/TR/CSP3/#parse-serialized-policy",
    }

    IP_SOURCE: "csp-ip-source" {
        family: Csp, severity: Low, score: 0,
        title: "A source is an IP address",
        why: "An attacker who is given the address next is trusted in its place, and no name tells. The specification \
             matches no address, browsers match IPv4 by its text, and nobody matches IPv6.",
        raised: ["Content-Security-Policy: connect-src 203.0.113.5"],
        fixed: ["Content-Security-Policy: connect-src https://api.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#match-hosts",
    }

    META_IGNORED: "csp-meta-ignored-directive" {
        family: Csp, severity: Medium, score: 0,
        title: "A meta element carries a directive that is ignored there",
        why: "An attacker may use what the directive was to forbid: browsers read frame-ancestors, report-uri and \
             sandbox from a header alone.",
        raised: ["<meta>: frame-ancestors 'none'; connect-src 'self'"],
        fixed: ["Content-Security-Policy: frame-ancestors 'none'; connect-src 'self'"],
        reference: "https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-content-security-policy",
    }

    CHANNEL_OPEN: "csp-exfil-channel-open" {
        family: Csp, severity: High, score: -11,
        title: "A way out is open to every host",
        why: "An attacker who gets an element into the page has what it read sent to a server of their own, spelled \
             out in the element's address: the browser asks for it.",
        raised: ["Content-Security-Policy: default-src 'self'; img-src *"],
        fixed: ["Content-Security-Policy: default-src 'self'; img-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directives-fetch",
    }

    FORM_ACTION_MISSING: "csp-form-action-missing" {
        family: Csp, severity: Medium, score: -11,
        title: "No form-action",
        why: "A form that an attacker gets into the page sends what is in it, or what a password manager fills in, to \
             any server, after one click. default-src does not stand in for form-action.",
        raised: ["Content-Security-Policy: default-src 'self'"],
        fixed: ["Content-Security-Policy: default-src 'self'; form-action 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-form-action",
    }

    FRAME_ANCESTORS_MISSING: "csp-frame-ancestors-missing" {
        family: Csp, severity: Medium, score: -4,
        title: "No frame-ancestors, and no X-Frame-Options",
        why: "An attacker's site shows the page in a frame, lays its own buttons over those of the page, and is told \
             what the page posts to its parent. frame-ancestors says who may.",
        raised: ["Content-Security-Policy: default-src 'self'"],
        fixed: ["Content-Security-Policy: default-src 'self'; frame-ancestors 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-frame-ancestors",
    }

    OBJECT_MISSING: "csp-object-src-missing" {
        family: Csp, severity: High, score: -11,
        title: "No object-src, and no default-src behind it",
        why: "An attacker who gets an object element into the page shows a document of any server in it, and its \
             address carries out what they write into it. Where a browser still has plugins, it runs one.",
        raised: ["Content-Security-Policy: script-src 'self'"],
        fixed: ["Content-Security-Policy: script-src 'self'; object-src 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-object-src",
    }

    OBJECT_DATA: "csp-object-src-data" {
        family: Csp, severity: Low, score: 0,
        title: "object-src allows documents that an address spells out",
        why: "An attacker who gets an object element into the page draws a document of their own words in it, a form \
             to sign in for one. It reads nothing of the page: a data: address has an origin of its own.",
        raised: ["Content-Security-Policy: default-src 'self'; object-src data:"],
        fixed: ["Content-Security-Policy: default-src 'self'; object-src 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-object-src",
    }

    SCRIPT_DANGEROUS_SCHEME: "csp-script-src-dangerous-scheme" {
        family: Csp, severity: High, score: -16,
        title: "script-src allows addresses that are scripts themselves",
        why: "An attacker who gets one script element into the page runs code that its address spells out: it needs \
             no server at all.",
        raised: ["Content-Security-Policy: script-src 'self' data:"],
        fixed: ["Content-Security-Policy: script-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#match-url-to-source-expression",
    }

    SCRIPT_GADGET_HOST: "csp-script-gadget-host" {
        family: Csp, severity: High, score: -8,
        title: "script-src allows a host that serves script for anybody",
        why: "An attacker who gets one script element into the page runs code of their own from a listed host, which \
             serves what anybody puts there, or answers with what the address says.",
        raised: ["Content-Security-Policy: script-src 'self' https://cdn.jsdelivr.net"],
        fixed: ["Content-Security-Policy: script-src 'self' https://cdn.jsdelivr.net/npm/vue@3.5.0/"],
        reference: "https://www.w3.org/TR/CSP3/#strict-dynamic-usage",
    }

    UNSAFE_INLINE_IGNORED: "csp-unsafe-inline-ignored" {
        family: Csp, severity: Info, score: 0,
        title: "'unsafe-inline' does not count beside a nonce or a hash",
        why: "Nothing is gained by an attacker: browsers of today ignore the word, and those that know no nonces read it.",
        raised: ["Content-Security-Policy: script-src 'nonce-{random}' 'unsafe-inline'; base-uri 'none'"],
        fixed: ["Content-Security-Policy: script-src 'nonce-{random}'; base-uri 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#allow-all-inline",
    }

    SCRIPT_UNSAFE_HASHES: "csp-script-unsafe-hashes" {
        family: Csp, severity: Low, score: -2,
        title: "script-src allows event handlers by their hash",
        why: "An attacker who gets markup into the page can hang a listed event handler on an element of their own, \
             and start it when they like.",
        raised: [
            "Content-Security-Policy: script-src 'self' 'unsafe-hashes' \
             'sha256-MV5ZxKdbM3hZHQ3GzzeIBsRCgkZB5rMY0hVKdyAhlgA='",
        ],
        fixed: [
            "Content-Security-Policy: script-src 'self' 'sha256-MV5ZxKdbM3hZHQ3GzzeIBsRCgkZB5rMY0hVKdyAhlgA='",
        ],
        reference: "https://www.w3.org/TR/CSP3/#unsafe-hashes-usage",
    }

    INVALID_SOURCE: "csp-invalid-source-expression" {
        family: Csp, severity: Medium, score: 0,
        title: "A source that matches nothing",
        why: "Nothing is gained by an attacker until somebody mends it in a hurry and allows too much: browsers leave \
             the source out, and what it was to allow is refused.",
        raised: ["Content-Security-Policy: script-src 'slef'"],
        fixed: ["Content-Security-Policy: script-src 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#framework-directive-source-list",
    }

    UNKNOWN_VALUE: "csp-unknown-value" {
        family: Csp, severity: Low, score: 0,
        title: "A directive does not know one of its words",
        why: "An attacker may use what the word was to forbid, or the page breaks by what it was to allow: browsers \
             leave it out.",
        raised: ["Content-Security-Policy: default-src 'self'; sandbox 'allow-scripts'"],
        fixed: ["Content-Security-Policy: default-src 'self'; sandbox allow-scripts"],
        reference: "https://www.w3.org/TR/CSP3/#parse-serialized-policy",
    }

    NONE_NOT_ALONE: "csp-none-not-alone" {
        family: Csp, severity: Medium, score: 0,
        title: "'none' stands beside other sources",
        why: "An attacker may use the sources beside it, although the policy reads as if nothing were allowed: 'none' \
             does not count then.",
        raised: ["Content-Security-Policy: script-src 'none' https://cdn.example.com"],
        fixed: ["Content-Security-Policy: script-src https://cdn.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#match-url-to-source-list",
    }

    META_REPORT_ONLY: "csp-meta-report-only-ignored" {
        family: Csp, severity: Medium, score: 0,
        title: "A meta element carries a policy that only reports",
        why: "An attack is neither stopped nor told of: no browser reads Content-Security-Policy-Report-Only from a \
             document.",
        raised: ["<meta report-only>: default-src 'self'"],
        fixed: ["Content-Security-Policy-Report-Only: default-src 'self'"],
        reference: "https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-content-security-policy",
    }

    PATH_BY_REDIRECT: "csp-path-restriction-bypassable-by-redirect" {
        family: Csp, severity: Info, score: 0,
        title: "A path does not count behind a redirect",
        why: "An attacker who finds an open redirector on a listed host reaches every other path of the listed hosts.",
        raised: ["Content-Security-Policy: script-src https://cdn.example.com/app/"],
        fixed: ["Content-Security-Policy: script-src https://app-cdn.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#source-list-paths-and-redirects",
    }

    INSECURE_SOURCE: "csp-insecure-source" {
        family: Csp, severity: Low, score: 0,
        title: "A source is a host without TLS",
        why: "An attacker on the same network reads what is loaded, and writes it: http is not encrypted. Of scripts \
             it costs 6 points.",
        raised: ["Content-Security-Policy: script-src 'self' http://cdn.example.com"],
        fixed: ["Content-Security-Policy: script-src 'self' https://cdn.example.com"],
        reference: "https://www.w3.org/TR/CSP3/#match-schemes",
    }

    TRUSTED_TYPES_MISSING: "trusted-types-not-required" {
        family: Csp, severity: Low, score: -2,
        title: "No policy requires Trusted Types",
        why: "An attacker's text becomes markup where the application hands it to innerHTML or the like. With the \
             directive, only what a named policy made does.",
        raised: ["Content-Security-Policy: script-src 'self'"],
        fixed: ["Content-Security-Policy: script-src 'self'; require-trusted-types-for 'script'; trusted-types mcp-cordon"],
        reference: "https://www.w3.org/TR/trusted-types/#require-trusted-types-for-csp-directive",
    }

    TRUSTED_TYPES_VALUE: "csp-trusted-types-value" {
        family: Csp, severity: Medium, score: 0,
        title: "require-trusted-types-for holds nothing",
        why: "An attacker's text still becomes markup: 'script' is the only word that the directive knows.",
        raised: ["Content-Security-Policy: script-src 'self'; require-trusted-types-for script"],
        fixed: ["Content-Security-Policy: script-src 'self'; require-trusted-types-for 'script'; trusted-types app"],
        reference: "https://www.w3.org/TR/trusted-types/#require-trusted-types-for-csp-directive",
    }

    TRUSTED_TYPES_ANY_POLICY: "csp-trusted-types-any-policy" {
        family: Csp, severity: Info, score: 0,
        title: "Any policy may make trusted values",
        why: "A script that an attacker has in the page makes a policy of its own, which lets everything through.",
        raised: ["Content-Security-Policy: script-src 'self'; require-trusted-types-for 'script'; trusted-types *"],
        fixed: ["Content-Security-Policy: script-src 'self'; require-trusted-types-for 'script'; trusted-types app"],
        reference: "https://www.w3.org/TR/trusted-types/#trusted-types-csp-directive",
    }
}
