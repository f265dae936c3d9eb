//! Findings about how it is said, and what else has to be.

use crate::finding::registry::findings;

findings! {
    WILDCARD_WITH_CREDENTIALS: "cors-wildcard-with-credentials" {
        family: Cors, severity: Medium, score: -8,
        title: "Every origin is allowed, with credentials that browsers then refuse",
        why: "No page with cookies can read it. What often comes next is to name whoever asks.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://evil.example",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: *",
            "< Access-Control-Allow-Credentials: true",
        ],
        fixed: [
            "200",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Access-Control-Allow-Credentials: true",
            "Vary: Origin",
        ],
        reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    }

    WILDCARD_ON_COOKIE_AUTH: "cors-wildcard-on-cookie-auth" {
        family: Cors, severity: High, score: -16,
        title: "A server that knows its users by cookies allows every origin",
        why: "What it answers without them is everybody's to read, and a request that needs no preflight still \
             carries them.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://evil.example",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: *",
        ],
        fixed: [
            "200",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Access-Control-Allow-Credentials: true",
            "Vary: Origin",
        ],
        reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    }

    WILDCARD_BEARER: "cors-wildcard-bearer" {
        family: Cors, severity: Info, score: 0,
        title: "Every origin is allowed, with tokens that no browser adds by itself",
        why: "A page has to have the token. An exact list also keeps a stolen one from being used by any page.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://evil.example",
            "> Authorization: Bearer t",
            "< 200",
            "< Access-Control-Allow-Origin: *",
        ],
        fixed: ["200", "Access-Control-Allow-Origin: https://app.example.com", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    }

    LOCAL_WILDCARD: "cors-local-wildcard" {
        family: Cors, severity: High, score: -18,
        title: "A server on a local network lets every page in",
        why: "Any site in the user's browser calls its tools and reads the results: being on the network is all \
             that it asks.",
        raised: [
            "> POST http://localhost:8080/mcp",
            "> Origin: https://evil.example",
            "< 200",
            "< Access-Control-Allow-Origin: *",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning",
    }

    ACAO_INVALID: "cors-acao-invalid" {
        family: Cors, severity: Low, score: -4,
        title: "Access-Control-Allow-Origin is no origin",
        why: "Browsers compare byte for byte: a list, a pattern, a path or an upper-case host is equal to nothing.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://*.example.com",
            "< Vary: Origin",
        ],
        fixed: ["200", "Access-Control-Allow-Origin: https://app.example.com", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    }

    ACAC_INVALID: "cors-acac-invalid" {
        family: Cors, severity: Low, score: -2,
        title: "Access-Control-Allow-Credentials is something other than true",
        why: "Only true, in lower case, is one; everything else blocks the response to a request with cookies.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Access-Control-Allow-Credentials: TRUE",
            "< Vary: Origin",
        ],
        fixed: [
            "200",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Access-Control-Allow-Credentials: true",
            "Vary: Origin",
        ],
        reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-credentials",
    }

    WILDCARD_LITERAL_UNDER_CREDENTIALS: "cors-wildcard-literal-under-credentials" {
        family: Cors, severity: Low, score: -4,
        title: "* beside credentials is a name",
        why: "For a request with cookies it stands for nothing but a method or a header that is called *.",
        raised: [
            "> OPTIONS https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Cookie: id=1",
            "< 204",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Access-Control-Allow-Credentials: true",
            "< Vary: Origin",
            "< Access-Control-Allow-Headers: *",
        ],
        fixed: [
            "204",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Access-Control-Allow-Credentials: true",
            "Vary: Origin",
            "Access-Control-Allow-Headers: Content-Type",
            "Access-Control-Max-Age: 7200",
        ],
        reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    }

    VARY_ORIGIN_MISSING: "cors-vary-origin-missing" {
        family: Cors, severity: Medium, score: -8,
        title: "A response that depends on who asks does not say so",
        why: "A cache hands one origin's answer to another: it is blocked, or reads what was not its to read.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://app.example.com",
        ],
        fixed: ["200", "Access-Control-Allow-Origin: https://app.example.com", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
    }

    VARY_ORIGIN_CONDITIONAL: "cors-vary-origin-conditional" {
        family: Cors, severity: Low, score: -4,
        title: "Only responses to allowed origins say that they depend on who asks",
        why: "A cache keeps the one without the headers, and hands it to the origin that is allowed.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Vary: Origin",
            "> POST https://api.example.com/mcp",
            "> Origin: https://evil.example",
            "> Cookie: id=1",
            "< 200",
        ],
        fixed: ["200", "Access-Control-Allow-Origin: https://app.example.com", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
    }

    CONSTANT_ORIGIN: "cors-constant-origin" {
        family: Cors, severity: Info, score: 0,
        title: "One origin is allowed, whoever asks",
        why: "It needs no Vary. With a second origin it will.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "> POST https://api.example.com/mcp",
            "> Origin: https://evil.example",
            "> Cookie: id=1",
            "< 200",
            "< Access-Control-Allow-Origin: https://app.example.com",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
    }

    PREFLIGHT_NOT_OK: "cors-preflight-not-ok" {
        family: Cors, severity: Medium, score: -6,
        title: "A preflight is answered with an error",
        why: "Preflights carry no credentials, so what asks for them first refuses every one, and the request is \
             never sent.",
        raised: [
            "> OPTIONS https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Authorization: Bearer t",
            "< 401",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Vary: Origin",
        ],
        fixed: [
            "204",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Vary: Origin",
            "Access-Control-Allow-Headers: Authorization, Content-Type",
            "Access-Control-Max-Age: 7200",
        ],
        reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    }

    ERROR_RESPONSE_LACKS_CORS: "cors-error-response-lacks-cors" {
        family: Cors, severity: Low, score: -4,
        title: "An error has no CORS headers",
        why: "The page that is allowed to ask sees that the network failed, and neither the status nor where to log \
             in.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Authorization: Bearer t",
            "< 401",
            "< WWW-Authenticate: Bearer",
            "< Vary: Origin",
        ],
        fixed: [
            "401",
            "WWW-Authenticate: Bearer",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Access-Control-Expose-Headers: WWW-Authenticate",
            "Vary: Origin",
        ],
        reference: "https://fetch.spec.whatwg.org/#cors-check",
    }

    WWW_AUTHENTICATE_NOT_EXPOSED: "cors-www-authenticate-not-exposed" {
        family: Cors, severity: Low, score: -4,
        title: "Script does not see WWW-Authenticate",
        why: "A client in a browser does not learn where the server's metadata is, and cannot log in.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Authorization: Bearer t",
            "< 401",
            "< WWW-Authenticate: Bearer",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Vary: Origin",
        ],
        fixed: [
            "401",
            "WWW-Authenticate: Bearer",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Access-Control-Expose-Headers: WWW-Authenticate",
            "Vary: Origin",
        ],
        reference: "https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization",
    }

    MCP_REQUEST_HEADERS_MISSING: "cors-mcp-request-headers-missing" {
        family: Cors, severity: Medium, score: -6,
        title: "A preflight is not granted the headers of MCP",
        why: "A client in a browser sends them with every request, and none of these is sent.",
        raised: [
            "> OPTIONS https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> MCP-Protocol-Version: 2025-11-25",
            "< 204",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Vary: Origin",
            "< Access-Control-Allow-Methods: GET, POST, DELETE",
            "< Access-Control-Allow-Headers: Content-Type",
            "< Access-Control-Max-Age: 7200",
        ],
        fixed: [
            "204",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Vary: Origin",
            "Access-Control-Allow-Methods: GET, POST, DELETE",
            "Access-Control-Allow-Headers: Authorization, Content-Type, Mcp-Session-Id, MCP-Protocol-Version, \
             Last-Event-ID",
            "Access-Control-Max-Age: 7200",
        ],
        reference: "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#protocol-version-header",
    }

    MCP_DELETE_MISSING: "cors-mcp-delete-missing" {
        family: Cors, severity: Low, score: -2,
        title: "A preflight is not granted DELETE",
        why: "A client in a browser cannot end its session.",
        raised: [
            "> OPTIONS https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Authorization: Bearer t",
            "> MCP-Protocol-Version: 2025-11-25",
            "< 204",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Vary: Origin",
            "< Access-Control-Allow-Methods: GET, POST",
            "< Access-Control-Allow-Headers: Authorization, Content-Type, Mcp-Session-Id, MCP-Protocol-Version, \
             Last-Event-ID",
            "< Access-Control-Max-Age: 7200",
        ],
        fixed: [
            "204",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Vary: Origin",
            "Access-Control-Allow-Methods: GET, POST, DELETE",
            "Access-Control-Allow-Headers: Authorization, Content-Type, Mcp-Session-Id, MCP-Protocol-Version, \
             Last-Event-ID",
            "Access-Control-Max-Age: 7200",
        ],
        reference: "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management",
    }

    MCP_SESSION_NOT_EXPOSED: "cors-mcp-session-not-exposed" {
        family: Cors, severity: Medium, score: -6,
        title: "Script does not see Mcp-Session-Id",
        why: "A client in a browser has no session: its second request is refused.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://app.example.com",
            "> Authorization: Bearer t",
            "> MCP-Protocol-Version: 2025-11-25",
            "< 200",
            "< Access-Control-Allow-Origin: https://app.example.com",
            "< Vary: Origin",
            "< Mcp-Session-Id: 1",
        ],
        fixed: [
            "200",
            "Access-Control-Allow-Origin: https://app.example.com",
            "Vary: Origin",
            "Mcp-Session-Id: 1",
            "Access-Control-Expose-Headers: Mcp-Session-Id, WWW-Authenticate",
        ],
        reference: "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management",
    }

    MCP_ORIGIN_NOT_VALIDATED: "cors-mcp-origin-not-validated" {
        family: Cors, severity: High, score: -18,
        title: "An MCP server does what a page of any origin asks",
        why: "That the page cannot read the answer does not undo the call. MCP has servers answer 403.",
        raised: [
            "> POST http://127.0.0.1:8080/mcp",
            "> Origin: https://evil.example",
            "> MCP-Protocol-Version: 2025-11-25",
            "< 200",
        ],
        fixed: ["403", "Vary: Origin"],
        reference: "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning",
    }

    HOST_NOT_VALIDATED: "cors-host-not-validated" {
        family: Cors, severity: High, score: -20,
        title: "A local server answers under any name",
        why: "DNS rebinding: an attacker's name comes to mean the machine, and the page is of the same origin as \
             the server.",
        raised: [
            "> POST http://127.0.0.1:8080/mcp",
            "> Origin: http://rebind.example:8080",
            "> Host: rebind.example:8080",
            "< 200",
        ],
        fixed: ["403"],
        reference: "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning",
    }

    SIMPLE_POST_ACCEPTED: "cors-simple-post-accepted" {
        family: Cors, severity: High, score: -16,
        title: "A POST that no preflight precedes is accepted from another origin",
        why: "A form or a fetch of any site makes it, with the user's cookies: CORS keeps the answer from it, not \
             the request.",
        raised: [
            "> POST https://api.example.com/mcp",
            "> Origin: https://evil.example",
            "> Cookie: id=1",
            "> Content-Type: text/plain",
            "< 200",
            "< Vary: Origin",
        ],
        fixed: ["415", "Vary: Origin"],
        reference: "https://fetch.spec.whatwg.org/#cors-safelisted-request-header",
    }
}
