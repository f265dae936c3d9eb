// One run of an engine: every column in a browser of its own, every document, and what reached the attacker's ports.
import { setTimeout as sleep } from "node:timers/promises";
import { shut } from "../../support/servers.mjs";
import { kept, limitOf } from "./expected.mjs";
import { Listener } from "./listener.mjs";
import { channels, counts, documents, hostOf, isTold, measured, outerOf } from "./rows.mjs";
import { serveSite } from "./site.mjs";

// A driver's script runs with a user's activation: no link may lead elsewhere even then.
const POLICY = { connect: ["'self'"], links: { origins: [] } };

/** Column to the guard's options; without any there is no guard in the page. */
const COLUMNS = {
  none: undefined,
  APIs: { pinCsp: false },
  standard: {},
  lockdown: { strength: "lockdown" },
  "service worker": undefined,
};
export const columns = Object.keys(COLUMNS);

/** The engine's key in the measured rows. */
export const keyOf = ({ engine }) => ({ Chromium: "chromium", Firefox: "firefox", WebKitGTK: "webkit" })[engine];

const slug = (text) => text.toLowerCase().replaceAll(/[ _]/g, "-");
const nameOf = (column, channel) => `${slug(channel)}.${slug(column)}.evil.test`;

/**
 * How long each document is given: until everything has arrived that is known to reach, at most this long; with a guard
 * also twice what that took without one, and never less than the floor. Columns run two at a time.
 */
const MOST_MS = 10_000;
const LEAST_MS = { one: 600, many: 1_500 };
const SLACK = 2;
const AT_ONCE = 2;

/** Runs in the page: each attack in a task of its own, as a script of its own would be. */
function attack(targets) {
  window.said = {};
  const begin = async ([channel, evil, name]) => {
    try {
      window.said[channel] = (await window.attacks[channel](evil, name)) ?? "done";
    } catch (error) {
      window.said[channel] = String(error);
    }
  };
  for (const [at, target] of targets.entries()) setTimeout(begin, at, target);
}

/** Runs in a page of the attacker's: opens the page, or has it in a frame. */
function surround(how, url) {
  if (how === "open") open(url);
  else document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
}

class Run {
  #Browser;
  #listener;
  /** Whether a request is known to come: kept here, or measured elsewhere. Look-ups are read when all is over. */
  #isAwaited;
  /** Document to milliseconds. */
  #took = new Map();
  /** What each attack answered without a guard. */
  #said = {};
  #logs = new Map();

  constructor(Browser, listener) {
    this.#Browser = Browser;
    this.#listener = listener;
    const engine = keyOf(Browser);
    const { rows } = kept(engine) ?? { rows: theirs(engine) };
    // A new one is given its time without a guard.
    const known = (column, channel) => rows[channel]?.[column] ?? (column === "none" ? "reaches" : "unmeasured");
    this.#isAwaited = (column, channel) =>
      known(column, channel) === "reaches" && counts(channel) !== "lookup" && !limitOf(engine, column, channel)?.race;
  }

  async column(column) {
    let site, browser;
    try {
      site = await serveSite(COLUMNS[column] !== undefined);
      browser = await this.#Browser.launch({ network: true });
      this.version = await browser.version();
      if (column === "service worker") {
        for (const host of new Set(channels.map(hostOf))) await gate(browser, `${originAt(site, host)}/page`);
      }
      for (const one of documents()) await this.#document(browser, site, column, one);
      await browser.open("about:blank");
      await sleep(LEAST_MS.one);
      this.#logs.set(column, await browser.lookups?.());
    } finally {
      await shut(browser, site);
    }
  }

