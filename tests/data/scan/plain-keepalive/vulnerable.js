export function leave(url, body) {
    return fetch(url, { method: "POST", body, keepalive: true });
}
