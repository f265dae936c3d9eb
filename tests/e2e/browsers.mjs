// One small interface over the two ways to drive a browser, so that the cases are written once.
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { Driver } from "./webdriver.mjs";

export async function scratch(name) {
  return mkdtemp(join(tmpdir(), `cordon-${name}-`));
}

const localOf = (hosts, canary) => (canary ? [...hosts, "evil.test"] : hosts);

export class Browser {
  /** Waits until the function returns something truthy in the page, and returns that. */
  async until(fn, args, what, timeout = 15_000) {
    const until = Date.now() + timeout;
    for (;;) {
      const value = await this.run(fn, ...args);
      if (value) return value;
      if (Date.now() > until) throw new Error(`Waited ${timeout} ms for ${what}.`);
      await sleep(50);
    }
  }
}

export class Chromium extends Browser {
  static engine = "Chromium";
  #context;
  #page;
  #profile;
  #log;
  dialogs = [];
  warnings = [];

  /**
   * The `hosts`, and with `canary` `evil.test`, are this machine. With `network`, nothing of the network is off, and look-ups
   * are logged. With `anyCertificate`, TLS proves nothing.
   */
  static async launch({ canary = false, network = false, hosts = [], anyCertificate = false } = {}) {
    const browser = new Chromium();
    browser.#profile = await scratch("chromium");
    browser.#log = join(browser.#profile, "net-log.json");
    const local = localOf(hosts, canary);
    // A persistent context is a plain profile. Playwright's other contexts are private ones, without Background Fetch.
    browser.#context = await chromium.launchPersistentContext(browser.#profile, {
      executablePath: process.env.CHROME ?? "/usr/bin/chromium",
      headless: true,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        ...(network ? [`--log-net-log=${browser.#log}`] : ["--disable-quic", "--disable-background-networking"]),
        "--disable-component-update",
        "--disable-sync",
        ...(local.length > 0 ? [`--host-resolver-rules=${local.map((host) => `MAP ${host} 127.0.0.1`).join()}`] : []),
        ...(anyCertificate ? ["--ignore-certificate-errors"] : []),
      ],
    });
    browser.#page = browser.#context.pages()[0] ?? (await browser.#context.newPage());
    const devtools = await browser.#context.newCDPSession(browser.#page);
    devtools.on("Log.entryAdded", ({ entry }) => browser.warnings.push(entry.text));
    await devtools.send("Log.enable");
    browser.#page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) browser.warnings.push(message.text());
    });
    browser.#page.on("dialog", (dialog) => {
      browser.dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    return browser;
  }

  async version() {
    return this.#context.browser().version();
  }

  async open(url) {
    await this.#page.goto(url);
  }

  async url() {
    return this.#page.url();
  }

  async run(fn, ...args) {
    return this.#page.evaluate(`(${fn})(...${JSON.stringify(args)})`);
  }

  async click(selector) {
    // Behind another window it takes seconds.
    await this.#page.bringToFront();
    await this.#page.click(selector);
  }

  /** Clicks what saves a file, and returns what it saved. */
  async download(selector) {
    const [file] = await Promise.all([this.#page.waitForEvent("download"), this.#page.click(selector)]);
    return readFile(await file.path(), "utf8");
  }

  async press(key) {
    await this.#page.keyboard.press(key);
  }

  /** Runs a script's text in the page, whatever its policy says of scripts. */
  async load(script) {
    await this.#page.evaluate(script);
  }

  async openDialogs() {
    return this.dialogs;
  }

  /** What the console was told since the last time, by the browser itself too. */
  async takeWarnings() {
    return this.warnings.splice(0);
  }

  async pages() {
    return this.#context.pages().length;
  }

  async closeOthers() {
    for (const page of this.#context.pages()) {
      if (page !== this.#page) await page.close();
    }
  }

  /** Where a browser was launched with `network`: what it logged, with the name of every host that it looked up. */
  async lookups() {
    return readFile(this.#log, "latin1");
  }

  async look({ width, height, colorScheme }) {
    await this.#page.setViewportSize({ width, height });
    await this.#page.emulateMedia({ colorScheme });
  }

  async screenshot(file, { fullPage = true } = {}) {
    await this.#page.screenshot({ path: file, fullPage });
  }

  async close() {
    await this.#context.close();
    await rm(this.#profile, { recursive: true, force: true });
  }
}

export class Firefox extends Browser {
  static engine = "Firefox";
  #driver;
  #session;
  #logs;

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
    browser.#logs = await scratch("firefox");
    const logging = { MOZ_LOG: "timestamp,nsHostResolver:5", MOZ_LOG_FILE: join(browser.#logs, "log") };
    const env = { ...process.env, ...(network && logging) };
    const local = localOf(hosts, canary);
    const args = (port) => [`--port=${port}`, ...(chrome ? ["--allow-system-access"] : [])];
    browser.#driver = await Driver.start(process.env.GECKODRIVER ?? "geckodriver", { args, env });
    try {
      browser.#session = await browser.#driver.newSession({
        browserName: "firefox",
        pageLoadStrategy: load,
        unhandledPromptBehavior: "ignore",
        acceptInsecureCerts: anyCertificate,
        "moz:firefoxOptions": {
          binary: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
          args: ["-headless"],
          prefs: {
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
      await browser.#session.setTimeouts({ script: 20_000, pageLoad: 30_000 });
    } catch (error) {
      await browser.#driver.stop();
      throw error;
    }
    return browser;
  }

  get session() {
    return this.#session;
  }

  async version() {
    return this.#session.capabilities.browserVersion;
  }

  closeOthers() {
    return this.#session.closeOthers();
  }

  async lookups() {
    const names = await readdir(this.#logs);
    return (await Promise.all(names.map((name) => readFile(join(this.#logs, name), "latin1")))).join("");
  }

  open(url) {
    return this.#session.navigate(url);
  }

  url() {
    return this.#session.url();
  }

  run(fn, ...args) {
    return this.#session.run(fn, ...args);
  }

  click(selector) {
    return this.#session.click(selector);
  }

  async openDialogs() {
    const text = await this.#session.dialog();
    return text === null ? [] : [text];
  }

  async takeWarnings() {
    return this.#session.inChrome(`
      const told = Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError);
      Services.console.reset();
      return told.filter((one) => one.sourceName.startsWith("http://127.0.0.1")).map((one) => one.errorMessage);`);
  }

  async pages() {
    return (await this.#session.windows()).length;
  }

  screenshot(file) {
    return this.#session.screenshot(file);
  }

  async close() {
    await this.#session.delete().finally(() => this.#driver.stop());
    await rm(this.#logs, { recursive: true, force: true });
  }
}
