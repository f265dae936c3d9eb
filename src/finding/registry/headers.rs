//! Findings about the headers beside the policy. The examples are headers.

use super::findings;

findings! {
    REPORTING_MISSING: "csp-reporting-missing" {
        family: Reporting, severity: Low, score: -4, guide: Beacon,
        title: "No policy says where violations are reported",
        why: "An attack that the policy stops is not seen, and neither is what the policy breaks.",
        raised: ["Content-Security-Policy: default-src 'self'"],
        fixed: [
            "Content-Security-Policy: default-src 'self'; report-to csp",
            r#"Reporting-Endpoints: csp="https://r.example.com/csp""#,
        ],
        reference: "https://www.w3.org/TR/CSP3/#directive-report-to",
    }

    REPORT_TO_UNDEFINED: "csp-report-to-undefined-endpoint" {
        family: Reporting, severity: Low, score: -4, guide: Beacon,
        title: "report-to names an endpoint that Reporting-Endpoints does not define",
        why: "An attack that the policy stops is not seen: a report without an endpoint is sent nowhere.",
        raised: ["Content-Security-Policy: default-src 'self'; report-to csp"],
        fixed: [
            "Content-Security-Policy: default-src 'self'; report-to csp",
            r#"Reporting-Endpoints: csp="https://r.example.com/csp""#,
        ],
        reference: "https://www.w3.org/TR/reporting-1/#header",
    }

    REPORT_URI_SUPPRESSED: "csp-report-uri-suppressed" {
        family: Reporting, severity: Low, score: 0,
        title: "report-to silences report-uri, and names no endpoint",
        why: "An attack that the policy stops is not seen: where a browser knows report-to it ignores report-uri, even \
             if the endpoint is not defined. Measured in Chromium.",
        raised: ["Content-Security-Policy: default-src 'self'; report-to csp; report-uri https://r.example.com/csp"],
        fixed: ["Content-Security-Policy: default-src 'self'; report-uri https://r.example.com/csp"],
        reference: "https://www.w3.org/TR/CSP3/#directive-report-uri",
    }

    REPORT_ENDPOINT_INSECURE: "csp-report-endpoint-insecure" {
        family: Reporting, severity: Low, score: 0,
        title: "Reports go to an endpoint without TLS",
        why: "A report carries the page's address and what was refused. Browsers block it as mixed content, or send \
             it in the open.",
        raised: ["Content-Security-Policy: default-src 'self'; report-uri http://r.example.com/csp"],
        fixed: ["Content-Security-Policy: default-src 'self'; report-uri https://r.example.com/csp"],
        reference: "https://www.w3.org/TR/reporting-1/#header",
    }

    REPORT_TO_ONLY: "csp-report-to-only" {
        family: Reporting, severity: Info, score: 0,
        title: "Violations are reported by report-to alone",
        why: "An attack in a browser that has no report-to is not seen. Those that have it ignore report-uri beside it, so \
             that both can stand.",
        raised: [
            "Content-Security-Policy: default-src 'self'; report-to csp",
            r#"Reporting-Endpoints: csp="https://r.example.com/csp""#,
        ],
        fixed: [
            "Content-Security-Policy: default-src 'self'; report-to csp; report-uri https://r.example.com/csp",
            r#"Reporting-Endpoints: csp="https://r.example.com/csp""#,
        ],
        reference: "https://www.w3.org/TR/CSP3/#directive-report-to",
    }

    CONNECTION_ALLOWLIST_SYNTAX: "connection-allowlist-invalid" {
        family: ConnectionAllowlist, severity: Medium, score: 0, engines: [Chromium],
        title: "Connection-Allowlist is no list of URL patterns",
        why: "A script that an attacker gets into the page may still send anywhere: what is no inner list of strings, \
             with response-origin for the page's own origin, holds nothing.",
        raised: ["Connection-Allowlist: response-origin"],
        fixed: ["Connection-Allowlist: (response-origin)"],
        reference: "https://wicg.github.io/connection-allowlists/",
    }

    CONNECTION_ALLOWLIST_WILDCARD: "connection-allowlist-wildcard" {
        family: ConnectionAllowlist, severity: Medium, score: 0, engines: [Chromium],
        title: "Connection-Allowlist takes every host",
        why: "The host is the attacker's to choose, so that look-ups, preconnects and navigations are open again.",
        raised: [r#"Connection-Allowlist: (response-origin "https://*/*")"#],
        fixed: [r#"Connection-Allowlist: (response-origin "https://api.example.com/*")"#],
        reference: "https://wicg.github.io/connection-allowlists/",
    }

    REFERRER_WHOLE_URL: "referrer-policy-whole-url" {
        family: Isolation, severity: Medium, score: -4,
        title: "Other origins are told the page's whole address",
        why: "An attacker whose host the page asks for anything reads the page's path and query, and what stands in \
             them: each request carries them.",
        raised: ["Referrer-Policy: unsafe-url"],
        fixed: ["Referrer-Policy: strict-origin-when-cross-origin"],
        reference: "https://www.w3.org/TR/referrer-policy/#referrer-policy-unsafe-url",
    }

    COOP_UNSAFE_NONE: "coop-unsafe-none" {
        family: Isolation, severity: Low, score: 0,
        title: "Windows of other sites keep hold of the page's",
        why: "A page that opened this one, or that it opened, can navigate it and count its frames: a way to send \
             that no CSP closes.",
        raised: ["Cross-Origin-Opener-Policy: unsafe-none"],
        fixed: ["Cross-Origin-Opener-Policy: same-origin-allow-popups"],
        reference: "https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies",
    }

    CORP_PERSONAL: "corp-cross-origin-personal" {
        family: Isolation, severity: Medium, score: -4,
        title: "A personal response may be embedded by every site",
        why: "A response that depends on who asks can be told apart by another site that embeds it: by its size, \
             its time, whether it loads.",
        raised: ["Cross-Origin-Resource-Policy: cross-origin", "Set-Cookie: id=1; HttpOnly"],
        fixed: ["Cross-Origin-Resource-Policy: same-origin", "Set-Cookie: id=1; HttpOnly"],
        reference: "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header",
    }

    PP_UNRECOGNIZED: "pp-unrecognized-feature" {
        family: PermissionsPolicy, severity: Low, score: 0,
        title: "Permissions-Policy names a feature that no browser has",
        why: "A script that an attacker gets into the page may still use what was to be turned off: browsers ignore \
             the name. background-fetch, for one, is a permission and no feature: the fetch still runs.",
        raised: ["Permissions-Policy: background-fetch=()"],
        fixed: ["Permissions-Policy: deferred-fetch=()"],
        reference: "https://www.w3.org/TR/permissions-policy/#features",
    }

    PP_SYNTAX: "pp-syntax-invalid" {
        family: PermissionsPolicy, severity: Low, score: 0,
        title: "Permissions-Policy is no dictionary of structured fields",
        why: "A script that an attacker gets into the page may use every feature: a field that does not parse is \
             dropped whole.",
        raised: ["Permissions-Policy: camera 'none'"],
        fixed: ["Permissions-Policy: camera=()"],
        reference: "https://www.rfc-editor.org/rfc/rfc9651#name-dictionaries",
    }

    PP_DUPLICATE: "pp-duplicate-feature" {
        family: PermissionsPolicy, severity: Low, score: 0,
        title: "Permissions-Policy names a feature twice",
        why: "A script that an attacker gets into the page may use a feature that was turned off: the last of the two \
             counts, and the first may have been the stricter.",
        raised: ["Permissions-Policy: camera=(), camera=(self)"],
        fixed: ["Permissions-Policy: camera=()"],
        reference: "https://www.rfc-editor.org/rfc/rfc9651#name-dictionaries",
    }

    PP_ALLOWLIST: "pp-invalid-allowlist" {
        family: PermissionsPolicy, severity: Low, score: 0,
        title: "Permissions-Policy lists what is no origin",
        why: "An allowlist holds self, src, * and origins in double quotes. What is written otherwise is left out: the \
             feature is kept from an origin that was to have it.",
        raised: ["Permissions-Policy: camera=(self https://call.example.com)"],
        fixed: [r#"Permissions-Policy: camera=(self "https://call.example.com")"#],
        reference: "https://www.w3.org/TR/permissions-policy/#algo-parse-policy-directive",
    }

    PP_LEGACY: "pp-legacy-feature-policy-header" {
        family: PermissionsPolicy, severity: Low, score: 0,
        title: "Feature-Policy is the header's old name",
        why: "A script that an attacker gets into the page may use every feature: no current browser reads the header.",
        raised: ["Feature-Policy: camera 'none'"],
        fixed: ["Permissions-Policy: camera=()"],
        reference: "https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field",
    }
}
