// Frames of another origin that a page talks to, as those of payment forms: messages both ways, and ports.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { SETTLE_MS, documentOf, isUp, open, shows, site, violations } from "./guarded.mjs";

/**
 * A frame like those of payment forms: it says that it is there, answers by the port that the page sends, and by one of its
 * own; and has a frame of its own that speaks to the page past it.
 */
const FIELD = `
  onmessage = ({ data, ports: [port] }) => {
    const own = new MessageChannel();
    own.port1.onmessage = ({ data }) => port.postMessage("paid " + data);
    port.postMessage({ token: "token for " + data, port: own.port2 }, [own.port2]);
  };
  document.body.append(Object.assign(document.createElement("iframe"), { src: "/controller" }));
  parent.postMessage("field", "*");`;
const CONTROLLER = `top.postMessage("controller", "*");`;

/** The page waits until both are there, sends the one a port, and answers what comes by it. */
const PAGE = (origin) => `
  const frame = document.querySelector("iframe");
  const heard = new Set();
  const pay = () => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      if (data.port) data.port.postMessage(data.token);
      else document.querySelector("output").textContent = data;
    };
    frame.contentWindow.postMessage("card", "${origin}", [port2]);
  };
  addEventListener("message", ({ data, origin }) => {
    if (origin !== "${origin}") return;
    heard.add(data);
    if (heard.size === 2) pay();
  });
  frame.src = "${origin}/field";`;

const BODY = "<iframe></iframe><output></output>";

export function messages(browserOf) {
  suite("a page and the frame of a payment form", () => {
    for (const [name, listed] of [
      ["its origin listed", (origin) => ({ frames: [origin], messages: [origin] })],
      ["a frame of the page's needs no listing under messages", (origin) => ({ frames: [origin] })],
    ]) {
      test(name, async (t) => {
        const browser = browserOf();
        const provider = await site(t, {
          "/field": documentOf("", FIELD),
          "/controller": documentOf("", CONTROLLER),
        });
        const page = await site(t, { "/": documentOf(BODY, PAGE(provider.origin), listed(provider.origin)) });
        await open(browser, page.origin);
        await shows(browser, "output", "paid token for card");
        assert.deepEqual(await violations(browser), []);
        await isUp(t, browser);
      });
    }

    test("a frame of an origin off the list says nothing", async (t) => {
      const browser = browserOf();
      const provider = await site(t, { "/field": documentOf("", FIELD), "/controller": documentOf("", CONTROLLER) });
      const page = await site(t, { "/": documentOf(BODY, PAGE(provider.origin), { messages: [provider.origin] }) });
      await open(browser, page.origin);
      await browser.until(() => window.guard.violations.length > 0, [], "the refusal");
      await sleep(SETTLE_MS);
      // By the watcher, by the pinned policy, or by both.
      for (const [api, origin] of await violations(browser)) {
        assert.match(api, /^frame(-src)?$/);
        assert.equal(origin, provider.origin);
      }
      assert.equal(await browser.run(() => document.querySelector("output").textContent), "");
      assert.deepEqual(provider.reached, []);
    });
  });
}
