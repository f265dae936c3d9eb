export function send(url: string, body: string) {
    const init = { method: "POST", body, keepalive: true };
    return fetch(url, init);
}
