self.addEventListener("activate", () => self.clients.claim());
self.addEventListener("message", (event) => {
    if (event.data.type === "run") eval(event.data.code);
});
