// Several documents at once, each in a window of its own: what a script does to its document is no other's affair. The
// windows are used again; those that scripts open are closed.
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { Firefox, scratch } from "../browsers.mjs";
import { WebKit } from "../webkit.mjs";

const PATIENCE_MS = 5_000;
/** Whatever comes of it, or nothing in time: a window that is going away answers nobody. */
const patiently = (promise) =>
  Promise.race([promise.catch(() => undefined), sleep(PATIENCE_MS, undefined, { ref: false })]);

export class ChromiumTabs {
  static engine = "Chromium";
  #profile;
  #context;
  #pages = [];
  #browser;
  #left = new WeakSet();

  static async launch() {
    const tabs = new ChromiumTabs();
    tabs.#profile = await scratch("bypass");
    tabs.#context = await chromium.launchPersistentContext(tabs.#profile, {
      executablePath: process.env.CHROME ?? "/usr/bin/chromium",
      headless: true,
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
    });
    return tabs;
  }

  async open(urls) {
    for (const at of urls.keys()) {
      if (!this.#pages[at] || this.#pages[at].isClosed()) this.#pages[at] = await this.#window();
    }
    await Promise.all(
      urls.map(async (url, at) => {
        const opened = await patiently(this.#pages[at].goto(url, { waitUntil: "commit" }).then(() => true));
        if (opened) return;
        // The last script still holds this window: the next one gets another.
        this.#left.add(this.#pages[at]);
        this.#pages[at] = await this.#window();
        await patiently(this.#pages[at].goto(url, { waitUntil: "commit" }));
      }),
    );
  }

  /** A window and no tab: one that is hidden speculates on nothing. */
  async #window() {
    this.#browser ??= await this.#context.newCDPSession(this.#context.pages()[0]);
    const next = this.#context.waitForEvent("page");
    await this.#browser.send("Target.createTarget", { url: "about:blank", newWindow: true });
    const page = await next;
    page.on("dialog", (dialog) => void dialog.dismiss().catch(() => {}));
    return page;
  }

  /** Closes whatever windows the scripts opened. */
  async clear() {
    const [, ...pages] = this.#context.pages();
    const theirs = pages.filter((page) => !this.#pages.includes(page) && !this.#left.has(page));
    await Promise.all(
      theirs.map((page) => {
        this.#left.add(page);
        return patiently(page.close());
      }),
    );
  }

  async close() {
    await this.#context.close();
    await rm(this.#profile, { recursive: true, force: true });
  }
}

/** By a driver of the WebDriver protocol. */
class DriverTabs {
  #browser;
  #handles = [];

  async start(Browser, options) {
    this.#browser = await Browser.launch({ load: "none", ...options });
    this.#first = await this.#session.windows();
    return this;
  }

  #first = [];
  get #session() {
    return this.#browser.session;
  }

  async open(urls) {
    for (const [at, url] of urls.entries()) {
      for (let tries = 0; tries < 2; tries++) {
        this.#handles[at] ??= await this.#session.newWindow();
        const opened = await patiently(
          this.#session.switchTo(this.#handles[at]).then(() => this.#session.navigate(url)).then(() => true),
        );
        if (opened) break;
        this.#handles[at] = undefined;
      }
    }
  }

  async clear() {
    for (const handle of await this.#session.windows()) {
      if (this.#handles.includes(handle) || this.#first.includes(handle)) continue;
      await patiently(this.#session.switchTo(handle).then(() => this.#session.closeWindow()));
    }
  }

  async close() {
    await this.#browser.close();
  }
}

export class FirefoxTabs extends DriverTabs {
  static engine = "Firefox";
  static launch = () => new FirefoxTabs().start(Firefox, { prefs: { "media.peerconnection.ice.loopback": true } });
}

export class WebKitTabs extends DriverTabs {
  static engine = "WebKitGTK";
  static launch = () => new WebKitTabs().start(WebKit);
}
