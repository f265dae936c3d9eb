self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("message", ({ data }) => {
    (0, eval)(data.code);
});
