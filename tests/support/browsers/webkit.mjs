// WebKitGTK's MiniBrowser, by its own driver, on a screen of its own: it has no headless mode.
import { once } from "node:events";
import { start, stop } from "../children.mjs";
import { Driven } from "./driven.mjs";
import { Driver, TIMEOUTS } from "./webdriver.mjs";

export class WebKit extends Driven {
  static engine = "WebKitGTK";
  // No name can be mapped to this machine, and it takes this one for it.
  static canaryHost = "localhost";
  #screen;
  #driver;

  static async launch(options = {}) {
    for (let tries = 1; ; tries++) {
      try {
        return await WebKit.#start(options);
      } catch (error) {
        // On a busy machine MiniBrowser now and then starts and never tells its driver.
        if (tries === 3) throw error;
      }
    }
  }

  static async #start({ load = "normal" }) {
    const browser = new WebKit();
    try {
      browser.#screen = start(process.env.XVFB ?? "Xvfb", ["-displayfd", "1", "-screen", "0", "1280x900x24"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      const display = await displayOf(browser.#screen);
      browser.#driver = await Driver.start(process.env.DBUS_RUN_SESSION ?? "dbus-run-session", {
        args: (port) => ["--", process.env.WEBKITDRIVER ?? "WebKitWebDriver", `--port=${port}`],
        env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1" },
      });
      browser.session = await browser.#driver.newSession({
        browserName: "MiniBrowser",
        pageLoadStrategy: load,
        "webkitgtk:browserOptions": { binary: process.env.MINIBROWSER, args: ["--automation"] },
      });
      await browser.session.setTimeouts(TIMEOUTS);
    } catch (error) {
      await browser.#end();
      throw error;
    }
    return browser;
  }

  async close() {
    await this.session.delete().finally(() => this.#end());
  }

  async #end() {
    if (this.#driver) await this.#driver.stop();
    await stop(this.#screen);
  }
}

async function displayOf(screen) {
  const failed = once(screen, "exit").then(([code]) => {
    throw new Error(`Xvfb ended with ${code}`);
  });
  failed.catch(() => {});
  const [data] = await Promise.race([once(screen.stdout, "data"), failed]);
  return `:${String(data).trim()}`;
}
