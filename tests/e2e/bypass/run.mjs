// Runs scripts, several at once, and waits no longer than it must.
import { setTimeout as sleep } from "node:timers/promises";

/** Documents at once. */
const BATCH = 40;
/** How long one may take to say that it ran, and how long what it began may take to arrive. */
const START_MS = 20_000;
const END_MS = { off: 2_000, guarded: 1_500 };
const SETTLE_MS = 500;

const isSlow = ({ source }) => Number(/sleep|await|slow/.test(source));

const until = async (condition, most) => {
  for (const start = Date.now(); !condition() && Date.now() - start < most; ) await sleep(20);
};

/** Each script once under a strength; the runs by name. */
export async function runAll(tabs, site, scripts, strength) {
  const runs = new Map();
  // Those that take their time go together, so that the others need not wait for them.
  scripts = scripts.toSorted((a, b) => isSlow(a) - isSlow(b));
  for (let at = 0; at < scripts.length; at += BATCH) {
    const batch = await Promise.all(scripts.slice(at, at + BATCH).map((script) => site.run(script, strength)));
    await tabs.open(batch.map(({ url }) => url));
    await until(() => batch.every(({ ran }) => ran), START_MS);
    if (strength === "off") {
      await until(() => batch.every(({ reached }) => reached), END_MS.off);
    } else {
      await until(() => batch.every(({ over }) => over), END_MS.guarded);
      await sleep(SETTLE_MS);
    }
    await tabs.clear();
    for (const run of batch) runs.set(run.script.name, run);
  }
  return runs;
}
