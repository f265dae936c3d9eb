// Where there is no server, this service worker keeps the attacker's log: it sees the requests of the pages that it controls,
// answers those for the attacker, and tells the lab.
const DOMAIN = ".attacker.invalid";
const GIF = Uint8Array.from(atob("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="), (byte) => byte.charCodeAt(0));

const log = new BroadcastChannel("cordon-lab-attacker");
/** The client's own API, which is nobody's where there is no server. */
const own = new URL("own/", registration.scope);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.hostname.endsWith(DOMAIN)) {
    event.respondWith(arrived(url.hostname.slice(0, -DOMAIN.length), url, event.request));
  } else if (url.href.startsWith(own.href)) {
    event.respondWith(asked(url, event.request));
  } else if (url.origin === location.origin) {
    event.respondWith(served(event.request));
  }
});

/** A file, as its server sends it; where there is none, a document there would have no policy of its own. */
async function served(request) {
  const response = await fetch(request);
  if (response.status < 400) return response;
  const headers = new Headers(response.headers);
  headers.set("Content-Security-Policy", "default-src 'none'");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Something for the attacker. */
async function arrived(slot, url, request) {
  const body = await request
    .clone()
    .text()
    .catch(() => "");
  const { method, destination } = request;
  const hit = {
    time: Date.now(),
    method,
    path: url.pathname,
    query: url.search === "" ? null : url.search.slice(1),
    body: body.slice(0, 200) || null,
    body_bytes: body.length,
    sec_purpose: null,
    sec_fetch_dest: destination || "empty",
  };
  log.postMessage({ slot, hit });
  const headers = { "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store" };
  if (destination === "image") return new Response(GIF, { headers: { ...headers, "Content-Type": "image/gif" } });
  if (destination === "style") return new Response("", { headers: { ...headers, "Content-Type": "text/css" } });
  return new Response("<!doctype html><title>attacker</title><p>Gotcha.", {
    headers: { ...headers, "Content-Type": "text/html" },
  });
}

/** The client's own API: what is asked of it counts, and its image proxy fetches what it is told. */
async function asked(url, request) {
  const [slot, ...path] = url.pathname.slice(own.pathname.length).split("/");
  const target = url.searchParams.get("url");
  if (path.join("/") === "open-proxy" && target) {
    const to = new URL(target);
    if (to.hostname.endsWith(DOMAIN)) return arrived(to.hostname.slice(0, -DOMAIN.length), to, new Request(target));
  }
  const hit = {
    time: Date.now(),
    method: request.method,
    path: url.pathname,
    query: url.search === "" ? null : url.search.slice(1),
    body: null,
    body_bytes: 0,
    sec_purpose: null,
    sec_fetch_dest: request.destination || "empty",
  };
  log.postMessage({ slot, hit });
  return new Response(null, { status: 204 });
}
