//! Findings about what stands beside a page's headers. No header raises them: rows of pages do, and pages in browsers.

use super::findings;

findings! {
    SINK_UNLISTED: "sink-without-url-allowlist" {
        family: Page, severity: High, score: -22, guide: Beacon,
        title: "Nothing lists the URLs that a script may send to",
        why: "sendBeacon and keepalive fetch outlive the page: a script that gets in sends what it has read to any \
             server, and neither a guard nor connect-src asks which.",
        raised: [],
        fixed: [r#"installGuard({ connect: ["'self'", "https://api.example.com"] })"#],
        reference: "https://www.w3.org/TR/beacon/#privacy-and-security",
    }

    BACKGROUND_FETCH_OPEN: "background-fetch-open" {
        family: Page, severity: High, score: -20, guide: BackgroundFetch, engines: [Chromium],
        title: "Any script of the origin can start a Background Fetch",
        why: "A service worker's registration is there for every script, and what is fetched goes on when the page \
             is closed. connect-src is asked about the first URL only: an answer of 307 takes the body anywhere. \
             Permissions-Policy has no feature for it.",
        raised: [],
        fixed: [r#"installGuard({ connect: ["'self'"] })"#],
        reference: "https://wicg.github.io/background-fetch/#privacy-and-security",
    }

    BACKGROUND_FETCH_UNLISTED: "background-fetch-unlisted" {
        family: Page, severity: High, score: -16, guide: BackgroundFetch, engines: [Chromium],
        title: "A Background Fetch may go to any host",
        why: "No policy names the hosts that connect-src allows: not even the first URL is asked about.",
        raised: [],
        fixed: ["Content-Security-Policy: default-src 'self'; connect-src 'self' https://api.example.com"],
        reference: "https://wicg.github.io/background-fetch/#privacy-and-security",
    }

    ERROR_PAGE_BARE: "csp-error-page-without-policy" {
        family: Page, severity: Medium, score: -4,
        title: "An address where nothing is answers without a Content-Security-Policy",
        why: "A page of the same origin without a policy can be opened or framed by a script, and sends for it \
             whatever the page itself may not.",
        raised: [],
        fixed: ["Content-Security-Policy: default-src 'none'"],
        reference: "https://www.w3.org/TR/CSP3/#csp-header",
    }

    WORKER_BARE: "csp-worker-script-without-policy" {
        family: Page, severity: Medium, score: -6,
        title: "A worker's script is served without a Content-Security-Policy",
        why: "A worker is under the policy of its own script's response, not of the page's: what runs in it may \
             send to any host.",
        raised: [],
        fixed: ["Content-Security-Policy: default-src 'self'; connect-src 'self'"],
        reference: "https://html.spec.whatwg.org/multipage/workers.html#initialize-worker-policy-container",
    }

    SCOPE_WIDENED: "service-worker-scope-widened" {
        family: Page, severity: Info, score: 0,
        title: "A service worker controls more than its script's folder",
        why: "Service-Worker-Allowed lets it: whoever can write the script answers for every page of that scope.",
        raised: [],
        fixed: [],
        reference: "https://www.w3.org/TR/service-workers/#service-worker-allowed",
    }

    SANDBOX_REMOVABLE: "frame-sandbox-removable" {
        family: Page, severity: Medium, score: -6,
        title: "A frame can take its own sandbox off",
        why: "With allow-scripts and allow-same-origin together, a document of the page's own origin reaches its \
             frame element, removes the attribute and loads itself again.",
        raised: [],
        fixed: [r#"<iframe sandbox="allow-scripts" src="https://other.example/"></iframe>"#],
        reference: "https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-sandbox",
    }

    FRAME_BARE: "frame-without-sandbox" {
        family: Page, severity: Info, score: 0,
        title: "A frame of another origin has no sandbox",
        why: "It may open windows, and after a user's act take the whole page elsewhere.",
        raised: [],
        fixed: [r#"<iframe sandbox="allow-scripts allow-same-origin" src="https://other.example/"></iframe>"#],
        reference: "https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-sandbox",
    }

    PAGE_FRAMED: "page-framed-by-other-origin" {
        family: Page, severity: Medium, score: -4,
        title: "A page of another origin has this one in a frame",
        why: "Whatever script runs here can tell it anything: nothing takes parent from a page, no policy is asked about \
             postMessage, and no guard can hold it.",
        raised: [],
        fixed: ["Content-Security-Policy: frame-ancestors 'self'"],
        reference: "https://www.w3.org/TR/CSP3/#directive-frame-ancestors",
    }

    WASM_REFUSED: "csp-wasm-unsafe-eval-missing" {
        family: Page, severity: Info, score: 0,
        title: "The page's header lets no WebAssembly start",
        why: "The server sends this policy now, and the audit ran all the same: the page was served with another \
             one. On its next load every function of this package throws, with the code wasm-unsafe-eval.",
        raised: [],
        fixed: ["Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'"],
        reference: "https://www.w3.org/TR/CSP3/#wasm-integration",
    }

    RULES_PRESENT: "speculation-rules-in-page" {
        family: Page, severity: Info, score: 0, engines: [Chromium],
        title: "The document has speculation rules",
        why: "The browser fetches ahead what they match, links among it that output put into the page.",
        raised: [],
        fixed: [],
        reference: "https://wicg.github.io/nav-speculation/speculation-rules.html",
    }
}
