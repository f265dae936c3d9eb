self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("message", ({ data }) => {
    if (data.type === "sync") sync();
});
