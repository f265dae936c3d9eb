//! Findings about speculation rules: as headers and policies let them in, and the rules themselves, as JSON.

use super::findings;

findings! {
    SPECULATION_INJECTABLE: "csp-speculation-rules-injectable" {
        family: Speculation, severity: High, score: -12, engines: [Chromium],
        title: "Injected speculation rules register",
        why: "Rules that a script inserts prefetch any address across sites, with what the attacker writes into it, \
             under every CSP.",
        raised: ["Content-Security-Policy: script-src 'self' 'inline-speculation-rules'"],
        fixed: ["Content-Security-Policy: script-src 'self' 'nonce-{random}'; base-uri 'none'"],
        reference: "https://wicg.github.io/nav-speculation/speculation-rules.html#content-security-policy",
    }

    SPECULATION_INEFFECTIVE: "csp-inline-speculation-rules-ineffective" {
        family: Speculation, severity: Low, score: 0, engines: [Chromium],
        title: "'inline-speculation-rules' stands where it does not count",
        why: "It counts in script-src and script-src-elem, and not beside a nonce or a hash: measured in Chromium.",
        raised: ["Content-Security-Policy: default-src 'self' 'inline-speculation-rules'"],
        fixed: ["Content-Security-Policy: default-src 'self'; script-src 'self' 'nonce-{random}'; base-uri 'none'"],
        reference: "https://wicg.github.io/nav-speculation/speculation-rules.html#content-security-policy",
    }

    SPECULATION_HEADER: "speculation-rules-header-not-governed-by-csp" {
        family: Speculation, severity: Info, score: 0, engines: [Chromium],
        title: "Speculation-Rules is outside every CSP",
        why: "The rules that the header names are fetched and followed whatever the policy says: whoever sets \
             headers decides.",
        raised: [r#"Speculation-Rules: "/rules.json""#],
        fixed: [],
        reference: "https://wicg.github.io/nav-speculation/speculation-rules.html#speculation-rules-header",
    }

    RULES_INVALID: "speculation-rules-invalid" {
        family: SpeculationRules, severity: Low, score: -2, engines: [Chromium],
        title: "The speculation rules do not parse",
        why: "The whole set is dropped: nothing is speculated, and nothing that it was to hold back is.",
        raised: [r#"{"prefetch": ["#],
        fixed: [r#"{"prefetch": [{"urls": ["/next"]}]}"#],
        reference: "https://html.spec.whatwg.org/multipage/speculative-loading.html#parse-a-speculation-rule-set-string",
    }

    RULE_IGNORED: "speculation-rule-ignored" {
        family: SpeculationRules, severity: Low, score: 0, engines: [Chromium],
        title: "A speculation rule has a key or a value that the grammar lacks",
        why: "The rule is dropped, and the others stay.",
        raised: [r#"{"prefetch": [{"urls": ["/next"], "eager": true}]}"#],
        fixed: [r#"{"prefetch": [{"urls": ["/next"], "eagerness": "eager"}]}"#],
        reference: "https://html.spec.whatwg.org/multipage/speculative-loading.html#parse-a-speculation-rule",
    }

    RULE_CROSS_ORIGIN: "speculation-cross-origin-target" {
        family: SpeculationRules, severity: Medium, score: -8, engines: [Chromium],
        title: "A list rule fetches from another origin",
        why: "The address leaves for another server without anybody's click, outside every CSP; who can write the \
             list can write data into it.",
        raised: [r#"{"prefetch": [{"urls": ["https://other.example/next"]}]}"#],
        fixed: [r#"{"prefetch": [{"urls": ["/next"]}]}"#],
        reference: "https://html.spec.whatwg.org/multipage/speculative-loading.html#speculation-rule-url",
    }

    RULE_ANY_LINK: "speculation-any-link" {
        family: SpeculationRules, severity: High, score: -14, engines: [Chromium],
        title: "A document rule fetches links to any host by itself",
        why: "A link in tool output is fetched as soon as it stands there, with what the address carries, under a \
             strict CSP with nonces: measured in Chromium.",
        raised: [r#"{"prefetch": [{"source": "document", "eagerness": "immediate"}]}"#],
        fixed: [
            "{\"prefetch\": [{\"where\": {\"and\": [{\"href_matches\": \"/docs/*\"}, {\"not\": \
             {\"selector_matches\": \".tool-output a\"}}]}, \"eagerness\": \"moderate\"}]}",
        ],
        reference: "https://html.spec.whatwg.org/multipage/speculative-loading.html#document-rule-predicate",
    }

    RULE_ANY_LINK_ON_INTEREST: "speculation-any-link-on-interest" {
        family: SpeculationRules, severity: Medium, score: -6, engines: [Chromium],
        title: "A document rule fetches links to any host when somebody points at them",
        why: "A link in tool output is fetched without a click: to hover, or to press without letting go, is enough.",
        raised: [r#"{"prefetch": [{"where": {"href_matches": "https://*/*"}, "eagerness": "moderate"}]}"#],
        fixed: [r#"{"prefetch": [{"where": {"selector_matches": "nav a.next"}, "eagerness": "moderate"}]}"#],
        reference: "https://html.spec.whatwg.org/multipage/speculative-loading.html#document-rule-predicate",
    }

    RULE_OUTPUT_NOT_EXCLUDED: "speculation-output-not-excluded" {
        family: SpeculationRules, severity: Medium, score: -6, engines: [Chromium],
        title: "A document rule takes links of tool output",
        why: "A link that a server wrote is fetched with the user's cookies, as if the page had meant it. Keep \
             output out by a selector.",
        raised: [r#"{"prefetch": [{"where": {"href_matches": "/*"}}]}"#],
        fixed: [
            "{\"prefetch\": [{\"where\": {\"and\": [{\"href_matches\": \"/*\"}, {\"not\": {\"selector_matches\": \
             \".tool-output a\"}}]}}]}",
        ],
        reference: "https://html.spec.whatwg.org/multipage/speculative-loading.html#document-rule-predicate",
    }

    RULE_CHANGES_STATE: "speculation-target-changes-state" {
        family: SpeculationRules, severity: High, score: -12, engines: [Chromium],
        title: "What is fetched ahead looks as if it changes something",
        why: "A prefetch is a GET with cookies: to log out, to confirm or to delete must not hang on one.",
        raised: [r#"{"prerender": [{"urls": ["/logout"]}]}"#],
        fixed: [r#"{"prerender": [{"urls": ["/next"]}]}"#],
        reference: "https://html.spec.whatwg.org/multipage/speculative-loading.html#speculative-loading-security",
    }

    RULE_NO_VARY_SEARCH: "speculation-no-vary-search-mismatch" {
        family: SpeculationRules, severity: Low, score: 0, engines: [Chromium],
        title: "A rule expects another No-Vary-Search than is served",
        why: "The navigation waits for an answer that it cannot use, and asks again.",
        raised: [r#"{"prefetch": [{"urls": ["/next?a=1"], "expects_no_vary_search": "params=(\"a\")"}]}"#],
        fixed: [r#"{"prefetch": [{"urls": ["/next?a=1"]}]}"#],
        reference: "https://html.spec.whatwg.org/multipage/speculative-loading.html#speculation-rule-no-vary-search-hint",
    }

    NO_VARY_SEARCH_SYNTAX: "no-vary-search-invalid" {
        family: Speculation, severity: Low, score: 0, engines: [Chromium],
        title: "No-Vary-Search is no dictionary of structured fields",
        why: "A field that does not parse is dropped: every query counts as another address.",
        raised: [r#"No-Vary-Search: params=("a""#],
        fixed: [r#"No-Vary-Search: params=("a")"#],
        reference: "https://httpwg.org/http-extensions/draft-ietf-httpbis-no-vary-search.html",
    }

    NO_VARY_SEARCH_EVERY: "no-vary-search-every-parameter" {
        family: Speculation, severity: Low, score: -2, engines: [Chromium],
        title: "No query matters to what is fetched ahead",
        why: "What was fetched for one query is shown for every other: an injected link decides which answer a user \
             sees.",
        raised: ["No-Vary-Search: params", r#"Speculation-Rules: "/rules.json""#],
        fixed: [r#"No-Vary-Search: params=("utm_source")"#, r#"Speculation-Rules: "/rules.json""#],
        reference: "https://httpwg.org/http-extensions/draft-ietf-httpbis-no-vary-search.html",
    }
}
