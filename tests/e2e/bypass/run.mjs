// Runs scripts, several at once, each in a window until nothing more is to be expected of it.
import { setTimeout as sleep } from "node:timers/promises";

/** Documents at once. Each window costs its browser something, whether it does anything or not. */
const AT_ONCE = 12;
/** How long one may take to say that it ran. */
const START_MS = 20_000;
/**
 * From then on: how long what it began may take to arrive where there is no guard; and with one, how long it is watched
 * that does not say it is through, and that has said so. The windows beside it have work meanwhile.
 */
const ARRIVE_MS = 4_000;
const WATCH_MS = 2_000;
const SETTLE_MS = 1_000;
/**
 * When a window is clicked in, once its script ran and after each click that led nowhere: what it made may not be there
 * yet. And how long it is watched from then on.
 */
const CLICK_MS = 700;
const CLICKS = 3;
const CLICKED_MS = 1_500;
/** How long a window that a script opened is left alone. */
const STRANGER_MS = 4_000;

const isSlow = ({ source }) => Number(/sleep|await|slow/.test(source));

function isToBeClicked(run) {
  if (!run.script.click || !run.ran || run.clicks === CLICKS || run.reached) return false;
  return Date.now() - (run.clicked ?? run.ran) > CLICK_MS;
}

function isThrough(run, strength) {
  const since = (moment) => Date.now() - moment;
  if (!run.ran) return since(run.opened) > START_MS;
  if (strength === "off") return Boolean(run.reached) || since(run.clicked ?? run.ran) > ARRIVE_MS;
  if (run.script.click) return Boolean(run.reached) || (run.clicks === CLICKS && since(run.clicked) > CLICKED_MS);
  return run.over ? since(run.over) > SETTLE_MS : since(run.ran) > WATCH_MS;
}

/** Each script once under a strength; the runs by name. */
export async function runAll(tabs, site, scripts, strength) {
  const runs = new Map();
  // Those that take their time begin, so that none is left alone at the end.
  const left = scripts.toSorted((a, b) => isSlow(b) - isSlow(a));
  const places = Array.from({ length: Math.min(AT_ONCE, left.length) });
  while (left.length > 0 || places.some(Boolean)) {
    for (const [at, run] of places.entries()) {
      // Its browser went down under it: it is run again, unless it got through before.
      const isGone = run && run.generation !== tabs.generation;
      if (isGone && !run.reached) left.push(run.script);
      if (run && !isGone && isToBeClicked(run)) {
        await tabs.click(at);
        run.clicked = Date.now();
        run.clicks++;
      }
      if (run && !isGone && !isThrough(run, strength)) continue;
      const script = left.shift();
      places[at] = script && (await site.run(script, strength));
      if (!places[at]) continue;
      runs.set(script.name, places[at]);
      await tabs.open(at, places[at].start);
      places[at].generation = tabs.generation;
      places[at].opened = Date.now();
      if (runs.size % (2 * AT_ONCE) === 0) await tabs.closeStrangers(STRANGER_MS);
    }
    await sleep(20);
  }
  await tabs.closeStrangers(0);
  return runs;
}
