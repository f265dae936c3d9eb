// A browser by WebDriver: what is the same whichever driver it has.
import { Browser } from "./browser.mjs";

export class Driven extends Browser {
  /** Of its driver; `launch` sets it. */
  session;

  async version() {
    return this.session.capabilities.browserVersion;
  }

  open(url) {
    return this.session.navigate(url);
  }

  url() {
    return this.session.url();
  }

  run(fn, ...args) {
    return this.session.run(fn, ...args);
  }

  async openDialogs() {
    const text = await this.session.dialog();
    return text === null ? [] : [text];
  }

  async pages() {
    return (await this.session.windows()).length;
  }

  closeOthers() {
    return this.session.closeOthers();
  }

  /** Leaves nothing open of the suite that had it. */
  async reset() {
    await this.session.dismissDialog();
    await this.closeOthers();
    await this.open("about:blank");
  }
}
