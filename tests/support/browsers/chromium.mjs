// Chromium: the one way in which the tests start it, and how the suites drive it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { discard, scratch } from "../scratch.mjs";
import { Browser, localOf } from "./browser.mjs";
import { Driver } from "./webdriver.mjs";

export const executablePath = process.env.CHROME ?? "/usr/bin/chromium";

const PLAIN = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-component-update", "--disable-sync"];
/** What Chromium sends on its own account, off; and QUIC, which no server here speaks. */
const QUIET = ["--disable-quic", "--disable-background-networking"];
export const ARGS = [...PLAIN, ...QUIET];

/** A Chromium of Playwright's, with a private context for each page. */
export const launchChromium = ({ args = [] } = {}) => chromium.launch({ executablePath, args: [...ARGS, ...args] });

/** A Chromium with an unpacked extension, which needs a profile and the mode that is a whole browser without a window. */
export const launchWithExtension = (profile, extension) =>
  chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    args: [
      ...ARGS,
      "--headless=new",
      `--load-extension=${extension}`,
      `--disable-extensions-except=${extension}`,
      "--disable-features=DisableLoadExtensionCommandLineSwitch",
    ],
  });

const VIEWPORT = { width: 1280, height: 720 };

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
    browser.#profile = scratch("chromium");
    browser.#log = join(browser.#profile, "net-log.json");
    const local = localOf(hosts, canary);
    // A persistent context is a plain profile. Playwright's other contexts are private ones, without Background Fetch.
    browser.#context = await chromium.launchPersistentContext(browser.#profile, {
      executablePath,
      headless: true,
      viewport: VIEWPORT,
      args: [
        ...PLAIN,
        ...(network ? [`--log-net-log=${browser.#log}`] : QUIET),
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

  /** An authenticator that has a user's consent, in place of the machine's. Returns what takes it away. */
  async standInForAuthenticator() {
    const devtools = await this.#context.newCDPSession(this.#page);
    await devtools.send("WebAuthn.enable");
    await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
      },
    });
    return () => devtools.detach();
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

  /** Leaves nothing open, chosen or told of the suite that had it. */
  async reset() {
    await this.closeOthers();
    await this.#page.goto("about:blank");
    await this.#page.setViewportSize(VIEWPORT);
    await this.#page.emulateMedia({ colorScheme: null });
    await this.#context.clearCookies();
    this.warnings.length = 0;
    this.dialogs.length = 0;
  }

  async close() {
    await this.#context.close();
    discard(this.#profile);
  }
}

/** Chromium by its WebDriver: for many windows at once, Playwright's closer hold on each costs more than the page. */
export class DrivenChromium {
  static async launch({ load = "normal", args = [] } = {}) {
    const chromium = new DrivenChromium();
    chromium.driver = await Driver.start(process.env.CHROMEDRIVER ?? "/usr/bin/chromedriver");
    try {
      chromium.session = await chromium.driver.newSession({
        browserName: "chrome",
        pageLoadStrategy: load,
        unhandledPromptBehavior: "dismiss",
        "goog:chromeOptions": { binary: executablePath, args: ["--headless=new", ...ARGS, ...args] },
      });
    } catch (error) {
      await chromium.driver.stop();
      throw error;
    }
    return chromium;
  }

  async close() {
    await this.session.delete().finally(() => this.driver.stop());
  }
}
