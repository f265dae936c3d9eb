// Several documents at once, each in a window of its own: what a script does to its document is no other's affair. The
// windows are used again; those that scripts open are closed.
import { setTimeout as sleep } from "node:timers/promises";
import { DrivenChromium } from "../../support/browsers/chromium.mjs";
import { Firefox } from "../../support/browsers/firefox.mjs";
import { WebKit } from "../../support/browsers/webkit.mjs";

const PATIENCE_MS = 5_000;
/** How long a browser may take to open a window or to count them: one that takes longer is down. */
const ANSWER_MS = 60_000;
/** How often another browser may take the place of one that is down. */
const RESTARTS = 3;
/** Whatever comes of it, or nothing in time: a window that is going away answers nobody. */
const patiently = (promise) =>
  Promise.race([promise.catch(() => undefined), sleep(PATIENCE_MS, undefined, { ref: false })]);

class Tabs {
  #launch;
  #browser;
  #handles = [];
  #first = [];
  /** Window to when it was first seen. */
  #strangers = new Map();
  /** How many browsers there were: the windows of an earlier one are gone. */
  generation = 0;

  get #session() {
    return this.#browser.session;
  }

  async start(Browser, options) {
    this.#launch = () => Browser.launch({ load: "none", ...options });
    await this.#begin();
    return this;
  }

  async #begin() {
    this.#browser = await this.#launch();
    this.#handles = [];
    this.#strangers.clear();
    this.#first = await this.#session.windows();
    this.generation++;
  }

  /** What the browser answers; what a script does may bring it down, which is no way out. */
  async #ask(question) {
    for (;;) {
      try {
        const late = sleep(ANSWER_MS, undefined, { ref: false }).then(() => {
          throw new Error(`the browser did not answer in ${ANSWER_MS} ms`);
        });
        return await Promise.race([question(this.#session), late]);
      } catch (error) {
        if (this.generation > RESTARTS) throw error;
        console.error(`The browser is down, another takes its place: ${error.message}`);
        await patiently(this.#browser.close());
        await this.#begin();
      }
    }
  }

  /** Opens an address in the window of that number. */
  async open(at, url) {
    for (let tries = 0; tries < 2; tries++) {
      this.#handles[at] ??= await this.#ask((session) => session.newWindow("window"));
      const opened = await patiently(
        this.#session
          .switchTo(this.#handles[at])
          .then(() => this.#session.navigate(url))
          .then(() => true),
      );
      if (opened) break;
      this.#handles[at] = undefined;
    }
  }

  /** A user's click, somewhere in the window of that number. */
  async click(at) {
    await patiently(this.#session.switchTo(this.#handles[at]).then(() => this.#session.clickAt(150, 150)));
  }

  /** Closes the windows of others that have been here for so long. */
  async closeStrangers(age) {
    for (const handle of await this.#ask((session) => session.windows())) {
      if (this.#handles.includes(handle) || this.#first.includes(handle)) continue;
      if (!this.#strangers.has(handle)) this.#strangers.set(handle, Date.now());
      if (Date.now() - this.#strangers.get(handle) < age) continue;
      await patiently(this.#session.switchTo(handle).then(() => this.#session.closeWindow()));
      this.#strangers.delete(handle);
    }
  }

  async close() {
    await this.#browser.close();
  }
}

/** WebRTC leaves this machine out unless it is told not to; and a dozen windows need not be drawn sixty times a second. */
const FIREFOX = { "media.peerconnection.ice.loopback": true, "layout.frame_rate": 20 };

/**
 * Windows of an engine, whose proxies a script names. Chromium's by its WebDriver too: what drives a page more closely costs
 * more than the page.
 */
export function launchTabs({ engine }, proxyScript) {
  const url = `data:application/x-ns-proxy-autoconfig;base64,${btoa(proxyScript)}`;
  if (engine === "Chromium") return new Tabs().start(DrivenChromium, { args: [`--proxy-pac-url=${url}`] });
  const prefs = { ...FIREFOX, "network.proxy.type": 2, "network.proxy.autoconfig_url": url };
  if (engine === "Firefox") return new Tabs().start(Firefox, { prefs });
  return new Tabs().start(WebKit);
}
