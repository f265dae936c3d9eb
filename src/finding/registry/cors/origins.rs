//! Findings about who is let in.

use crate::finding::registry::findings;

findings! {
    ORIGIN_REFLECTED_WITH_CREDENTIALS: "cors-origin-reflected-with-credentials" {
        family: Cors, severity: Critical, score: -24,
        title: "Every origin is allowed, with credentials",
        why: "Any site that a user visits reads what the user's cookies open, and acts in the user's name.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://evil.example",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://evil.example",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    }

    ORIGIN_REFLECTED: "cors-origin-reflected" {
        family: Cors, severity: High, score: -16,
        title: "Every origin is allowed",
        why: "Whoever asks is named in the answer. It is * by another name, for caches and readers to overlook.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://evil.example",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://evil.example",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }

    SUFFIX_MATCH_BYPASS: "cors-suffix-match-bypass" {
        family: Cors, severity: High, score: -20,
        title: "An origin is allowed because its host ends as a listed one does",
        why: "Anybody can register evilapi.example.com's like: the comparison has no dot before the name.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://evilapi.example.com",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://evilapi.example.com",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }

    PREFIX_MATCH_BYPASS: "cors-prefix-match-bypass" {
        family: Cors, severity: High, score: -20,
        title: "An origin is allowed because it begins as a listed one does",
        why: "The listed name is a subdomain's there, of a domain that is the attacker's.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://api.example.com.evil.example",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://api.example.com.evil.example",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }

    SPECIAL_CHAR_BYPASS: "cors-special-char-bypass" {
        family: Cors, severity: High, score: -16,
        title: "An origin is allowed because a pattern takes a character for the host's end",
        why: "Browsers send names with an underscore or a backtick in them, and DNS answers for them.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://api.example.com_.evil.example",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://api.example.com_.evil.example",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }

    SUBSTRING_MATCH: "cors-substring-match" {
        family: Cors, severity: High, score: -20,
        title: "An origin is allowed because a listed host is somewhere in it",
        why: "An attacker's name has room for any other.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://evil.example.api.example.com.evil.example",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://evil.example.api.example.com.evil.example",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }

    UNESCAPED_DOT: "cors-unescaped-dot" {
        family: Cors, severity: High, score: -18,
        title: "An origin is allowed with another character in the place of a dot",
        why: "A dot in a regular expression is any character: wwwxexample.com can be registered.",
        raised: [
            "> POST https://www.example.com/mcp",
            "> Origin: https://wwwxexample.com",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://wwwxexample.com",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }

    ANY_SUBDOMAIN: "cors-any-subdomain" {
        family: Cors, severity: Medium, score: -10,
        title: "Every subdomain is allowed",
        why: "One that is abandoned and taken over, or shows what users upload, reads as the application does. List \
             the origins.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://takeover.api.example.com",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://takeover.api.example.com",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }

    NULL_ORIGIN_ALLOWED: "cors-null-origin-allowed" {
        family: Cors, severity: High, score: -20,
        title: "The origin null is allowed",
        why: "Every site can make a page whose origin is null: a sandboxed frame does.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: null",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: null",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque",
    }

    LOCALHOST_ORIGIN_ALLOWED: "cors-localhost-origin-allowed" {
        family: Cors, severity: Medium, score: -8,
        title: "A public server allows pages of the visitor's own machine",
        why: "What else listens there, or is installed there, reads as the application does.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: http://localhost:3000",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: http://localhost:3000",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }

    HTTP_ORIGIN_ALLOWED: "cors-http-origin-allowed" {
        family: Cors, severity: Medium, score: -10,
        title: "An origin without TLS is allowed",
        why: "Whoever is on the path of its visitors is that origin, and reads what TLS kept from them.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: http://app.example.com",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: http://app.example.com",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }

    ORIGIN_NORMALIZED: "cors-origin-normalised" {
        family: CorsPolicy, severity: Info, score: 0,
        title: "A policy writes an origin otherwise than browsers do",
        why: "It is compared as browsers write it: in lower case, in punycode, without the scheme's own port.",
        raised: [r#"{"origins": ["https://App.example:443"]}"#],
        fixed: [r#"{"origins": ["https://app.example"]}"#],
        reference: "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
    }

    LOOPBACK_ANY_PORT: "cors-loopback-any-port" {
        family: CorsPolicy, severity: Low, score: -2,
        title: "Every port of the visitor's machine is listed",
        why: "Whatever serves a page there reads as the client does: another project's development server, a program that shows \
              what it downloaded. List the client's port where it has one.",
        raised: [r#"{"origins": ["http://localhost:*"]}"#],
        fixed: [r#"{"origins": ["http://localhost:6274"]}"#],
        reference: "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning",
    }

    APP_ANY_HOST: "cors-app-any-host" {
        family: CorsPolicy, severity: Low, score: -2,
        title: "Every host of an application's scheme is listed",
        why: "The application gives each of its extensions and views a host: one that shows somebody else's page or was \
              installed carelessly reads as the client does.",
        raised: [r#"{"origins": ["vscode-webview://*"]}"#],
        fixed: [r#"{"origins": ["vscode-file://vscode-app"]}"#],
        reference: "https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque",
    }

    NON_WEB_ORIGIN: "cors-non-web-origin-allowed" {
        family: Cors, severity: Medium, score: -6,
        title: "An origin that is no web page's is allowed",
        why: "A browser extension, a file or an application's own scheme reads as the client does: whoever has the user \
              install one is in.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }

    THIRD_PARTY_TRUSTED: "cors-third-party-trusted" {
        family: Cors, severity: High, score: -10,
        title: "A host where anybody publishes is allowed",
        why: "An attacker opens an account there and has a page that reads as the client does.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://codepen.io",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://codepen.io",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }
}
