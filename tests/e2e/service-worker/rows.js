// In the page: every way of asking for something that a service worker is told of, and some of which it is not. Each sends
// one request to the URL that it gets.
"use strict";

const settle = (element, parent = document.body ?? document.documentElement) =>
  new Promise((resolve) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", resolve);
    parent.append(element);
  });
const make = (name, properties) => Object.assign(document.createElement(name), properties);
const link = (properties) => settle(make("link", properties), document.head);
const style = (css) => document.head.append(make("style", { textContent: css }));
const drawn = () => document.body.append(make("p", { className: "drawn", textContent: "x" }));

window.__ran = () => {};
window.rows = {
  fetch: (url) => fetch(url),
  "fetch-no-cors": (url) => fetch(url, { mode: "no-cors", method: "POST", body: "x" }),
  "fetch-manual": (url) => fetch(url, { redirect: "manual" }),
  xhr: (url) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.onloadend = resolve;
      request.open("GET", url);
      request.send();
    }),
  "event-source": (url) =>
    new Promise((resolve) => {
      const source = new EventSource(url);
      source.onerror = () => resolve(source.close());
    }),
  img: (url) => settle(make("img", { src: url })),
  "img-cors": (url) => settle(make("img", { crossOrigin: "anonymous", src: url })),
  video: (url) => void document.body.append(make("video", { preload: "auto", src: url })),
  audio: (url) => void document.body.append(make("audio", { preload: "auto", src: url })),
  "script.js": (url) => settle(make("script", { src: url })),
  "module.js": (url) => settle(make("script", { type: "module", src: url })),
  "import.js": (url) => import(url),
  "style.css": (url) => link({ rel: "stylesheet", href: url }),
  "imported.css": (url) => style(`@import "${url}"`),
  background: (url) => {
    style(`.drawn { background: url("${url}") }`);
    return drawn();
  },
  font: (url) => {
    style(`@font-face { font-family: drawn; src: url("${url}") } .drawn { font-family: drawn }`);
    return drawn();
  },
  prefetch: (url) => void link({ rel: "prefetch", href: url }),
  "preload.js": (url) => void link({ rel: "preload", as: "script", href: url }),
  "modulepreload.js": (url) => void link({ rel: "modulepreload", href: url }),
  worker: (url) =>
    new Promise((resolve) => {
      const worker = new Worker("worker.js");
      worker.onmessage = resolve;
      worker.postMessage(url);
    }),
  "blob-worker": (url) =>
    new Promise((resolve) => {
      const text = `fetch(${JSON.stringify(url)}, { mode: "no-cors" }).then(() => postMessage(1), () => postMessage(0))`;
      new Worker(URL.createObjectURL(new Blob([text]))).onmessage = resolve;
    }),
  srcdoc: (url) => settle(make("iframe", { srcdoc: `<img src="${url}">` })),
  blank: (url) => {
    const frame = document.body.appendChild(make("iframe"));
    return frame.contentWindow.fetch(url, { mode: "no-cors" });
  },
  "blob-frame": (url) => {
    const text = `<script>fetch(${JSON.stringify(url)}, { mode: "no-cors" })</${"script"}>`;
    return settle(make("iframe", { src: URL.createObjectURL(new Blob([text], { type: "text/html" })) }));
  },
  "shared-worker": (url) => {
    const text = `fetch(${JSON.stringify(url)}, { mode: "no-cors" })`;
    void new SharedWorker(URL.createObjectURL(new Blob([text])));
  },
  "fetch-later": (url) => void window.fetchLater(url, { activateAfter: 0 }),
  object: (url) => settle(make("object", { data: url })),
  embed: (url) => settle(make("embed", { src: url })),
  keepalive: (url) => fetch(url, { keepalive: true, mode: "no-cors", method: "POST", body: "x" }),
  beacon: (url) => void navigator.sendBeacon(url, "x"),
  "sync-xhr": (url) => {
    const request = new XMLHttpRequest();
    request.open("GET", url, false);
    request.send();
  },
  frame: (url) => settle(make("iframe", { src: url })),
  redirect: (url) => fetch(`/redirect?to=${encodeURIComponent(url)}`, { mode: "no-cors" }),
  "web-socket": (url) => void new WebSocket(url.replace("http", "ws")),
};

/** Sends these rows' requests to `base`, and is done when they all have their answer or gave up waiting. */
window.sendAll = async (base, names) => {
  const patience = () => new Promise((resolve) => setTimeout(resolve, 3000));
  const send = async (name) => Promise.race([window.rows[name](`${base}/${name}`), patience()]);
  await Promise.allSettled(names.map(send));
};
