// Several documents at once, each in a window of its own: what a script does to its document is no other's affair. The
// windows are used again; those that scripts open are closed.
import { setTimeout as sleep } from "node:timers/promises";
import { Firefox } from "../browsers.mjs";
import { Driver } from "../webdriver.mjs";
import { WebKit } from "../webkit.mjs";

const PATIENCE_MS = 5_000;
/** Whatever comes of it, or nothing in time: a window that is going away answers nobody. */
const patiently = (promise) =>
  Promise.race([promise.catch(() => undefined), sleep(PATIENCE_MS, undefined, { ref: false })]);

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
        this.#handles[at] ??= await this.#session.newWindow("window");
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

/** Chromium by its WebDriver too: what drives a page more closely costs more than the page. */
class Chromium {
  static async launch({ load }) {
    const chromium = new Chromium();
    chromium.driver = await Driver.start(process.env.CHROMEDRIVER ?? "/usr/bin/chromedriver");
    chromium.session = await chromium.driver.newSession({
      browserName: "chrome",
      pageLoadStrategy: load,
      unhandledPromptBehavior: "dismiss",
      "goog:chromeOptions": {
        binary: process.env.CHROME ?? "/usr/bin/chromium",
        args: [
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
        ],
      },
    });
    return chromium;
  }

  async close() {
    await this.session.delete().finally(() => this.driver.stop());
  }
}

export class ChromiumTabs extends DriverTabs {
  static engine = "Chromium";
  static launch = () => new ChromiumTabs().start(Chromium);
}

export class FirefoxTabs extends DriverTabs {
  static engine = "Firefox";
  static launch = () => new FirefoxTabs().start(Firefox, { prefs: { "media.peerconnection.ice.loopback": true } });
}

export class WebKitTabs extends DriverTabs {
  static engine = "WebKitGTK";
  static launch = () => new WebKitTabs().start(WebKit);
}
