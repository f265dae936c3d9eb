// The browsers, by one interface: `open`, `call`, `close`.
import { launchChromium } from "../../tests/support/browsers/chromium.mjs";
import { Firefox as Driven } from "../../tests/support/browsers/firefox.mjs";

const READY_MS = 60_000;

class Engine {
  /** Loads the page afresh. */
  async open(url) {
    await this.goto(url);
    const until = Date.now() + READY_MS;
    while (!(await this.run("() => globalThis.bench !== undefined"))) {
      if (Date.now() > until) throw new Error("the page of the benchmarks does not start");
    }
  }

  call(name, ...args) {
    return this.run("(name, args) => globalThis.bench[name](...args)", name, args);
  }

  get(name) {
    return this.run("(name) => globalThis.bench[name]", name);
  }
}

export class Chromium extends Engine {
  static async launch() {
    const engine = new Chromium();
    engine.browser = await launchChromium({
      args: [
        // The documents name images on real hosts; nothing may look these up.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        // One contender's garbage is not to be collected on another's time.
        "--js-flags=--expose-gc",
      ],
    });
    engine.name = `Chromium ${engine.browser.version()}`;
    engine.page = await engine.browser.newPage();
    return engine;
  }

  goto(url) {
    return this.page.goto(url);
  }

  run(fn, ...args) {
    return this.page.evaluate(`(${fn})(...${JSON.stringify(args)})`);
  }

  close() {
    return this.browser.close();
  }
}

export class Firefox extends Engine {
  static async launch() {
    const engine = new Firefox();
    engine.driven = await Driven.launch();
    engine.name = `Firefox ${/Firefox\/([\d.]+)/.exec(await engine.driven.run("() => navigator.userAgent"))?.[1]}`;
    return engine;
  }

  goto(url) {
    return this.driven.open(url);
  }

  run(fn, ...args) {
    return this.driven.run(fn, ...args);
  }

  close() {
    return this.driven.close();
  }
}
