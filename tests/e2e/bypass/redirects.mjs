// An address of the allowlist that sends on to one off it.
export default {
  fetch: ({ via }) => fetch(via(), { mode: "no-cors" }),
  "fetch that posts": ({ via }) => fetch(via("/x", 307), { method: "POST", body: "secret" }),
  "fetch that is kept alive": ({ via }) =>
    fetch(via("/x", 308), { method: "POST", body: "secret", keepalive: true, mode: "no-cors" }),
  "a beacon": ({ via }) => navigator.sendBeacon(via(), "secret"),
  XMLHttpRequest: ({ via }) => {
    const x = new XMLHttpRequest();
    x.open("POST", via());
    x.send("secret");
  },
  "a synchronous XMLHttpRequest": ({ via }) => {
    const x = new XMLHttpRequest();
    x.open("GET", via("/x", 302), false);
    x.send();
  },
  EventSource: ({ via }) => void new EventSource(via()),
  "a socket": ({ own, socket }) =>
    void new WebSocket(`${own.replace("http", "ws")}/to?status=302&url=${encodeURIComponent(`${socket}/x`)}`),
  "a socket, to http": ({ via }) => void new WebSocket(via("/x", 302).replace("http", "ws")),
  "a redirect to a redirect": ({ own, via }) =>
    fetch(`${own}/to?status=302&url=${encodeURIComponent(via())}`, { mode: "no-cors" }),
  fetchLater: ({ via }) => void fetchLater(via(), { activateAfter: 0 }),
  "a module": ({ via }) => import(via("/x.js")),
  "a script": ({ add, via }) => add("script", { src: via("/x.js") }),
  "a style sheet": ({ add, via }) => add("link", { rel: "stylesheet", href: via("/x.css") }),
  "an image": ({ via }) => void (new Image().src = via("/x.png", 302)),
  "a font": ({ via }) => new FontFace("f", `url(${via("/x.woff")})`).load(),
  "a medium": ({ add, via }) => add("video", { src: via("/x.mp4", 302) }),
  "a frame": ({ add, via }) => add("iframe", { src: via("/x", 302) }),
  "a form": ({ add, via }) => add("form", { action: via("/x", 307), method: "post" }).submit(),
  location: ({ via }) => void (location = via("/x", 302)),
  "a link": ({ add, via }) => add("a", { href: via("/x", 302), target: "_blank" }).click(),
  "window.open": ({ via }) => void open(via("/x", 302)),
  "a prefetch": ({ add, via }) => add("link", { rel: "prefetch", href: via("/x", 302) }),
  "a preload": ({ add, via }) => add("link", { rel: "preload", as: "fetch", href: via("/x", 302), crossOrigin: "" }),
  "a modulepreload": ({ add, via }) => add("link", { rel: "modulepreload", href: via("/x.js", 302) }),
  "Cache.add": async ({ via }) => (await caches.open("x")).add(new Request(via(), { mode: "no-cors" })),
};
