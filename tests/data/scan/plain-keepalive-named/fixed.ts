export function send(body: string) {
    const init = { method: "POST", body, keepalive: true };
    return fetch("/collect", init);
}
