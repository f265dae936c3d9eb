export function leave(url, body) {
    if (!ENDPOINTS.has(url)) return undefined;
    return fetch(url, { method: "POST", body, keepalive: true });
}
