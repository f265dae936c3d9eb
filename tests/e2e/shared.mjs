// Browsers that suites share: one is started when a suite asks for its kind and none is free, and is used again.
//
// Suites share where they agree on all that changes what is sent. Names of hosts and the right to read the console change
// nothing for those that do not use them, so every browser has all of these.
import { HOSTS as OF_POLICIES } from "./csp/generate.mjs";
import { INITIATORS } from "./endpoint/cells.mjs";

const HOSTS = [...new Set([...OF_POLICIES, ...INITIATORS.map(({ host }) => host)])];

/** What stands in for a class of browsers: `launch` may give one that runs; its `close` gives it back, its `end` ends it. */
export function share(Browser) {
  const free = new Map();
  const running = new Set();

  async function start(options) {
    const browser = await Browser.launch({ ...options, hosts: HOSTS, chrome: true });
    const end = browser.close.bind(browser);
    running.add(end);
    const close = async () => {
      running.delete(end);
      await end();
    };
    return { browser, close };
  }

  return {
    engine: Browser.engine,
    canaryHost: Browser.canaryHost,

    async launch({ hosts = [], chrome, ...options } = {}) {
      const unknown = hosts.find((host) => !HOSTS.includes(host));
      if (unknown !== undefined) throw new Error(`No browser of the suites knows ${unknown}.`);
      // Its log of look-ups is one column's.
      if (options.network) return Browser.launch(options);
      const kind = JSON.stringify(Object.entries(options).toSorted());
      const idle = free.get(kind) ?? [];
      free.set(kind, idle);
      const lent = idle.pop() ?? (await start(options));
      lent.browser.end = lent.close;
      lent.browser.close = async () => {
        try {
          await lent.browser.reset();
          idle.push(lent);
        } catch {
          await lent.close();
        }
      };
      return lent.browser;
    },

    /** Ends whatever runs. */
    async end() {
      await Promise.all([...running].map((end) => end()));
      running.clear();
      free.clear();
    },
  };
}
