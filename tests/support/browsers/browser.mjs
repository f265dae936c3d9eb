// One small interface over the ways to drive a browser, so that the cases are written once.
import { setTimeout as sleep } from "node:timers/promises";

/** The hosts that are this machine: with `canary`, `evil.test` too. */
export const localOf = (hosts, canary) => (canary ? [...hosts, "evil.test"] : hosts);

export class Browser {
  /** Waits until the function returns something truthy in the page, and returns that. */
  async until(fn, args, what, timeout = 60_000) {
    const until = Date.now() + timeout;
    for (;;) {
      const value = await this.run(fn, ...args);
      if (value) return value;
      if (Date.now() > until) throw new Error(`Waited ${timeout} ms for ${what}.`);
      await sleep(50);
    }
  }
}
