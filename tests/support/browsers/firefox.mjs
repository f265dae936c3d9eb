// Firefox, by geckodriver.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { discard, scratch } from "../scratch.mjs";
import { localOf } from "./browser.mjs";
import { Driven } from "./driven.mjs";
import { Driver, TIMEOUTS } from "./webdriver.mjs";

export class Firefox extends Driven {
  static engine = "Firefox";
  #driver;
  #logs;
  #hasChrome;

  /** With `chrome`, `takeWarnings` can read the browser's own console. */
  static async launch({
    canary = false,
    network = false,
    hosts = [],
    anyCertificate = false,
    chrome = false,
    load = "normal",
    prefs = {},
  } = {}) {
    const browser = new Firefox();
    browser.#hasChrome = chrome;
    browser.#logs = scratch("firefox");
    const logging = { MOZ_LOG: "timestamp,nsHostResolver:5", MOZ_LOG_FILE: join(browser.#logs, "log") };
    const env = { ...process.env, ...(network && logging) };
    const local = localOf(hosts, canary);
    const args = (port) => [`--port=${port}`, ...(chrome ? ["--allow-system-access"] : [])];
    browser.#driver = await Driver.start(process.env.GECKODRIVER ?? "geckodriver", { args, env });
    try {
      browser.session = await browser.#driver.newSession({
        browserName: "firefox",
        pageLoadStrategy: load,
        unhandledPromptBehavior: "ignore",
        acceptInsecureCerts: anyCertificate,
        "moz:firefoxOptions": {
          binary: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
          args: ["-headless"],
          prefs: {
            // Its own windows are not animated: that takes most of its time otherwise.
            "ui.prefersReducedMotion": 1,
            // The lab's links name real hosts; nothing may look them up.
            "network.dns.disablePrefetch": !network,
            // What the driver switches off, a reader's browser does: connect ahead of a request.
            ...((canary || network) && { "network.http.speculative-parallel-limit": 6 }),
            // WebRTC leaves this machine out, and that is where the tests listen.
            ...(network && { "media.peerconnection.ice.loopback": true }),
            ...(local.length > 0 && { "network.dns.localDomains": local.join(), "dom.security.https_first": false }),
            ...prefs,
          },
        },
      });
      await browser.session.setTimeouts(TIMEOUTS);
    } catch (error) {
      await browser.#driver.stop();
      throw error;
    }
    return browser;
  }

  /** Where a browser was launched with `chrome`: without these preferences Firefox asks for a real one. */
  async standInForAuthenticator() {
    const names = ["security.webauth.webauthn_enable_softtoken", "security.webauth.webauthn_enable_usbtoken"];
    const inChrome = (each) => this.session.inChrome(names.map(each).join(";"));
    await inChrome((name, at) => `Services.prefs.setBoolPref("${name}", ${at === 0})`);
    const remove = await this.session.standInForAuthenticator();
    return async () => {
      await remove();
      await inChrome((name) => `Services.prefs.clearUserPref("${name}")`);
    };
  }

  async lookups() {
    const names = await readdir(this.#logs);
    return (await Promise.all(names.map((name) => readFile(join(this.#logs, name), "latin1")))).join("");
  }

  click(selector) {
    return this.session.click(selector);
  }

  async takeWarnings() {
    return this.session.inChrome(`
      const told = Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError);
      Services.console.reset();
      return told.filter((one) => one.sourceName.startsWith("http://127.0.0.1")).map((one) => one.errorMessage);`);
  }

  screenshot(file) {
    return this.session.screenshot(file);
  }

  async reset() {
    await super.reset();
    if (this.#hasChrome) await this.takeWarnings();
  }

  async close() {
    await this.session.delete().finally(() => this.#driver.stop());
    discard(this.#logs);
  }
}
