import { reporter } from "./config";

export const flush = (events: unknown[]) => navigator.sendBeacon(reporter.url, JSON.stringify(events));
