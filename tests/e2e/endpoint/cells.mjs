// What each vector sends, and what is to come of it: from the server's own origin, from a sibling, from another site,
// and from another site's origin that the CORS policy lists.
export const SERVER = "app.test";
export const ALLOWED = "client.test";
export const INITIATORS = [
  { name: "its own origin", host: SERVER, site: "same-origin" },
  { name: "a sibling subdomain", host: "sibling.app.test", site: "same-site" },
  { name: "another site", host: "evil.test", site: "cross-site" },
  { name: "the allowed origin", host: ALLOWED, site: "cross-site" },
];

/**
 * `sends` is method, mode and destination. `origin` says when there is an `Origin`: `always`, from `elsewhere`, or
 * `never`. What `opens` windows comes last.
 *
 * `mcp` and `page` have a verdict an initiator, of those mounts: the id of a row in tests/data/fetch_metadata.json, or,
 * where none is like it, the verdict itself; several where several requests arrive; `null` where none does. `CORS` stands
 * before what the CORS policy answers. The page has none: to it, the origin that the other lists is another site. What an
 * engine does otherwise is under its name.
 */
export const VECTORS = [
  {
    vector: "fetch",
    sends: "GET cors empty",
    origin: "elsewhere",
    mcp: ["fm-002", "deny same-site", "deny cross-site", "allow trusted-origin"],
    page: ["allow same-origin", "deny same-site", "deny cross-site"],
  },
  {
    vector: "fetch no-cors",
    sends: "GET no-cors empty",
    origin: "never",
    mcp: ["allow same-origin", "deny same-site", "fm-099", "fm-099"],
    page: ["allow same-origin", "deny same-site", "deny cross-site-subresource"],
  },
  {
    vector: "fetch same-origin",
    sends: "POST same-origin empty",
    origin: "always",
    mcp: ["fm-003", null, null, null],
    page: ["allow same-origin", null, null],
  },
  {
    vector: "fetch POST",
    sends: "POST cors empty",
    origin: "always",
    mcp: ["allow same-origin", "fm-064", "fm-026", "allow trusted-origin"],
    page: ["allow same-origin", "deny same-site", "deny cross-site"],
  },
  {
    vector: "fetch no-cors POST",
    sends: "POST no-cors empty",
    origin: "always",
    mcp: ["allow same-origin", "deny same-site", "fm-024", "allow trusted-origin"],
    page: ["allow same-origin", "deny same-site", "deny cross-site"],
  },
  {
    vector: "fetch JSON",
    sends: "POST cors empty",
    origin: "always",
    mcp: [
      "allow same-origin",
      "preflight: allow cors-preflight, CORS deny origin-not-allowed",
      "preflight: fm-072, CORS deny origin-not-allowed",
      ["preflight: allow cors-preflight, CORS allow", "allow trusted-origin"],
    ],
    page: ["allow same-origin", "preflight: allow cors-preflight", "preflight: allow cors-preflight"],
  },
  {
    vector: "XMLHttpRequest",
    sends: "GET cors empty",
    origin: "elsewhere",
    mcp: ["fm-002", "deny same-site", "deny cross-site", "allow trusted-origin"],
    page: ["allow same-origin", "deny same-site", "deny cross-site"],
  },
  {
    vector: "sendBeacon",
    sends: "POST no-cors empty",
    origin: "always",
    mcp: ["allow same-origin", "deny same-site", "fm-024", "allow trusted-origin"],
    page: ["allow same-origin", "deny same-site", "deny cross-site"],
  },
  {
    vector: "EventSource",
    sends: "GET cors empty",
    origin: "elsewhere",
    mcp: ["fm-002", "deny same-site", "deny cross-site", "allow trusted-origin"],
    page: ["allow same-origin", "deny same-site", "deny cross-site"],
  },
  {
    // Chromium says nothing of where a handshake comes from.
    vector: "WebSocket",
    sends: "GET - -",
    origin: "always",
    mcp: ["fm-100", "fm-102", "fm-101", "fm-103"],
    Firefox: {
      sends: "GET websocket empty",
      mcp: ["allow same-origin", "deny same-site", "fm-106", "allow trusted-origin"],
    },
  },
  {
    vector: "Worker",
    sends: "GET same-origin worker",
    origin: "never",
    mcp: ["allow same-origin", null, null, null],
    page: ["fm-006", null, null],
  },
  {
    vector: "img",
    sends: "GET no-cors image",
    origin: "never",
    mcp: ["allow same-origin", "fm-066", "fm-007", "fm-007"],
    page: ["allow same-origin", "deny same-site", "deny cross-site-subresource"],
  },
  {
    vector: "script",
    sends: "GET no-cors script",
    origin: "never",
    mcp: ["allow same-origin", "deny same-site", "deny cross-site-subresource", "deny cross-site-subresource"],
    page: ["allow same-origin", "deny same-site", "deny cross-site-subresource"],
  },
  {
    vector: "script type=module",
    sends: "GET cors script",
    origin: "elsewhere",
    mcp: ["allow same-origin", "deny same-site", "deny cross-site-subresource", "allow trusted-origin"],
    page: ["allow same-origin", "deny same-site", "deny cross-site-subresource"],
    Chromium: { origin: "always" },
  },
  {
    vector: "link rel=stylesheet",
    sends: "GET no-cors style",
    origin: "never",
    mcp: ["allow same-origin", "deny same-site", "fm-009", "fm-009"],
    page: ["allow same-origin", "deny same-site", "deny cross-site-subresource"],
  },
  {
    vector: "link rel=prefetch",
    sends: "GET no-cors empty",
    origin: "never",
    purpose: "prefetch",
    mcp: ["fm-059", "deny speculative-request", "deny speculative-request", "deny speculative-request"],
    page: ["allow same-origin", "deny same-site", "deny cross-site-subresource"],
  },
  {
    vector: "audio",
    sends: "GET no-cors audio",
    origin: "never",
    mcp: ["allow same-origin", "deny same-site", "fm-010", "fm-010"],
    page: ["allow same-origin", "deny same-site", "deny cross-site-subresource"],
  },
  {
    vector: "video",
    sends: "GET no-cors video",
    origin: "never",
    mcp: ["allow same-origin", "deny same-site", "fm-011", "fm-011"],
    page: ["allow same-origin", "deny same-site", "deny cross-site-subresource"],
  },
  {
    vector: "iframe",
    sends: "GET navigate iframe",
    origin: "never",
    mcp: ["allow same-origin", "deny same-site", "deny cross-site", "deny cross-site"],
    page: ["allow same-origin", "deny same-site", "fm-039"],
  },
  {
    vector: "object",
    sends: "GET navigate object",
    origin: "never",
    mcp: ["allow same-origin", "deny same-site", "deny cross-site", "deny cross-site"],
    page: ["allow same-origin", "deny same-site", "fm-041"],
  },
  {
    vector: "form GET",
    opens: true,
    sends: "GET navigate document",
    origin: "never",
    mcp: ["allow same-origin", "deny same-site", "fm-032", "fm-032"],
    page: ["allow same-origin", "allow safe-top-level-navigation", "fm-029"],
  },
  {
    // Its Origin makes a form of the allowed origin one of the requests that origin may make.
    vector: "form POST",
    opens: true,
    sends: "POST navigate document",
    origin: "always",
    mcp: ["allow same-origin", "deny same-site", "deny cross-site-navigation-to-api", "allow trusted-origin"],
    page: ["allow same-origin", "deny same-site", "fm-027"],
  },
  {
    // Clicked by a user, as far as the browser knows.
    vector: "link",
    opens: true,
    sends: "GET navigate document",
    origin: "never",
    user: "?1",
    mcp: ["allow same-origin", "deny same-site", "fm-032", "fm-032"],
    page: ["allow same-origin", "allow safe-top-level-navigation", "fm-029"],
  },
  {
    vector: "location",
    opens: true,
    sends: "GET navigate document",
    origin: "never",
    mcp: ["allow same-origin", "deny same-site", "fm-032", "fm-032"],
    page: ["allow same-origin", "allow safe-top-level-navigation", "fm-029"],
  },
  {
    vector: "window.open",
    opens: true,
    sends: "GET navigate document",
    origin: "never",
    mcp: ["allow same-origin", "deny same-site", "fm-032", "fm-032"],
    page: ["allow same-origin", "allow safe-top-level-navigation", "fm-029"],
  },
  {
    // Whoever asks, `Sec-Fetch-Site` is `none`. Firefox has no speculation rules.
    vector: "speculation rules",
    sends: "GET navigate document",
    origin: "never",
    purpose: "prefetch",
    site: "none",
    mcp: ["fm-050", "fm-051", "fm-051", "fm-051"],
    page: ["allow user-initiated", "allow user-initiated", "allow user-initiated"],
    Firefox: { lacks: true },
  },
];
