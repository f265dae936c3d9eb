//! Findings about which requests a server lets through to its handlers. The examples are exchanges, `>` what was sent, `<`
//! what came back and `!` what the log was seen to hold; `fixed` is the last response as it should have been. Those of
//! routes are a method and a path a line.

use super::findings;

findings! {
    NO_ISOLATION: "request-policy-no-isolation" {
        family: RequestPolicy, severity: Critical, score: -24, guide: FetchMetadata,
        title: "What other sites load into their pages reaches a handler",
        why: "An image, a script, a frame or a no-cors fetch of any site is answered as the server's own page is: \
             whether it loads, and how long it takes, tells which private things exist.",
        raised: [
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "< 200",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 200",
        ],
        fixed: ["403", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header",
    }

    CLIENTS_REFUSED: "request-policy-clients-refused" {
        family: RequestPolicy, severity: Critical, score: -22, guide: FetchMetadata,
        title: "Requests without Fetch Metadata are refused",
        why: "SDKs, command lines and servers send none, and a browser makes nobody send less: who is kept out is \
             not an attacker.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "> Content-Type: application/json",
            "< 200",
            "> POST https://api.example.com/mcp",
            "> Content-Type: application/json",
            "< 403",
        ],
        fixed: ["200"],
        reference: "https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header",
    }

    NAVIGATION_ACCEPTED: "request-policy-navigation-accepted" {
        family: RequestPolicy, severity: High, score: -20, guide: FetchMetadata,
        title: "A link of another site reaches a GET handler",
        why: "One click, or a redirect that nobody clicked, and the handler runs with the user's cookies, those \
             that are SameSite=Lax too.",
        raised: [
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "< 200",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: navigate",
            "> Sec-Fetch-Dest: document",
            "< 200",
        ],
        fixed: ["403", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://www.w3.org/TR/fetch-metadata/#sec-fetch-mode-header",
    }

    WEBSOCKET_ACCEPTED: "request-policy-websocket-accepted" {
        family: RequestPolicy, severity: High, score: -18, guide: FetchMetadata,
        title: "A WebSocket is opened for a page of any origin",
        why: "No CORS stands before a handshake, and Chromium sends no Sec-Fetch-* with one: Origin is all there \
             is, and it was not looked at.",
        raised: [
            "> GET https://api.example.com/mcp",
            "> Connection: Upgrade",
            "> Upgrade: websocket",
            "> Origin: https://evil.example",
            "< 101",
        ],
        fixed: ["403"],
        reference: "https://www.rfc-editor.org/rfc/rfc6455#section-10.2",
    }

    STYLE_NOT_REFUSED: "request-policy-style-not-refused" {
        family: RequestPolicy, severity: High, score: -16, guide: FetchMetadata,
        title: "Style sheets of other sites' pages are not refused, as other loads are",
        why: "How long the answer takes to load and to be parsed as CSS tells how long it is.",
        raised: [
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "< 200",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 403",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: style",
            "< 200",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
        ],
        fixed: ["403", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header",
    }

    EXEMPT_PATH_TRAVERSAL: "request-policy-exempt-path-traversal" {
        family: RequestPolicy, severity: High, score: -16,
        title: "A path that is exempt from isolation leads out of itself",
        why: "The policy compares the beginning of a path that the router goes on to resolve: with .. in it, every \
             handler is exempt.",
        raised: [
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "< 200",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 403",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
            "> GET https://api.example.com/badge/%2e%2e/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 200",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
        ],
        fixed: ["403", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://url.spec.whatwg.org/#double-dot-path-segment",
    }

    NO_CSRF_TOKEN: "request-policy-no-csrf-token" {
        family: RequestPolicy, severity: Medium, score: -12, guide: FetchMetadata,
        title: "A POST that a form can send is accepted on cookies, with neither Fetch Metadata nor Origin nor a token",
        why: "Browsers from before Fetch Metadata, and those that a proxy stripped of it, have nothing else: \
             isolation stands beside a token, not in its place.",
        raised: ["> POST https://api.example.com/mcp", "> Cookie: id=1", "> Content-Type: text/plain", "< 200"],
        fixed: ["403"],
        reference: "https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#form-submission-algorithm",
    }

    REFUSALS_NOT_LOGGED: "request-policy-refusals-not-logged" {
        family: RequestPolicy, severity: Medium, score: -10, guide: FetchMetadata,
        title: "Refused requests leave nothing in the log",
        why: "A page that probes by the thousand is seen by nobody, and neither is a client that is refused by \
             mistake.",
        raised: [
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "< 200",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 403",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
            "! not logged",
        ],
        fixed: ["403", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://www.w3.org/TR/fetch-metadata/#intro",
    }

    SAME_SITE_ACCEPTED: "request-policy-same-site-accepted" {
        family: RequestPolicy, severity: Medium, score: -8,
        title: "Other origins of the same site are let in",
        why: "A sibling subdomain is not this server: one that is taken over, or shows what users upload, calls as \
             the server's own page does.",
        raised: [
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 403",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "< 200",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 200",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
        ],
        fixed: ["403", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header",
    }

    FOREIGN_ORIGIN_ACCEPTED: "request-policy-foreign-origin-accepted" {
        family: RequestPolicy, severity: Medium, score: -8,
        title: "A request that names the page of another origin is let in",
        why: "Where browsers send no Fetch Metadata (plain http, handshakes, old ones) Origin is what tells, and it \
             was not looked at, or the origin is trusted and nobody meant it to be.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "> Content-Type: application/json",
            "< 200",
            "> POST https://api.example.com/mcp",
            "> Origin: https://evil.example",
            "> Content-Type: application/json",
            "< 200",
        ],
        fixed: ["403", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://fetch.spec.whatwg.org/#origin-header",
    }

    NULL_ORIGIN_ACCEPTED: "request-policy-null-origin-accepted" {
        family: RequestPolicy, severity: Medium, score: -8,
        title: "A request whose Origin is null is let in",
        why: "Every site can make a page whose origin is null: a sandboxed frame does. It is no sign of a client \
             that is no browser.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "> Content-Type: application/json",
            "< 200",
            "> POST https://api.example.com/mcp",
            "> Origin: null",
            "> Content-Type: application/json",
            "< 200",
        ],
        fixed: ["403", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque",
    }

    PREFLIGHT_REFUSED: "request-policy-preflight-refused" {
        family: RequestPolicy, severity: Medium, score: -8,
        title: "Isolation refuses the preflights that CORS would answer",
        why: "No client in a browser gets as far as its call, whatever the CORS policy lists. A preflight reaches \
             no handler: leave it to CORS.",
        raised: [
            "> OPTIONS https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Access-Control-Request-Method: POST",
            "< 204",
            "> OPTIONS https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: cors",
            "> Sec-Fetch-Dest: empty",
            "> Origin: https://app.example.com",
            "> Access-Control-Request-Method: POST",
            "< 403",
        ],
        fixed: ["204"],
        reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    }

    SPECULATIVE_ACCEPTED: "request-policy-speculative-accepted" {
        family: RequestPolicy, severity: Low, score: -4,
        title: "A request that nobody has made yet is answered",
        why: "A prefetch is sent with cookies, for a link that the user may never follow, and tool output can have \
             a page send it. 503 has the browser ask again when the user comes.",
        raised: ["> GET https://api.example.com/mcp", "> Sec-Fetch-Site: none", "> Sec-Purpose: prefetch", "< 200"],
        fixed: ["503", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://html.spec.whatwg.org/multipage/speculative-loading.html#the-sec-purpose-http-request-header",
    }

    VARY_MISSING: "request-policy-vary-missing" {
        family: RequestPolicy, severity: Medium, score: -6,
        title: "An answer that depends on Fetch Metadata does not say so",
        why: "A cache gives another site's page what was answered to the server's own, past the policy; or gives \
             the server's own page a refusal.",
        raised: [
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 403",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "< 200",
        ],
        fixed: ["200", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5",
    }

    VARY_CONDITIONAL: "request-policy-vary-conditional" {
        family: RequestPolicy, severity: Low, score: -3,
        title: "Only answers that are not refused say that they depend on Fetch Metadata",
        why: "A cache that keeps the refusal gives it to the server's own page.",
        raised: [
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "< 200",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 403",
        ],
        fixed: ["403", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5",
    }

    REFUSALS_DIFFER: "request-policy-refusals-differ" {
        family: RequestPolicy, severity: Low, score: -2,
        title: "Refusals of one resource do not look the same",
        why: "What differs between them tells a page which rule it met, and what it may try next.",
        raised: [
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "< 200",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 403",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: script",
            "< 404",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
        ],
        fixed: ["403", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://www.w3.org/TR/fetch-metadata/#intro",
    }

    PLAIN_HTTP: "request-policy-plain-http" {
        family: RequestPolicy, severity: Info, score: 0,
        title: "Browsers send this address no Fetch Metadata",
        why: "They send it to trustworthy origins: https, and this very machine. What was refused here arrives \
             without the headers, and Origin and Host are what is left to go by.",
        raised: [
            "> GET http://192.168.1.9:8080/mcp",
            "> Sec-Fetch-Site: same-origin",
            "< 200",
            "> GET http://192.168.1.9:8080/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 403",
            "< Vary: Sec-Fetch-Site, Sec-Purpose, Origin",
        ],
        fixed: [],
        reference: "https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header",
    }

    NOT_TOLD: "request-policy-not-told" {
        family: RequestPolicy, severity: Info, score: 0,
        title: "The probes do not tell what the policy is",
        why: "There is no answer to a page of the server's own or to a client that is no browser to compare with, \
             or it was a refusal, a redirect or a failure itself. Probe the endpoint as somebody who is logged in.",
        raised: [
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: cross-site",
            "> Sec-Fetch-Mode: no-cors",
            "> Sec-Fetch-Dest: image",
            "< 401",
            "> GET https://api.example.com/mcp",
            "> Sec-Fetch-Site: same-origin",
            "< 401",
        ],
        fixed: ["200", "Vary: Sec-Fetch-Site, Sec-Purpose, Origin"],
        reference: "https://www.w3.org/TR/fetch-metadata/#intro",
    }

    ROUTE_CHANGES_STATE: "route-get-changes-state" {
        family: Routes, severity: High, score: -16,
        title: "A route of GET or HEAD changes something",
        why: "A link, an image, a frame, a prefetch and a speculation rule of any site reach it, and none of them \
             asks the user.",
        raised: ["GET /invite/accept changes state"],
        fixed: ["POST /invite/accept changes state"],
        reference: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1",
    }

    ROUTE_LOOKS_STATE_CHANGING: "route-get-looks-state-changing" {
        family: Routes, severity: Medium, score: -8,
        title: "A route of GET or HEAD looks as if it changes something",
        why: "Where it does, a link, an image, a frame, a prefetch and a speculation rule of any site reach it. \
             Where it does not, say so: changesState is false.",
        raised: ["GET /logout"],
        fixed: ["POST /logout"],
        reference: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1",
    }
}
