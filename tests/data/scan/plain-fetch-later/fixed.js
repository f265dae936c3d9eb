export function later(url, body) {
    fetchLater(`${location.origin}/later`, { method: "POST", body, activateAfter: 60000 });
}
