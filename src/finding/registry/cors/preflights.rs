//! Findings about what a preflight grants and how long it is remembered.

use crate::finding::registry::findings;

findings! {
    MAX_AGE_MISSING: "cors-max-age-missing" {
        family: Cors, severity: Info, score: 0,
        title: "Preflights are remembered for five seconds",
        why: "Nearly every call of a client in a browser takes two requests.",
        raised: [
            "> OPTIONS https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Cookie: id=1",
            "< 204",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Vary: Origin",
        ],
        fixed: [
            "204",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Vary: Origin",
            "Access-Control-Max-Age: 7200",
        ],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-max-age",
    }

    MAX_AGE_INVALID: "cors-max-age-invalid" {
        family: Cors, severity: Low, score: -1,
        title: "Access-Control-Max-Age is no number of seconds",
        why: "It counts as five.",
        raised: [
            "> OPTIONS https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Cookie: id=1",
            "< 204",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Vary: Origin",
            "< Access-Control-Max-Age: 2h",
        ],
        fixed: [
            "204",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Vary: Origin",
            "Access-Control-Max-Age: 7200",
        ],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-max-age",
    }

    MAX_AGE_DISABLES_CACHE: "cors-max-age-disables-cache" {
        family: Cors, severity: Low, score: -1,
        title: "Access-Control-Max-Age has no preflight remembered",
        why: "Nothing is gained by an attacker, and nothing is held: each call of a client is two requests.",
        raised: [
            "> OPTIONS https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Cookie: id=1",
            "< 204",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Vary: Origin",
            "< Access-Control-Max-Age: 0",
        ],
        fixed: [
            "204",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Vary: Origin",
            "Access-Control-Max-Age: 7200",
        ],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-max-age",
    }

    AUTHORIZATION_NOT_LISTED: "cors-authorization-not-listed" {
        family: Cors, severity: Medium, score: -4,
        title: "Access-Control-Allow-Headers: * does not let Authorization through",
        why: "The name has to be written: a client in a browser cannot send its token, and whoever mends that in a \
              hurry allows too much.",
        raised: [
            "> OPTIONS https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Authorization: Bearer t",
            "< 204",
            "< Access-Control-Allow-Origin: *",
            "< Access-Control-Allow-Headers: *",
            "< Access-Control-Max-Age: 7200",
        ],
        fixed: [
            "204",
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Headers: Authorization, *",
            "Access-Control-Max-Age: 7200",
        ],
        reference: "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
    }

    PRIVATE_NETWORK_OBSOLETE: "cors-private-network-obsolete" {
        family: Cors, severity: Info, score: 0,
        title: "A header of Private Network Access",
        why: "No browser reads it any more, so it holds no attacker back: a page that reaches into a local network asks \
              its user now, and the server judges Origin and Host.",
        raised: [
            "> OPTIONS https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "< 204",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Access-Control-Allow-Private-Network: true",
            "< Access-Control-Max-Age: 7200",
            "< Vary: Origin",
        ],
        fixed: [
            "204",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Access-Control-Max-Age: 7200",
            "Vary: Origin",
        ],
        reference: "https://wicg.github.io/local-network-access/",
    }

    MAX_AGE_ABOVE_CAPS: "cors-max-age-above-caps" {
        family: Cors, severity: Info, score: 0,
        title: "Access-Control-Max-Age is longer than browsers remember",
        why: "Chromium stops at 7200, WebKit at 600, Firefox at 86400: for the rest of the time it says nothing.",
        raised: [
            "> OPTIONS https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Cookie: id=1",
            "< 204",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Vary: Origin",
            "< Access-Control-Max-Age: 604800",
        ],
        fixed: [
            "204",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Vary: Origin",
            "Access-Control-Max-Age: 7200",
        ],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-max-age",
    }
}
