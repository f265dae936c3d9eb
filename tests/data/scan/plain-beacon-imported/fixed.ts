import { METRICS } from "./config";

export const flush = (events: unknown[]) => navigator.sendBeacon(METRICS.url, JSON.stringify(events));