  async #document(browser, site, column, { name, channels }) {
    const post = (channel) => this.#listener.post(column, channel);
    const targets = channels.map((one) => [one, post(one).origin, nameOf(column, one)]);
    const origin = originAt(site, hostOf(channels[0]));
    const outer = outerOf(channels[0]);
    await browser.open(outer ? `${post(channels[0]).origin}/hears.html` : `${origin}/page`);
    if (COLUMNS[column] && !outer) await guard(browser, COLUMNS[column]);
    const began = Date.now();
    if (outer) await browser.run(surround, outer, `${origin}/inner?script=${inner(COLUMNS[column], targets)}`);
    else await browser.run(attack, targets);
    const floor = channels.length > 1 ? LEAST_MS.many : LEAST_MS.one;
    if (column !== "none") await sleep(Math.max(floor, SLACK * this.#took.get(name)));
    const awaited = channels.filter((one) => this.#isAwaited(column, one));
    while (!awaited.every((one) => reached(post(one), one)) && Date.now() < began + MOST_MS) await sleep(20);
    if (column === "none") {
      this.#took.set(name, Date.now() - began);
      await sleep(floor);
      // The listener answers navigations with 204: the document is still there.
      if (!outer) Object.assign(this.#said, await browser.run(() => window.said));
    }
    await browser.closeOthers();
  }

  /** Channel to column to outcome. */
  outcomes() {
    const rows = {};
    for (const channel of channels) {
      const without = this.#seen("none", channel) ?? (this.#said[channel] === "absent" ? "absent" : "no-request");
      // What no attack of ours can do without a guard, nothing holds.
      const otherwise = without === "reaches" || without === "connects" ? "held" : without;
      rows[channel] = { none: without };
      for (const column of columns.slice(1)) rows[channel][column] = this.#seen(column, channel) ?? otherwise;
    }
    return rows;
  }

  #seen(column, channel) {
    const post = this.#listener.post(column, channel);
    if (counts(channel) === "lookup") {
      const log = this.#logs.get(column);
      if (log === undefined) return this.#said[channel] === "absent" ? "absent" : "unmeasured";
      return log.includes(nameOf(column, channel)) ? "reaches" : undefined;
    }
    if (reached(post, channel)) return "reaches";
    return post.connections > 0 && !isTold(channel) ? "connects" : undefined;
  }
}

const theirs = (engine) => Object.fromEntries([...measured].map(([channel, engines]) => [channel, engines[engine]]));

const originAt = (site, host) => site.origin.replace("127.0.0.1", host);

/** What a page runs that no driver is in: the guard, if there is one, and the attacks. */
const inner = (options, targets) =>
  encodeURIComponent(`
    ${options ? `cordon.installGuard(${JSON.stringify(POLICY)}, ${JSON.stringify(options)});` : ""}
    (${attack})(${JSON.stringify(targets)});`);

const reached = (post, channel) => post[`${counts(channel)}s`] > 0;

async function guard(browser, options) {
  await browser.until(() => window.cordon !== undefined, [], "the package");
  const install = (policy, options) => {
    window.guard = window.cordon.installGuard(policy, options);
  };
  await browser.run(install, POLICY, options);
}

async function gate(browser, page) {
  await browser.open(page);
  await browser.run(() => navigator.serviceWorker.register("/helper/gate.js", { scope: "/" }).then(() => {}));
  await browser.until(() => navigator.serviceWorker.controller?.state === "activated", [], "the gate");
}

/**
 * The engine's version, and channel to column to outcome:
 *
 * - `reaches`: what the channel is for arrived (a request; of some no more than a look-up, a connection, a datagram);
 * - `connects`: a connection was opened, and nothing was said on it;
 * - `held`: nothing arrived, though it does without a guard;
 * - `no-request`: nothing arrives without a guard either; `absent`: the engine lacks the API; `unmeasured`.
 */
export async function run(Browser) {
  const listener = await Listener.start(columns, channels);
  try {
    const run = new Run(Browser, listener);
    await run.column("none");
    const left = columns.slice(1);
    const work = async () => {
      while (left.length > 0) await run.column(left.shift());
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { version: run.version, rows: run.outcomes() };
  } finally {
    listener.stop();
  }
}
