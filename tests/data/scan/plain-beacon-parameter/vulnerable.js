export function report(endpoint, metrics) {
    navigator.sendBeacon(endpoint, JSON.stringify(metrics));
}
