// A small W3C WebDriver client: what the suites need, for any driver that speaks the protocol.
// https://www.w3.org/TR/webdriver2/
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { start, stop } from "../children.mjs";
import { freePort } from "../servers.mjs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Milliseconds, after which something hangs; a busy machine is slow. */
export const TIMEOUTS = { script: 120_000, pageLoad: 120_000 };

/** Milliseconds, after which a driver, or a browser that it starts, is taken for one that hangs. */
const HANGS = { answer: 280_000, session: 100_000 };

export class WebDriverError extends Error {
  constructor(code, message) {
    super(`${code}: ${message}`);
    this.name = "WebDriverError";
    this.code = code;
  }
}

/** A running driver process: geckodriver, chromedriver, WebKitWebDriver. */
export class Driver {
  #process;
  #base;

  static async start(command, { args = (port) => [`--port=${port}`], env = process.env, timeout = 60_000 } = {}) {
    const port = await freePort();
    const driver = new Driver();
    driver.#base = `http://127.0.0.1:${port}`;
    driver.#process = start(command, args(port), { env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    driver.#process.stderr.on("data", (data) => (said = (said + data).slice(-2000)));
    let failure = null;
    driver.#process.on("error", (error) => (failure = error));
    driver.#process.on("exit", (code) => (failure ??= new Error(`${command} ended with ${code}: ${said}`)));
    const until = Date.now() + timeout;
    for (;;) {
      if (failure) throw failure;
      const ready = await driver.send("GET", "/status").then(
        (status) => status.ready,
        () => false,
      );
      if (ready) return driver;
      if (Date.now() > until) {
        await driver.stop();
        throw new Error(`${command} was not ready in ${timeout} ms: ${said}`);
      }
      await sleep(50);
    }
  }

  async send(method, path, body, { timeout = HANGS.answer } = {}) {
    const response = await fetch(this.#base + path, {
      method,
      signal: AbortSignal.timeout(timeout),
      headers: { "content-type": "application/json; charset=utf-8" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const { value } = await response.json();
    if (!response.ok) throw new WebDriverError(value?.error ?? response.status, value?.message ?? "no message");
    return value;
  }

  async newSession(alwaysMatch) {
    const asked = { capabilities: { alwaysMatch } };
    const { sessionId, capabilities } = await this.send("POST", "/session", asked, { timeout: HANGS.session });
    return new Session(this, sessionId, capabilities);
  }

  /** Ends the driver and whatever browser it started. */
  stop() {
    return stop(this.#process);
  }
}

export class Session {
  #driver;
  #path;

  constructor(driver, id, capabilities) {
    this.#driver = driver;
    this.#path = `/session/${id}`;
    this.capabilities = capabilities;
  }

  #send(method, path, body) {
    return this.#driver.send(method, this.#path + path, body);
  }

  setTimeouts(timeouts) {
    return this.#send("POST", "/timeouts", timeouts);
  }

  navigate(url) {
    return this.#send("POST", "/url", { url });
  }

  url() {
    return this.#send("GET", "/url");
  }

  execute(script, args = []) {
    return this.#send("POST", "/execute/sync", { script, args });
  }

  /** Runs a script in Firefox's own context. */
  async inChrome(script) {
    await this.#send("POST", "/moz/context", { context: "chrome" });
    try {
      return await this.execute(script);
    } finally {
      await this.#send("POST", "/moz/context", { context: "content" });
    }
  }

  /** Runs a function in the page, with JSON arguments, and waits for what it returns. */
  async run(fn, ...args) {
    const script = `
      const done = arguments[arguments.length - 1];
      const args = Array.prototype.slice.call(arguments, 0, -1);
      Promise.resolve().then(() => (${fn})(...args)).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await this.#send("POST", "/execute/async", { script, args });
    if (error !== undefined) throw new Error(`In the page: ${error}`);
    return value;
  }

  async find(selector) {
    const found = await this.#send("POST", "/element", { using: "css selector", value: selector });
    return found[ELEMENT];
  }

  async click(selector) {
    await this.#send("POST", `/element/${await this.find(selector)}/click`, {});
  }

  /** Clicks at a point of the viewport, whatever is there. */
  async clickAt(x, y) {
    const actions = [
      { type: "pointerMove", duration: 0, x, y },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    await this.#send("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", actions }] });
  }

  async windows() {
    return this.#send("GET", "/window/handles");
  }

  /** Opens another window, and says which. */
  async newWindow(type = "tab") {
    return (await this.#send("POST", "/window/new", { type })).handle;
  }

  switchTo(handle) {
    return this.#send("POST", "/window", { handle });
  }

  closeWindow() {
    return this.#send("DELETE", "/window");
  }

  /** Closes every window but the one that this session is in. */
  async closeOthers() {
    const own = await this.#send("GET", "/window");
    for (const handle of await this.windows()) {
      if (handle === own) continue;
      await this.switchTo(handle);
      await this.closeWindow();
    }
    await this.switchTo(own);
  }

  async resize(width, height) {
    await this.#send("POST", "/window/rect", { width, height });
  }

  /** The text of an open alert, confirm or prompt; null where there is none. */
  async dialog() {
    try {
      return await this.#send("GET", "/alert/text");
    } catch (error) {
      if (error.code === "no such alert") return null;
      throw error;
    }
  }

  /** Closes an open alert, confirm or prompt, where there is one. */
  async dismissDialog() {
    if ((await this.dialog()) !== null) await this.#send("POST", "/alert/dismiss", {});
  }

  async screenshot(file) {
    await writeFile(file, Buffer.from(await this.#send("GET", "/screenshot"), "base64"));
  }

  /** An authenticator that has a user's consent: WebAuthn § 11. Returns what takes it away. */
  async standInForAuthenticator() {
    const id = await this.#send("POST", "/webauthn/authenticator", {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    });
    return () => this.#send("DELETE", `/webauthn/authenticator/${id}`);
  }

  delete() {
    return this.#send("DELETE", "");
  }
}
