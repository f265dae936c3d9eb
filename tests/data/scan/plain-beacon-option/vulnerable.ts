export class Telemetry {
    constructor(private options: { url: string }) {}
    flush(events: unknown[]) {
        navigator.sendBeacon(this.options.url, JSON.stringify(events));
    }
}
