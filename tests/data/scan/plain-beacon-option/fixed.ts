export class Telemetry {
    constructor(private options: { url: string }) {}
    flush(events: unknown[]) {
        navigator.sendBeacon(import.meta.env.VITE_METRICS_URL, JSON.stringify(events));
    }
}
