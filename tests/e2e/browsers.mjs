// One small interface over the two ways to drive a browser, so that the cases are written once.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { Driver } from "./webdriver.mjs";

export async function scratch(name) {
  return mkdtemp(join(tmpdir(), `cordon-${name}-`));
}

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
  dialogs = [];

  /** With `canary`, `evil.test` is this machine. */
  static async launch({ canary = false } = {}) {
    const browser = new Chromium();
    browser.#profile = await scratch("chromium");
    // A persistent context is a plain profile. Playwright's other contexts are private ones, without Background Fetch.
    browser.#context = await chromium.launchPersistentContext(browser.#profile, {
      executablePath: process.env.CHROME ?? "/usr/bin/chromium",
      headless: true,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        ...(canary ? ["--host-resolver-rules=MAP evil.test 127.0.0.1"] : []),
      ],
    });
    browser.#page = browser.#context.pages()[0] ?? (await browser.#context.newPage());
    browser.#page.on("dialog", (dialog) => {
      browser.dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    return browser;
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
    await this.#page.click(selector);
  }

  async openDialogs() {
    return this.dialogs;
  }

  async pages() {
    return this.#context.pages().length;
  }

  async look({ width, height, colorScheme }) {
    await this.#page.setViewportSize({ width, height });
    await this.#page.emulateMedia({ colorScheme });
  }

  async screenshot(file) {
    await this.#page.screenshot({ path: file, fullPage: true });
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

  static async launch({ canary = false, load = "normal", prefs = {} } = {}) {
    const browser = new Firefox();
    browser.#driver = await Driver.start(process.env.GECKODRIVER ?? "geckodriver");
    try {
      browser.#session = await browser.#driver.newSession({
        browserName: "firefox",
        pageLoadStrategy: load,
        unhandledPromptBehavior: "ignore",
        "moz:firefoxOptions": {
          binary: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
          args: ["-headless"],
          prefs: {
            // The lab's links name real hosts; nothing may look them up.
            "network.dns.disablePrefetch": true,
            // What the driver switches off, a reader's browser does: connect ahead of a request.
            ...(canary && { "network.dns.localDomains": "evil.test", "network.http.speculative-parallel-limit": 6 }),
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

  async pages() {
    return (await this.#session.windows()).length;
  }

  screenshot(file) {
    return this.#session.screenshot(file);
  }

  async close() {
    await this.#session.delete().finally(() => this.#driver.stop());
  }
}
