//! Every finding of the audits, in one table: what it is called, what it costs, a header that raises it and the corrected
//! one. `docs/findings.md` is written from here, and a test audits each `raised` and each `fixed`. No header raises those of
//! the family `Page`: rows of pages do, and pages in browsers.
//!
//! `of` names the guide that a score is taken from; the others are chosen to stand in order beside those. `docs/guides.md` maps
//! what each guide finds to these, and says where one is wrong about the platform: there browsers count.

pub mod cors;
pub mod request_policy;

use super::{Engine, Evidence, Finding, Severity};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// `Content-Security-Policy`.
    Csp,
    /// Where violations are reported.
    Reporting,
    /// Speculation rules, as headers and policies let them in.
    Speculation,
    /// Speculation rules themselves: the examples are their JSON.
    SpeculationRules,
    /// `Permissions-Policy`.
    PermissionsPolicy,
    /// `Connection-Allowlist`.
    ConnectionAllowlist,
    /// Referrer-Policy, Cross-Origin-Opener-Policy, Cross-Origin-Resource-Policy.
    Isolation,
    /// What an MCP App asks for: the examples are its `_meta.ui`.
    UiMeta,
    /// A page, a response or its headers, against the policy that it is to have.
    Drift,
    /// What stands beside a page's headers: its document, its frames, its workers, the rest of its origin.
    Page,
    /// What a server answers to other origins: the examples are exchanges with it.
    Cors,
    /// Which requests reach a handler: the examples are exchanges.
    RequestPolicy,
    /// A server's routes: the examples are their methods and paths.
    Routes,
}

/// A guide that the project started from, and that gives points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guide {
    /// On `navigator.sendBeacon` and `connect-src`.
    Beacon,
    /// On Background Fetch.
    BackgroundFetch,
    /// On Fetch Metadata.
    FetchMetadata,
}

/// A finding, before anything was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// Stable name.
    pub code: &'static str,
    /// What it is about.
    pub family: Family,
    /// How bad it is.
    pub severity: Severity,
    /// Points off a score of 100.
    pub score: i32,
    /// The engines it applies to; empty: all.
    pub engines: &'static [Engine],
    /// What was found, in a line.
    pub title: &'static str,
    /// What an attacker does with it.
    pub why: &'static str,
    /// Headers that do not raise it, one a line.
    pub fixed: &'static str,
    /// The specification section or measurement behind it.
    pub reference: &'static str,
}

/// A definition with headers that raise its finding: for the docs and the tests, which no module of the package carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The finding.
    pub definition: Definition,
    /// Headers that raise it, one a line: `fixed`, before it was corrected.
    pub raised: &'static str,
    /// The guide that its score is taken from.
    pub guide: Option<Guide>,
}

impl Definition {
    /// The finding, with what was seen.
    pub fn found(&self, evidence: Option<Evidence>) -> Finding {
        Finding {
            code: self.code.into(),
            severity: self.severity,
            score: self.score,
            title: self.title.into(),
            why: self.why.into(),
            fix: (!self.fixed.is_empty()).then(|| self.fixed.into()),
            evidence,
            engines: (!self.engines.is_empty()).then(|| self.engines.to_vec()),
            reference: self.reference.into(),
        }
    }
}

