// Several documents at once, each in a window of its own: what a script does to its document is no other's affair.
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { scratch } from "../browsers.mjs";

const CLOSE_MS = 2_000;

export class ChromiumTabs {
  static engine = "Chromium";
  #profile;
  /** Told to close once already: some window that a page opened as it went never does. */
  #stuck = new WeakSet();
  #context;

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
    await Promise.all(
      urls.map(async (url) => {
        const page = await this.#context.newPage();
        page.on("dialog", (dialog) => void dialog.dismiss().catch(() => {}));
        // One that sends itself away at once has been opened all the same.
        await page.goto(url, { waitUntil: "commit", timeout: 10_000 }).catch(() => {});
      }),
    );
  }

  /** Closes them and whatever windows they opened. */
  async clear() {
    const [, ...pages] = this.#context.pages();
    await Promise.all(
      pages.map(async (page) => {
        if (this.#stuck.has(page)) return;
        this.#stuck.add(page);
        await Promise.race([page.close().catch(() => {}), sleep(CLOSE_MS, undefined, { ref: false })]);
      }),
    );
  }

  async close() {
    await this.#context.close();
    await rm(this.#profile, { recursive: true, force: true });
  }
}
