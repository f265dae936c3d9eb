export function later(url, body) {
    fetchLater(url, { method: "POST", body, activateAfter: 60000 });
}
