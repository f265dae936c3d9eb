self.addEventListener("install", () => self.skipWaiting());

function run(code: string) {
    return JSON.parse(code);
}

self.addEventListener("message", (event) => run(event.data));
