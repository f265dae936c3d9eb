//! Findings about which requests a server lets through to its handlers. The examples are exchanges, `>` what was sent, `<`
//! what came back and `!` what the log was seen to hold; `fixed` is the last response as it should have been. Those of
//! routes are a method and a path a line.
//!
//! The scores of no isolation (−24), refused clients (−22), navigation (−20), WebSocket (−18), style sheets (−16), tokens
//! (−12) and logging (−10) are the guide's; the others are chosen to stand in order beside them.

use super::{Definition, Entry, Family, findings};
use crate::finding::Severity;

findings! {
    /// Those of requests, in this order.
    REQUEST_POLICY:
    NO_ISOLATION = "request-policy-no-isolation", RequestPolicy, Critical, -24;
        "What other sites load into their pages reaches a handler";
        "An image, a script, a frame or a no-cors fetch of any site is answered as the server's own page is: whether it loads, and how long it takes, tells which private things exist.";
        "> GET https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n< 200\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 200" => "403\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header";
    CLIENTS_REFUSED = "request-policy-clients-refused", RequestPolicy, Critical, -22;
        "Requests without Fetch Metadata are refused";
        "SDKs, command lines and servers send none, and a browser makes nobody send less: who is kept out is not an attacker.";
        "> POST https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n> Content-Type: application/json\n< 200\n> POST https://api.example.com/mcp\n> Content-Type: application/json\n< 403" => "200";
        "https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header";
    NAVIGATION_ACCEPTED = "request-policy-navigation-accepted", RequestPolicy, High, -20;
        "A link of another site reaches a GET handler";
        "One click, or a redirect that nobody clicked, and the handler runs with the user's cookies, those that are SameSite=Lax too.";
        "> GET https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n< 200\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: navigate\n> Sec-Fetch-Dest: document\n< 200" => "403\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://www.w3.org/TR/fetch-metadata/#sec-fetch-mode-header";
    WEBSOCKET_ACCEPTED = "request-policy-websocket-accepted", RequestPolicy, High, -18;
        "A WebSocket is opened for a page of any origin";
        "No CORS stands before a handshake, and Chromium sends no Sec-Fetch-* with one: Origin is all there is, and it was not looked at.";
        "> GET https://api.example.com/mcp\n> Connection: Upgrade\n> Upgrade: websocket\n> Origin: https://evil.example\n< 101" => "403";
        "https://www.rfc-editor.org/rfc/rfc6455#section-10.2";
    STYLE_NOT_REFUSED = "request-policy-style-not-refused", RequestPolicy, High, -16;
        "Style sheets of other sites' pages are not refused, as other loads are";
        "How long the answer takes to load and to be parsed as CSS tells how long it is.";
        "> GET https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n< 200\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 403\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: style\n< 200\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin" => "403\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header";
    EXEMPT_PATH_TRAVERSAL = "request-policy-exempt-path-traversal", RequestPolicy, High, -16;
        "A path that is exempt from isolation leads out of itself";
        "The policy compares the beginning of a path that the router goes on to resolve: with .. in it, every handler is exempt.";
        "> GET https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n< 200\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 403\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin\n> GET https://api.example.com/badge/%2e%2e/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 200\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin" => "403\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://url.spec.whatwg.org/#double-dot-path-segment";
    NO_CSRF_TOKEN = "request-policy-no-csrf-token", RequestPolicy, Medium, -12;
        "A POST that a form can send is accepted on cookies, with neither Fetch Metadata nor Origin nor a token";
        "Browsers from before Fetch Metadata, and those that a proxy stripped of it, have nothing else: isolation stands beside a token, not in its place.";
        "> POST https://api.example.com/mcp\n> Cookie: id=1\n> Content-Type: text/plain\n< 200" => "403";
        "https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#form-submission-algorithm";
    REFUSALS_NOT_LOGGED = "request-policy-refusals-not-logged", RequestPolicy, Medium, -10;
        "Refused requests leave nothing in the log";
        "A page that probes by the thousand is seen by nobody, and neither is a client that is refused by mistake.";
        "> GET https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n< 200\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 403\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin\n! not logged" => "403\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://www.w3.org/TR/fetch-metadata/#intro";
    SAME_SITE_ACCEPTED = "request-policy-same-site-accepted", RequestPolicy, Medium, -8;
        "Other origins of the same site are let in";
        "A sibling subdomain is not this server: one that is taken over, or shows what users upload, calls as the server's own page does.";
        "> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 403\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n< 200\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: same-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 200\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin" => "403\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header";
    FOREIGN_ORIGIN_ACCEPTED = "request-policy-foreign-origin-accepted", RequestPolicy, Medium, -8;
        "A request that names the page of another origin is let in";
        "Where browsers send no Fetch Metadata (plain http, handshakes, old ones) Origin is what tells, and it was not looked at, or the origin is trusted and nobody meant it to be.";
        "> POST https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n> Content-Type: application/json\n< 200\n> POST https://api.example.com/mcp\n> Origin: https://evil.example\n> Content-Type: application/json\n< 200" => "403\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://fetch.spec.whatwg.org/#origin-header";
    NULL_ORIGIN_ACCEPTED = "request-policy-null-origin-accepted", RequestPolicy, Medium, -8;
        "A request whose Origin is null is let in";
        "Every site can make a page whose origin is null: a sandboxed frame does. It is no sign of a client that is no browser.";
        "> POST https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n> Content-Type: application/json\n< 200\n> POST https://api.example.com/mcp\n> Origin: null\n> Content-Type: application/json\n< 200" => "403\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque";
    PREFLIGHT_REFUSED = "request-policy-preflight-refused", RequestPolicy, Medium, -8;
        "Isolation refuses the preflights that CORS would answer";
        "No client in a browser gets as far as its call, whatever the CORS policy lists. A preflight reaches no handler: leave it to CORS.";
        "> OPTIONS https://api.example.com/mcp\n> Origin: https://app.example.com\n> Access-Control-Request-Method: POST\n< 204\n> OPTIONS https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: cors\n> Sec-Fetch-Dest: empty\n> Origin: https://app.example.com\n> Access-Control-Request-Method: POST\n< 403" => "204";
        "https://fetch.spec.whatwg.org/#cors-preflight-fetch";
    SPECULATIVE_ACCEPTED = "request-policy-speculative-accepted", RequestPolicy, Low, -4;
        "A request that nobody has made yet is answered";
        "A prefetch is sent with cookies, for a link that the user may never follow, and tool output can have a page send it. 503 has the browser ask again when the user comes.";
        "> GET https://api.example.com/mcp\n> Sec-Fetch-Site: none\n> Sec-Purpose: prefetch\n< 200" => "503\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://html.spec.whatwg.org/multipage/speculative-loading.html#the-sec-purpose-http-request-header";
    VARY_MISSING = "request-policy-vary-missing", RequestPolicy, Medium, -6;
        "An answer that depends on Fetch Metadata does not say so";
        "A cache gives another site's page what was answered to the server's own, past the policy; or gives the server's own page a refusal.";
        "> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 403\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n< 200" => "200\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5";
    VARY_CONDITIONAL = "request-policy-vary-conditional", RequestPolicy, Low, -3;
        "Only answers that are not refused say that they depend on Fetch Metadata";
        "A cache that keeps the refusal gives it to the server's own page.";
        "> GET https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n< 200\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 403" => "403\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5";
    REFUSALS_DIFFER = "request-policy-refusals-differ", RequestPolicy, Low, -2;
        "Refusals of one resource do not look the same";
        "What differs between them tells a page which rule it met, and what it may try next.";
        "> GET https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n< 200\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 403\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: script\n< 404\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin" => "403\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://www.w3.org/TR/fetch-metadata/#intro";
    PLAIN_HTTP = "request-policy-plain-http", RequestPolicy, Info, 0;
        "Browsers send this address no Fetch Metadata";
        "They send it to trustworthy origins: https, and this very machine. What was refused here arrives without the headers, and Origin and Host are what is left to go by.";
        "> GET http://192.168.1.9:8080/mcp\n> Sec-Fetch-Site: same-origin\n< 200\n> GET http://192.168.1.9:8080/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 403\n< Vary: Sec-Fetch-Site, Sec-Purpose, Origin" => "";
        "https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header";
    NOT_TOLD = "request-policy-not-told", RequestPolicy, Info, 0;
        "The probes do not tell what the policy is";
        "There is no answer to a page of the server's own or to a client that is no browser to compare with, or it was a refusal, a redirect or a failure itself. Probe the endpoint as somebody who is logged in.";
        "> GET https://api.example.com/mcp\n> Sec-Fetch-Site: cross-site\n> Sec-Fetch-Mode: no-cors\n> Sec-Fetch-Dest: image\n< 401\n> GET https://api.example.com/mcp\n> Sec-Fetch-Site: same-origin\n< 401" => "200\nVary: Sec-Fetch-Site, Sec-Purpose, Origin";
        "https://www.w3.org/TR/fetch-metadata/#intro";
    ROUTE_CHANGES_STATE = "route-get-changes-state", Routes, High, -16;
        "A route of GET or HEAD changes something";
        "A link, an image, a frame, a prefetch and a speculation rule of any site reach it, and none of them asks the user.";
        "GET /invite/accept changes state" => "POST /invite/accept changes state";
        "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1";
    ROUTE_LOOKS_STATE_CHANGING = "route-get-looks-state-changing", Routes, Medium, -8;
        "A route of GET or HEAD looks as if it changes something";
        "Where it does, a link, an image, a frame, a prefetch and a speculation rule of any site reach it. Where it does not, say so: changesState is false.";
        "GET /logout" => "POST /logout";
        "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1";
}
