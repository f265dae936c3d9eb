export function report(endpoint, metrics) {
    navigator.sendBeacon("/metrics", JSON.stringify(metrics));
}
