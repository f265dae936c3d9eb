self.addEventListener("activate", () => self.clients.claim());
self.addEventListener("message", (event) => {
    if (event.data.type === "run") TASKS.get(event.data.task)?.();
});
