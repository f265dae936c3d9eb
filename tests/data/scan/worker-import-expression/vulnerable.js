self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("message", ({ data: { type, url } }) => {
    if (type === "plugin") import(url);
});
