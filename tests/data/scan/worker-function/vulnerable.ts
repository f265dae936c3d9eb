self.addEventListener("install", () => self.skipWaiting());

function run(code: string) {
    return new Function(code)();
}

self.addEventListener("message", (event) => run(event.data));
