self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("message", ({ data: { type } }) => {
    if (type === "plugin") import("./plugin.js");
});