macro_rules! findings {
    ($(#[$about:meta])* $list:ident: $($name:ident = $code:literal, $family:ident, $severity:ident, $score:literal $(of $guide:ident)? $(, [$($engine:ident),*])?;
        $title:literal; $why:literal; $raised:literal => $fixed:literal; $reference:literal;)*) => {
        $(
            #[doc = concat!("`", $code, "`: ", $title, ".")]
            pub const $name: Definition = Definition {
                code: $code,
                family: Family::$family,
                severity: Severity::$severity,
                score: $score,
                engines: &[$($(Engine::$engine),*)?],
                title: $title,
                why: $why,
                fixed: $fixed,
                reference: $reference,
            };
        )*
        pub(super) const DEFINITIONS: &[Definition] = &[$($name),*];

        $(#[$about])*
        pub const $list: &[Entry] = &[$(Entry {
            definition: $name,
            raised: $raised,
            guide: [$($crate::finding::registry::Guide::$guide)?].first().copied(),
        }),*];
    };
}

use findings;

findings! {
    /// Those of headers, rules, apps and drift, in this order.
    REGISTRY:
    CSP_MISSING = "csp-missing", Csp, High, 0;
        "The page has no Content-Security-Policy";
        "Nothing but the application's own code stands between injected markup and the network. The points are taken by the findings about the directives that are missing.";
        "" => "Content-Security-Policy: default-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; report-to csp\nReporting-Endpoints: csp=\"https://r.example.com/csp\"";
        "https://www.w3.org/TR/CSP3/#csp-header";
    CSP_REPORT_ONLY = "csp-report-only-without-enforced", Csp, High, 0;
        "The only Content-Security-Policy reports and enforces nothing";
        "A report-only policy tells of an attack after it has worked.";
        "Content-Security-Policy-Report-Only: default-src 'self'" => "Content-Security-Policy: default-src 'self'";
        "https://www.w3.org/TR/CSP3/#cspro-header";
    CONNECT_MISSING = "csp-connect-src-missing", Csp, High, -18 of Beacon;
        "No connect-src, and no default-src behind it";
        "fetch, XMLHttpRequest, sendBeacon, sockets and Background Fetch may send to any host; nothing else in the browser stops them.";
        "Content-Security-Policy: script-src 'self'" => "Content-Security-Policy: script-src 'self'; connect-src 'self' https://api.example.com";
        "https://www.w3.org/TR/CSP3/#directive-connect-src";
    CONNECT_WILDCARD = "csp-connect-src-wildcard", Csp, High, -18 of Beacon;
        "connect-src allows every host";
        "A script that gets in can send what it reads to any server.";
        "Content-Security-Policy: connect-src *" => "Content-Security-Policy: connect-src 'self' https://api.example.com";
        "https://www.w3.org/TR/CSP3/#directive-connect-src";
    CONNECT_BARE_SCHEME = "csp-connect-src-bare-scheme", Csp, High, -16 of Beacon;
        "connect-src allows every host of a scheme";
        "An attacker's server has a certificate too: https: alone is as wide as * for exfiltration.";
        "Content-Security-Policy: connect-src 'self' https:" => "Content-Security-Policy: connect-src 'self' https://api.example.com";
        "https://www.w3.org/TR/CSP3/#directive-connect-src";
    CONNECT_WILDCARD_HOST = "csp-connect-src-wildcard-host", Csp, High, -16;
        "connect-src allows every host of a port or a scheme";
        "The host is the attacker's to choose; a port or a scheme in front of it keeps nobody out.";
        "Content-Security-Policy: connect-src *:443" => "Content-Security-Policy: connect-src https://api.example.com";
        "https://www.w3.org/TR/CSP3/#match-url-to-source-expression";
    CONNECT_PUBLIC_SUFFIX = "csp-connect-src-public-suffix-wildcard", Csp, High, -16;
        "connect-src allows every registrable name of a public suffix";
        "Anybody can register a name there in a minute.";
        "Content-Security-Policy: connect-src https://*.com" => "Content-Security-Policy: connect-src https://*.example.com";
        "https://www.w3.org/TR/CSP3/#match-hosts";
    CONNECT_MULTI_TENANT = "csp-connect-src-multi-tenant-host", Csp, Medium, -10;
        "connect-src allows every customer of a hosting service";
        "An attacker opens an account and has a name that the policy lists.";
        "Content-Security-Policy: connect-src https://*.workers.dev" => "Content-Security-Policy: connect-src https://api.example.workers.dev";
        "https://www.w3.org/TR/CSP3/#match-hosts";
    CONNECT_INSECURE = "csp-connect-src-insecure-scheme", Csp, Medium, -6;
        "connect-src allows a host without TLS";
        "Whoever is on the path reads and changes what is sent.";
        "Content-Security-Policy: connect-src http://api.example.com" => "Content-Security-Policy: connect-src https://api.example.com";
        "https://www.w3.org/TR/CSP3/#match-schemes";
    CONNECT_INHERITED = "csp-connect-src-inherited", Csp, Info, 0;
        "connect-src is inherited from default-src";
        "Requests are held; a later change to default-src would change them too.";
        "Content-Security-Policy: default-src 'self'" => "Content-Security-Policy: default-src 'self'; connect-src 'self'";
        "https://www.w3.org/TR/CSP3/#directive-fallback-list";
    SCRIPT_MISSING = "csp-script-src-missing", Csp, High, -20;
        "No script-src, and no default-src behind it";
        "Any script that reaches the page runs, whatever its origin.";
        "Content-Security-Policy: connect-src 'self'" => "Content-Security-Policy: connect-src 'self'; script-src 'self'";
        "https://www.w3.org/TR/CSP3/#directive-script-src";
    SCRIPT_WILDCARD = "csp-script-src-wildcard", Csp, High, -18;
        "script-src allows every host";
        "A script element may load code from any server.";
        "Content-Security-Policy: script-src *" => "Content-Security-Policy: script-src 'self'";
        "https://www.w3.org/TR/CSP3/#directive-script-src";
    SCRIPT_BARE_SCHEME = "csp-script-src-bare-scheme", Csp, High, -16;
        "script-src allows every host of a scheme";
        "A script element may load code from any server with a certificate.";
        "Content-Security-Policy: script-src https:" => "Content-Security-Policy: script-src 'self'";
        "https://www.w3.org/TR/CSP3/#directive-script-src";
    SCRIPT_UNSAFE_INLINE = "csp-script-unsafe-inline", Csp, High, -16;
        "script-src allows inline script";
        "Injected markup runs: an event handler or a script element needs no host.";
        "Content-Security-Policy: script-src 'self' 'unsafe-inline'" => "Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'; base-uri 'none'";
        "https://www.w3.org/TR/CSP3/#grammardef-unsafe-inline";
    SCRIPT_UNSAFE_EVAL = "csp-script-unsafe-eval", Csp, Medium, -6;
        "script-src allows eval";
        "A string that reaches eval or Function runs. WebAssembly needs only 'wasm-unsafe-eval'.";
        "Content-Security-Policy: script-src 'self' 'unsafe-eval'" => "Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'";
        "https://www.w3.org/TR/CSP3/#grammardef-unsafe-eval";
    STRICT_DYNAMIC_ALONE = "csp-strict-dynamic-without-nonce", Csp, High, -8;
        "'strict-dynamic' without a nonce or a hash";
        "It takes the listed hosts out, and nothing else lets a first script in: the application breaks, or the policy is loosened next.";
        "Content-Security-Policy: script-src 'strict-dynamic'" => "Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'; base-uri 'none'";
        "https://www.w3.org/TR/CSP3/#strict-dynamic-usage";
    NONCE_TOO_SHORT = "csp-nonce-too-short", Csp, Medium, -6;
        "A nonce that can be guessed";
        "The specification asks for 128 bits of randomness; under 16 characters of base64 there are fewer than 96.";
        "Content-Security-Policy: script-src 'nonce-abc'; base-uri 'none'" => "Content-Security-Policy: script-src 'nonce-{random}'; base-uri 'none'";
        "https://www.w3.org/TR/CSP3/#security-nonces";
    NONCE_REUSED = "csp-nonce-reused", Csp, High, -14;
        "Two responses carry the same nonce";
        "An attacker who has seen one page knows the nonce of the next, and an injected script element runs.";
        "" => "Content-Security-Policy: script-src 'nonce-{random, afresh in each response}'; base-uri 'none'";
        "https://www.w3.org/TR/CSP3/#security-nonces";
    BASE_URI_MISSING = "csp-base-uri-missing", Csp, Medium, -4;
        "Scripts are let through by nonce or hash, and base-uri is open";
        "An injected base element moves the relative address of a script that has the nonce to the attacker's server.";
        "Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'" => "Content-Security-Policy: script-src 'nonce-{random}' 'strict-dynamic'; base-uri 'none'";
        "https://www.w3.org/TR/CSP3/#directive-base-uri";
    COMMA_SPLITS = "csp-comma-splits-policy", Csp, Low, 0;
        "A comma makes two policies of one";
        "A header's value is a list: what follows a comma is a policy of its own, and lacks the directives before it. Nothing is lost where two headers were joined.";
        "Content-Security-Policy: connect-src 'self', default-src 'self'" => "Content-Security-Policy: connect-src 'self'; default-src 'self'";
        "https://www.w3.org/TR/CSP3/#parse-serialized-policy-list";
    DUPLICATE_DIRECTIVE = "csp-duplicate-directive", Csp, Low, -2;
        "A directive stands twice";
        "Browsers take the first and ignore the others.";
        "Content-Security-Policy: connect-src 'self'; connect-src https://api.example.com" => "Content-Security-Policy: connect-src 'self' https://api.example.com";
        "https://www.w3.org/TR/CSP3/#parse-serialized-policy";
    MISSING_SEMICOLON = "csp-missing-semicolon", Csp, Medium, -4;
        "A directive's name stands among the sources of another";
        "Without a semicolon the name is read as a host, and what follows widens the directive before it.";
        "Content-Security-Policy: default-src 'self' connect-src https://api.example.com" => "Content-Security-Policy: default-src 'self'; connect-src https://api.example.com";
        "https://www.w3.org/TR/CSP3/#grammardef-serialized-policy";
    UNQUOTED_KEYWORD = "csp-unquoted-keyword", Csp, Medium, -4;
        "A keyword stands without its quotes";
        "Without single quotes it is the name of a host.";
        "Content-Security-Policy: default-src self" => "Content-Security-Policy: default-src 'self'; connect-src 'self'";
        "https://www.w3.org/TR/CSP3/#grammardef-keyword-source";
    UNKNOWN_DIRECTIVE = "csp-unknown-directive", Csp, Low, -2;
        "A directive that no browser knows";
        "It is ignored: what it was to hold is free.";
        "Content-Security-Policy: conect-src 'self'" => "Content-Security-Policy: connect-src 'self'";
        "https://www.w3.org/TR/CSP3/#csp-directives";
    TRAILING_COLON = "csp-directive-trailing-colon", Csp, Medium, -4;
        "A colon follows a directive's name";
        "The name with its colon is no directive: it is ignored, and what it was to hold is free.";
        "Content-Security-Policy: connect-src: 'self'" => "Content-Security-Policy: connect-src 'self'";
        "https://www.w3.org/TR/CSP3/#grammardef-directive-name";
    NON_ASCII = "csp-non-ascii-directive-dropped", Csp, High, -4;
        "A directive holds a character outside ASCII";
        "Browsers drop the directive whole, which leaves its requests free. A host is written in punycode, a path percent-encoded.";
        "Content-Security-Policy: connect-src https://api.example.com/é" => "Content-Security-Policy: connect-src https://api.example.com/%C3%A9";
        "https://www.w3.org/TR/CSP3/#parse-serialized-policy";
    IP_SOURCE = "csp-ip-source", Csp, Low, -2;
        "A source is an IP address";
        "The specification matches no address, browsers match IPv4 by its text, and nobody matches IPv6.";
        "Content-Security-Policy: connect-src 203.0.113.5" => "Content-Security-Policy: connect-src https://api.example.com";
        "https://www.w3.org/TR/CSP3/#match-hosts";
    META_IGNORED = "csp-meta-ignored-directive", Csp, Medium, -2;
        "A meta element carries a directive that is ignored there";
        "frame-ancestors, report-uri and sandbox count in a header only.";
        "<meta>: frame-ancestors 'none'; connect-src 'self'" => "Content-Security-Policy: frame-ancestors 'none'; connect-src 'self'";
        "https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-content-security-policy";
    REPORTING_MISSING = "csp-reporting-missing", Reporting, Low, -4 of Beacon;
        "No policy says where violations are reported";
        "An attack that the policy stops is not seen, and neither is what the policy breaks.";
        "Content-Security-Policy: default-src 'self'" => "Content-Security-Policy: default-src 'self'; report-to csp\nReporting-Endpoints: csp=\"https://r.example.com/csp\"";
        "https://www.w3.org/TR/CSP3/#directive-report-to";
    REPORT_TO_UNDEFINED = "csp-report-to-undefined-endpoint", Reporting, Low, -4 of Beacon;
        "report-to names an endpoint that Reporting-Endpoints does not define";
        "Nothing is reported.";
        "Content-Security-Policy: default-src 'self'; report-to csp" => "Content-Security-Policy: default-src 'self'; report-to csp\nReporting-Endpoints: csp=\"https://r.example.com/csp\"";
        "https://www.w3.org/TR/reporting-1/#header";
    REPORT_URI_SUPPRESSED = "csp-report-uri-suppressed", Reporting, Low, 0;
        "report-to silences report-uri, and names no endpoint";
        "Where a browser knows report-to it ignores report-uri, even if the endpoint is not defined: measured in Chromium.";
        "Content-Security-Policy: default-src 'self'; report-to csp; report-uri https://r.example.com/csp" => "Content-Security-Policy: default-src 'self'; report-uri https://r.example.com/csp";
        "https://www.w3.org/TR/CSP3/#directive-report-uri";
    REPORT_ENDPOINT_INSECURE = "csp-report-endpoint-insecure", Reporting, Low, -2;
        "Reports go to an endpoint without TLS";
        "A report carries the page's address and what was refused. Browsers block it as mixed content, or send it in the open.";
        "Content-Security-Policy: default-src 'self'; report-uri http://r.example.com/csp" => "Content-Security-Policy: default-src 'self'; report-uri https://r.example.com/csp";
        "https://www.w3.org/TR/reporting-1/#header";
    SPECULATION_INJECTABLE = "csp-speculation-rules-injectable", Speculation, High, -12, [Chromium];
        "'inline-speculation-rules' lets injected rules register";
        "Rules that a script inserts prefetch any address across sites, with what the attacker writes into it, under every CSP.";
        "Content-Security-Policy: script-src 'self' 'inline-speculation-rules'" => "Content-Security-Policy: script-src 'self' 'nonce-{random}'; base-uri 'none'";
        "https://wicg.github.io/nav-speculation/speculation-rules.html#content-security-policy";
    SPECULATION_INEFFECTIVE = "csp-inline-speculation-rules-ineffective", Speculation, Low, 0, [Chromium];
        "'inline-speculation-rules' stands where it does not count";
        "It counts in script-src and script-src-elem, and not beside a nonce or a hash: measured in Chromium.";
        "Content-Security-Policy: default-src 'self' 'inline-speculation-rules'" => "Content-Security-Policy: default-src 'self'; script-src 'self' 'nonce-{random}'; base-uri 'none'";
        "https://wicg.github.io/nav-speculation/speculation-rules.html#content-security-policy";
    SPECULATION_HEADER = "speculation-rules-header-not-governed-by-csp", Speculation, Info, 0, [Chromium];
        "Speculation-Rules is outside every CSP";
        "The rules that the header names are fetched and followed whatever the policy says: whoever sets headers decides.";
        "Speculation-Rules: \"/rules.json\"" => "";
        "https://wicg.github.io/nav-speculation/speculation-rules.html#speculation-rules-header";
    RULES_INVALID = "speculation-rules-invalid", SpeculationRules, Low, -2, [Chromium];
        "The speculation rules do not parse";
        "The whole set is dropped: nothing is speculated, and nothing that it was to hold back is.";
        "{\"prefetch\": [" => "{\"prefetch\": [{\"urls\": [\"/next\"]}]}";
        "https://html.spec.whatwg.org/multipage/speculative-loading.html#parse-a-speculation-rule-set-string";
    RULE_IGNORED = "speculation-rule-ignored", SpeculationRules, Low, 0, [Chromium];
        "A speculation rule has a key or a value that the grammar lacks";
        "The rule is dropped, and the others stay.";
        "{\"prefetch\": [{\"urls\": [\"/next\"], \"eager\": true}]}" => "{\"prefetch\": [{\"urls\": [\"/next\"], \"eagerness\": \"eager\"}]}";
        "https://html.spec.whatwg.org/multipage/speculative-loading.html#parse-a-speculation-rule";
    RULE_CROSS_ORIGIN = "speculation-cross-origin-target", SpeculationRules, Medium, -8, [Chromium];
        "A list rule fetches from another origin";
        "The address leaves for another server without anybody's click, outside every CSP; who can write the list can write data into it.";
        "{\"prefetch\": [{\"urls\": [\"https://other.example/next\"]}]}" => "{\"prefetch\": [{\"urls\": [\"/next\"]}]}";
        "https://html.spec.whatwg.org/multipage/speculative-loading.html#speculation-rule-url";
    RULE_ANY_LINK = "speculation-any-link", SpeculationRules, High, -14, [Chromium];
        "A document rule fetches links to any host by itself";
        "A link in tool output is fetched as soon as it stands there, with what the address carries, under a strict CSP with nonces: measured in Chromium.";
        "{\"prefetch\": [{\"source\": \"document\", \"eagerness\": \"immediate\"}]}" => "{\"prefetch\": [{\"where\": {\"and\": [{\"href_matches\": \"/docs/*\"}, {\"not\": {\"selector_matches\": \".tool-output a\"}}]}, \"eagerness\": \"moderate\"}]}";
        "https://html.spec.whatwg.org/multipage/speculative-loading.html#document-rule-predicate";
    RULE_ANY_LINK_ON_INTEREST = "speculation-any-link-on-interest", SpeculationRules, Medium, -6, [Chromium];
        "A document rule fetches links to any host when somebody points at them";
        "A link in tool output is fetched without a click: to hover, or to press without letting go, is enough.";
        "{\"prefetch\": [{\"where\": {\"href_matches\": \"https://*/*\"}, \"eagerness\": \"moderate\"}]}" => "{\"prefetch\": [{\"where\": {\"selector_matches\": \"nav a.next\"}, \"eagerness\": \"moderate\"}]}";
        "https://html.spec.whatwg.org/multipage/speculative-loading.html#document-rule-predicate";
    RULE_OUTPUT_NOT_EXCLUDED = "speculation-output-not-excluded", SpeculationRules, Medium, -6, [Chromium];
        "A document rule takes links of tool output";
        "A link that a server wrote is fetched with the user's cookies, as if the page had meant it. Keep output out by a selector.";
        "{\"prefetch\": [{\"where\": {\"href_matches\": \"/*\"}}]}" => "{\"prefetch\": [{\"where\": {\"and\": [{\"href_matches\": \"/*\"}, {\"not\": {\"selector_matches\": \".tool-output a\"}}]}}]}";
        "https://html.spec.whatwg.org/multipage/speculative-loading.html#document-rule-predicate";
    RULE_CHANGES_STATE = "speculation-target-changes-state", SpeculationRules, High, -12, [Chromium];
        "What is fetched ahead looks as if it changes something";
        "A prefetch is a GET with cookies: to log out, to confirm or to delete must not hang on one.";
        "{\"prerender\": [{\"urls\": [\"/logout\"]}]}" => "{\"prerender\": [{\"urls\": [\"/next\"]}]}";
        "https://html.spec.whatwg.org/multipage/speculative-loading.html#speculative-loading-security";
    RULE_NO_VARY_SEARCH = "speculation-no-vary-search-mismatch", SpeculationRules, Low, 0, [Chromium];
        "A rule expects another No-Vary-Search than is served";
        "The navigation waits for an answer that it cannot use, and asks again.";
        "{\"prefetch\": [{\"urls\": [\"/next?a=1\"], \"expects_no_vary_search\": \"params=(\\\"a\\\")\"}]}" => "{\"prefetch\": [{\"urls\": [\"/next?a=1\"]}]}";
        "https://html.spec.whatwg.org/multipage/speculative-loading.html#speculation-rule-no-vary-search-hint";
    NO_VARY_SEARCH_SYNTAX = "no-vary-search-invalid", Speculation, Low, 0, [Chromium];
        "No-Vary-Search is no dictionary of structured fields";
        "A field that does not parse is dropped: every query counts as another address.";
        "No-Vary-Search: params=(\"a\"" => "No-Vary-Search: params=(\"a\")";
        "https://httpwg.org/http-extensions/draft-ietf-httpbis-no-vary-search.html";
    NO_VARY_SEARCH_EVERY = "no-vary-search-every-parameter", Speculation, Low, -2, [Chromium];
        "No query matters to what is fetched ahead";
        "What was fetched for one query is shown for every other: an injected link decides which answer a user sees.";
        "No-Vary-Search: params\nSpeculation-Rules: \"/rules.json\"" => "No-Vary-Search: params=(\"utm_source\")\nSpeculation-Rules: \"/rules.json\"";
        "https://httpwg.org/http-extensions/draft-ietf-httpbis-no-vary-search.html";
    CONNECTION_ALLOWLIST_SYNTAX = "connection-allowlist-invalid", ConnectionAllowlist, Medium, -4, [Chromium];
        "Connection-Allowlist is no list of URL patterns";
        "It holds one inner list of strings, and response-origin for the page's own origin. What is written otherwise holds nothing.";
        "Connection-Allowlist: response-origin" => "Connection-Allowlist: (response-origin)";
        "https://wicg.github.io/connection-allowlists/";
    CONNECTION_ALLOWLIST_WILDCARD = "connection-allowlist-wildcard", ConnectionAllowlist, Medium, -4, [Chromium];
        "Connection-Allowlist takes every host";
        "The host is the attacker's to choose, so that look-ups, preconnects and navigations are open again.";
        "Connection-Allowlist: (response-origin \"https://*/*\")" => "Connection-Allowlist: (response-origin \"https://api.example.com/*\")";
        "https://wicg.github.io/connection-allowlists/";
    REFERRER_WHOLE_URL = "referrer-policy-whole-url", Isolation, Medium, -4;
        "Other origins are told the page's whole address";
        "Each request that the policy allows carries the path and the query of the page: what stands in them has left.";
        "Referrer-Policy: unsafe-url" => "Referrer-Policy: strict-origin-when-cross-origin";
        "https://www.w3.org/TR/referrer-policy/#referrer-policy-unsafe-url";
    COOP_UNSAFE_NONE = "coop-unsafe-none", Isolation, Low, -2;
        "Windows of other sites keep hold of the page's";
        "A page that opened this one, or that it opened, can navigate it and count its frames: a way to send that no CSP closes.";
        "Cross-Origin-Opener-Policy: unsafe-none" => "Cross-Origin-Opener-Policy: same-origin-allow-popups";
        "https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies";
    CORP_PERSONAL = "corp-cross-origin-personal", Isolation, Medium, -4;
        "A personal response may be embedded by every site";
        "A response that depends on who asks can be told apart by another site that embeds it: by its size, its time, whether it loads.";
        "Cross-Origin-Resource-Policy: cross-origin\nSet-Cookie: id=1; HttpOnly" => "Cross-Origin-Resource-Policy: same-origin\nSet-Cookie: id=1; HttpOnly";
        "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header";
    UI_META_SOURCE_REFUSED = "ui-meta-source-refused", UiMeta, Medium, -12 of Beacon;
        "An app names a domain that is none";
        "The server that asks chooses the endpoint: *, a keyword, a bare scheme or a separator would let it choose every one.";
        "{\"csp\": {\"connectDomains\": [\"*\"]}}" => "{\"csp\": {\"connectDomains\": [\"https://api.example.com\"]}}";
        "https://modelcontextprotocol.io/extensions/apps/overview";
    UI_META_NOT_GRANTED = "ui-meta-source-not-granted", UiMeta, Info, 0;
        "An app names a domain that its host does not grant";
        "The host's policy lists nothing that it is in; what the app sends there is refused.";
        "{\"csp\": {\"connectDomains\": [\"https://elsewhere.example\"]}}" => "{\"csp\": {\"connectDomains\": [\"https://api.example.com\"]}}";
        "https://modelcontextprotocol.io/extensions/apps/overview";
    UI_META_NARROWED = "ui-meta-source-narrowed", UiMeta, Info, 0;
        "An app names more than its host grants";
        "It gets what the host's policy lists of it.";
        "{\"csp\": {\"connectDomains\": [\"https://*.example.com\"]}}" => "{\"csp\": {\"connectDomains\": [\"https://api.example.com\"]}}";
        "https://modelcontextprotocol.io/extensions/apps/overview";
    UI_META_BASE_URI = "ui-meta-base-uri-ignored", UiMeta, Info, 0;
        "An app asks for a base of its own";
        "Relative addresses would hang on a host that no list names: base-uri stays 'none'.";
        "{\"csp\": {\"baseUriDomains\": [\"https://cdn.example.com\"]}}" => "{\"csp\": {\"resourceDomains\": [\"https://cdn.example.com\"]}}";
        "https://www.w3.org/TR/CSP3/#directive-base-uri";
    UI_META_PERMISSION_UNKNOWN = "ui-meta-permission-unknown", UiMeta, Info, 0;
        "An app asks for a permission that MCP Apps does not have";
        "It is not granted.";
        "{\"permissions\": {\"usb\": {}}}" => "{\"permissions\": {\"camera\": {}}}";
        "https://modelcontextprotocol.io/extensions/apps/overview";
    UI_META_PERMISSION_NOT_GRANTED = "ui-meta-permission-not-granted", UiMeta, Info, 0;
        "An app asks for a permission that its host does not grant";
        "The host's policy lists it in no permissions; the frame's allow attribute lacks it.";
        "{\"permissions\": {\"microphone\": {}}}" => "{\"permissions\": {\"camera\": {}}}";
        "https://modelcontextprotocol.io/extensions/apps/overview";
    DRIFT_CONNECT = "policy-drift-connect", Drift, High, -10;
        "The page may contact more than its policy says";
        "Where script gets in, the wider of the two decides.";
        "Content-Security-Policy: connect-src 'self' https://elsewhere.example" => "Content-Security-Policy: connect-src 'self' https://api.example.com";
        "https://www.w3.org/TR/CSP3/#directive-connect-src";
    DRIFT_RESOURCES = "policy-drift-resources", Drift, Medium, -4;
        "The page loads images, media or fonts from more than its policy says";
        "The address of an image is data that leaves.";
        "Content-Security-Policy: default-src 'self'; img-src 'self' https://elsewhere.example" => "Content-Security-Policy: default-src 'self'; img-src 'self' https://cdn.example.com";
        "https://www.w3.org/TR/CSP3/#directive-img-src";
    DRIFT_FRAMES = "policy-drift-frames", Drift, Medium, -4;
        "The page frames more than its policy says";
        "The address of a frame is data that leaves, and what it shows looks like the page.";
        "Content-Security-Policy: frame-src https://elsewhere.example" => "Content-Security-Policy: frame-src 'none'";
        "https://www.w3.org/TR/CSP3/#directive-frame-src";
    PP_UNRECOGNIZED = "pp-unrecognized-feature", PermissionsPolicy, Low, 0;
        "Permissions-Policy names a feature that no browser has";
        "It is ignored with a warning in the console. background-fetch, for one, is a permission and no feature: the fetch still runs.";
        "Permissions-Policy: background-fetch=()" => "Permissions-Policy: deferred-fetch=()";
        "https://www.w3.org/TR/permissions-policy/#features";
    PP_SYNTAX = "pp-syntax-invalid", PermissionsPolicy, Low, -2;
        "Permissions-Policy is no dictionary of structured fields";
        "A field that does not parse is dropped whole: no feature is restricted.";
        "Permissions-Policy: camera 'none'" => "Permissions-Policy: camera=()";
        "https://www.rfc-editor.org/rfc/rfc9651#name-dictionaries";
    PP_DUPLICATE = "pp-duplicate-feature", PermissionsPolicy, Low, 0;
        "Permissions-Policy names a feature twice";
        "The last one counts, and the first may have been the stricter.";
        "Permissions-Policy: camera=(), camera=(self)" => "Permissions-Policy: camera=()";
        "https://www.rfc-editor.org/rfc/rfc9651#name-dictionaries";
    PP_LEGACY = "pp-legacy-feature-policy-header", PermissionsPolicy, Low, 0;
        "Feature-Policy is the header's old name";
        "No current browser reads it.";
        "Feature-Policy: camera 'none'" => "Permissions-Policy: camera=()";
        "https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field";
    SINK_UNLISTED = "sink-without-url-allowlist", Page, High, -22 of Beacon;
        "Nothing lists the URLs that a script may send to";
        "sendBeacon and keepalive fetch outlive the page: a script that gets in sends what it has read to any server, and neither a guard nor connect-src asks which.";
        "" => "installGuard({ connect: [\"'self'\", \"https://api.example.com\"] })";
        "https://www.w3.org/TR/beacon/#privacy-and-security";
    BACKGROUND_FETCH_OPEN = "background-fetch-open", Page, High, -20 of BackgroundFetch, [Chromium];
        "Any script of the origin can start a Background Fetch";
        "A service worker's registration is there for every script, and what is fetched goes on when the page is closed. connect-src is asked about the first URL only: an answer of 307 takes the body anywhere. Permissions-Policy has no feature for it.";
        "" => "installGuard({ connect: [\"'self'\"] })";
        "https://wicg.github.io/background-fetch/#privacy-and-security";
    BACKGROUND_FETCH_UNLISTED = "background-fetch-unlisted", Page, High, -16 of BackgroundFetch, [Chromium];
        "A Background Fetch may go to any host";
        "No policy names the hosts that connect-src allows: not even the first URL is asked about.";
        "" => "Content-Security-Policy: default-src 'self'; connect-src 'self' https://api.example.com";
        "https://wicg.github.io/background-fetch/#privacy-and-security";
    ERROR_PAGE_BARE = "csp-error-page-without-policy", Page, Medium, -4;
        "An address where nothing is answers without a Content-Security-Policy";
        "A page of the same origin without a policy can be opened or framed by a script, and sends for it whatever the page itself may not.";
        "" => "Content-Security-Policy: default-src 'none'";
        "https://www.w3.org/TR/CSP3/#csp-header";
    WORKER_BARE = "csp-worker-script-without-policy", Page, Medium, -6;
        "A worker's script is served without a Content-Security-Policy";
        "A worker is under the policy of its own script's response, not of the page's: what runs in it may send to any host.";
        "" => "Content-Security-Policy: default-src 'self'; connect-src 'self'";
        "https://html.spec.whatwg.org/multipage/workers.html#initialize-worker-policy-container";
    SCOPE_WIDENED = "service-worker-scope-widened", Page, Info, 0;
        "A service worker controls more than its script's folder";
        "Service-Worker-Allowed lets it: whoever can write the script answers for every page of that scope.";
        "" => "";
        "https://www.w3.org/TR/service-workers/#service-worker-allowed";
    SANDBOX_REMOVABLE = "frame-sandbox-removable", Page, Medium, -6;
        "A frame can take its own sandbox off";
        "With allow-scripts and allow-same-origin together, a document of the page's own origin reaches its frame element, removes the attribute and loads itself again.";
        "" => "<iframe sandbox=\"allow-scripts\" src=\"https://other.example/\"></iframe>";
        "https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-sandbox";
    FRAME_BARE = "frame-without-sandbox", Page, Info, 0;
        "A frame of another origin has no sandbox";
        "It may open windows, and after a user's act take the whole page elsewhere.";
        "" => "<iframe sandbox=\"allow-scripts allow-same-origin\" src=\"https://other.example/\"></iframe>";
        "https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-sandbox";
    TRUSTED_TYPES_MISSING = "trusted-types-not-required", Page, Low, -2;
        "No policy requires Trusted Types";
        "A string that reaches innerHTML or another sink becomes markup; with the directive, only what a named policy made does.";
        "" => "Content-Security-Policy: require-trusted-types-for 'script'; trusted-types mcp-cordon";
        "https://www.w3.org/TR/trusted-types/#require-trusted-types-for-csp-directive";
    WASM_REFUSED = "csp-wasm-unsafe-eval-missing", Page, Info, 0;
        "The page's header lets no WebAssembly start";
        "The server sends this policy now, and the audit ran all the same: the page was served with another one. On its next load every function of this package throws, with the code wasm-unsafe-eval.";
        "" => "Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'";
        "https://www.w3.org/TR/CSP3/#wasm-integration";
    RULES_PRESENT = "speculation-rules-in-page", Page, Info, 0, [Chromium];
        "The document has speculation rules";
        "The browser fetches ahead what they match, links among it that output put into the page.";
        "" => "";
        "https://wicg.github.io/nav-speculation/speculation-rules.html";
}

/// All findings, those of the other files included.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    REGISTRY.iter().chain(cors::CORS).chain(request_policy::REQUEST_POLICY)
}

/// The definition of a code; what follows a colon in a finding's code is its subject.
pub fn definition(code: &str) -> Option<&'static Definition> {
    let code = code.split(':').next().unwrap_or(code);
    let mut definitions = DEFINITIONS.iter().chain(cors::DEFINITIONS).chain(request_policy::DEFINITIONS);
    definitions.find(|definition| definition.code == code)
}
