// A client's service worker. This one does nothing: a browser has no Background Fetch for a page without a worker.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
