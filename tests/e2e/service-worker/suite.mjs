// The gate of a service worker in a browser: what it refuses, what it lets through, and that it stays.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Canary } from "../inert/canary.mjs";
import { shut } from "../../support/servers.mjs";
import { Site, UNGATED, gated } from "./site.mjs";

/** The canary's ports. */
const EVIL = 0;
const LISTED = 1;

/** What an engine does not do, or when it likes: those rows are not run. */
const ABSENT = { Chromium: [], Firefox: ["fetch-later", "prefetch"] };

/** Requests that no worker is told of: the declarations name them, and an engine that starts to tell is news. */
const UNSEEN = {
  Chromium: ["blank", "blob-frame", "embed", "fetch-later", "frame", "object", "redirect", "sync-xhr", "web-socket"],
  Firefox: ["audio", "embed", "frame", "keepalive", "object", "redirect", "shared-worker", "video", "web-socket"],
};
/** Engines that send to the network what a worker was being asked about when another took its place. */
const SENDS_WHEN_REPLACED = ["Firefox"];
const SCOPES = [
  { folder: "module", kind: "module", frames: [] },
  { folder: "classic", kind: "classic", frames: ["'self'"] },
];

export function gate(Browser) {
  const { engine } = Browser;

  suite(`the gate of a service worker in ${engine}`, () => {
    let canary, site, browser, evil, listed;

    before(async () => {
      canary = await Canary.start(2);
      // By address: not every API sends to a name without TLS.
      [evil, listed] = [EVIL, LISTED].map((id) => `http://127.0.0.1:${canary.host(id).split(":")[1]}`);
      site = await Site.start();
      browser = await Browser.launch();
    });

    after(() => shut(browser, canary, site));

    const requested = (id) => {
      const paths = canary.reached(id).requests.map((line) => line.split("/").at(-1));
      return [...new Set(paths)].sort();
    };

    /** Opens a page of the folder, registers its worker, and waits until that one answers for the page. No reload. */
    async function open(folder, text, type = "classic") {
      site.workers[folder] = text;
      await browser.open(`${site.origin}/${folder}/page`);
      const error = await browser.run(async (type) => {
        window.messages = (data) =>
          new Promise((resolve) => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = ({ data }) => resolve(data);
            navigator.serviceWorker.controller.postMessage(data, [port2]);
          });
        try {
          window.registration = await navigator.serviceWorker.register("sw.js", { type });
        } catch (error) {
          return String(error);
        }
      }, type);
      assert.equal(error ?? null, null);
      await browser.until(() => navigator.serviceWorker.controller?.state === "activated", [], "the worker");
    }

    /** Replaces the worker's text and waits until the new one answers for the page. */
    async function update(folder, text) {
      site.workers[folder] = text;
      await browser.run(async () => {
        window.changed = false;
        navigator.serviceWorker.addEventListener("controllerchange", () => (window.changed = true), { once: true });
        await window.registration.update();
      });
      await browser.until(() => window.changed, [], "the new worker");
      await browser.until(() => navigator.serviceWorker.controller.state === "activated", [], "its activation");
    }

    const policy = (more) => ({ connect: ["'self'", listed], resources: [listed], ...more });
    const fetched = (url) =>
      browser.run(
        (url) =>
          fetch(url, { mode: "no-cors" }).then(
            () => "answered",
            (error) => error.name,
          ),
        url,
      );
    const names = async () => {
      const names = await browser.run(() => Object.keys(window.rows));
      return names.filter((name) => !ABSENT[engine].includes(name)).sort();
    };

    let run = 0;

    /** Sends every row's request. No run asks for a URL of another one: browsers keep images in memory. */
    const send = async (to) =>
      browser.run((base, names) => window.sendAll(base, names), `${to}/${++run}`, await names());

    test("without the gate each row reaches the listener", async () => {
      await open("raw", UNGATED);
      canary.reset();
      await send(evil);
      const rows = await names();
      for (let waited = 0; waited < 5000 && requested(EVIL).length < rows.length; waited += 50) await sleep(50);
      assert.deepEqual(requested(EVIL), rows);
    });

    /** Installs a guard and waits for what its layer says of the worker. */
    async function toldOfGate() {
      // A driver's script that imports would do so into a realm of its own.
      await browser.run(() => {
        const script = document.createElement("script");
        script.type = "module";
        script.textContent = `import { installGuard } from "/package/guard.js"; window.guard = installGuard({ connect: ["'self'"] });`;
        document.head.append(script);
      });
      const { active, detail } = await browser.until(
        () => {
          const layer = window.guard?.layers.find(({ name }) => name === "service-worker");
          return layer?.detail.includes("not answered yet") ? undefined : layer;
        },
        [],
        "the guard",
      );
      return `${active}: ${detail}`;
    }

    test("the guard of a page says whether its worker has the gate", async () => {
      await browser.open(`${site.origin}/none/page`);
      assert.equal(await toldOfGate(), "false: no service worker controls this page");
      await open("ungated", UNGATED);
      assert.equal(await toldOfGate(), "false: the worker that controls this page has no gate");
      await open("told", gated("classic", policy()));
      assert.equal(await toldOfGate(), "true: the worker that controls this page answered for its gate");
    });

    for (const { folder, kind, frames } of SCOPES) {
      suite(`loaded by a ${kind} worker`, () => {
        before(() => open(folder, gated(kind, policy({ frames }), { app: [listed] }), kind));

        test("what the policy does not list is refused, but for what a worker is not told", async () => {
          canary.reset();
          await send(evil);
          await sleep(1000);
          assert.deepEqual(requested(EVIL), UNSEEN[engine]);
          const { violations } = await browser.run(() => window.messages("tell"));
          const told = new Set(violations.map(({ url }) => url.split("/").at(-1)));
          const rows = (await names()).filter((name) => !UNSEEN[engine].includes(name));
          assert.deepEqual([...told].sort(), rows);
          const { time, ...first } = violations.find(({ url }) => url.endsWith("/img"));
          assert.ok(Math.abs(time - Date.now()) < 60_000);
          assert.deepEqual(first, {
            api: "image",
            url: `${evil}/${run}/img`,
            origin: evil,
            verdict: { allowed: false, reason: "not-listed", matched: null },
            layer: "service-worker",
          });
        });

        test("what it lists goes out", async () => {
          canary.reset();
          await send(listed);
          const rows = await names();
          for (let waited = 0; waited < 5000 && requested(LISTED).length < rows.length; waited += 50) await sleep(50);
          assert.deepEqual(requested(LISTED), rows);
        });

        test("the app's own handler answers, and hears of nothing that was refused", async () => {
          const body = await browser.run(async () => (await fetch("cached")).text());
          assert.equal(body, "the app's own");
          assert.equal(await fetched(`${evil}/unheard`), "TypeError");
          const { heard } = await browser.run(() => window.messages("tell"));
          assert.ok(heard.includes(`/${folder}/cached`));
          assert.ok(!heard.includes("/unheard"));
        });

        test(`a frame of the own origin is ${frames.length ? "let through" : "refused"}`, async () => {
          const text = await browser.run(
            () =>
              new Promise((resolve) => {
                const frame = document.createElement("iframe");
                const look = () => {
                  try {
                    resolve(frame.contentDocument.title);
                  } catch {
                    resolve("an error page");
                  }
                };
                frame.addEventListener("load", look);
                frame.addEventListener("error", look);
                frame.src = "page?framed";
                document.body.append(frame);
              }),
          );
          assert.equal(text === "app", frames.length > 0, text);
        });

        test("no message changes it", async () => {
          await browser.run((evil) => {
            const wide = { connect: ["*", evil], resources: ["*"], frames: ["*"] };
            const code = "installServiceWorkerGate = () => {}; registration.unregister()";
            const said = [
              ...[code, { code }, { eval: code }, { script: code }, { type: "eval", data: code }, [code]],
              ...[wide, { policy: wide }, { type: "policy", policy: wide }, { type: "mcp-cordon", policy: wide }],
              ...[{ type: "SKIP_WAITING" }, { type: "uninstall" }, { cmd: "importScripts", url: `${evil}/x.js` }],
            ];
            for (const data of said) {
              navigator.serviceWorker.controller.postMessage(data);
              window.registration.active.postMessage(data);
              new BroadcastChannel("mcp-cordon").postMessage(data);
            }
          }, evil);
          // Messages come in order, so that the worker has had them all when it answers this one.
          await browser.run(() => window.messages("tell"));
          canary.reset();
          assert.equal(await fetched(`${evil}/message`), "TypeError");
          assert.equal(await fetched(`${listed}/message`), "answered");
          assert.deepEqual([requested(EVIL), requested(LISTED)], [[], ["message"]]);
        });
      });
    }

    test("an update keeps the gate, all the while, and a narrower policy holds from then on", async () => {
      await open("update", gated("classic", policy(), { skipWaiting: true }));
      canary.reset();
      assert.equal(await fetched(`${listed}/before`), "answered");
      await browser.run((evil) => {
        window.asked = [];
        const send = () => {
          const request = { id: window.asked.length, sentBefore: !window.changed, refused: false };
          window.asked.push(request);
          const refuse = () => (request.refused = true);
          fetch(`${evil}/during/${request.id}`, { mode: "no-cors" }).catch(refuse);
        };
        window.sending = setInterval(send, 25);
      }, evil);
      const refused = (by, before) =>
        browser.until(
          (before) => window.asked.filter((asked) => asked.refused && asked.sentBefore === before).length > 10,
          [before],
          `requests that the ${by} worker refuses`,
        );
      await refused("old", true);
      await update("update", gated("classic", { connect: ["'self'"] }, { skipWaiting: true }));
      assert.equal(await fetched(`${listed}/after`), "TypeError");
      await refused("new", false);
      await browser.run(() => clearInterval(window.sending));
      await sleep(300);
      const escaped = requested(EVIL).map(Number);
      const pending = await browser.run(() =>
        window.asked.filter(({ sentBefore, refused }) => sentBefore && !refused).map(({ id }) => id),
      );
      const may = SENDS_WHEN_REPLACED.includes(engine) ? pending : [];
      assert.deepEqual(
        escaped.filter((id) => !may.includes(id)),
        [],
      );
      assert.deepEqual(requested(LISTED), ["before"]);
    });

    test("without skipWaiting an update waits, and the gate that is there holds", async () => {
      await open("waits", gated("classic", policy()));
      site.workers.waits = gated("classic", { connect: ["'self'"] });
      await browser.run(() => window.registration.update());
      await browser.until(() => window.registration.waiting !== null, [], "the new worker");
      canary.reset();
      assert.equal(await fetched(`${listed}/waits`), "answered");
      assert.equal(await fetched(`${evil}/waits`), "TypeError");
      assert.deepEqual([requested(EVIL), requested(LISTED)], [[], ["waits"]]);
    });

    test("an app's worker that gets the gate holds the page that is open", async () => {
      await open("adopts", UNGATED);
      canary.reset();
      assert.equal(await fetched(`${evil}/adopts`), "answered");
      await update("adopts", gated("classic", policy(), { skipWaiting: true }));
      assert.equal(await fetched(`${evil}/adopted`), "TypeError");
      assert.deepEqual(requested(EVIL), ["adopts"]);
    });

    for (const [what, call] of [
      ["a policy in error", `mcpCordon.installServiceWorkerGate({ connect: ["self"] })`],
      ["an option in error", `mcpCordon.installServiceWorkerGate({}, { app: ["x y"] })`],
      ["an unknown option", `mcpCordon.installServiceWorkerGate({}, { skipwaiting: true })`],
      ["a second gate", `mcpCordon.installServiceWorkerGate({}); mcpCordon.installServiceWorkerGate({})`],
    ]) {
      test(`a worker with ${what} does not install`, async () => {
        site.workers.broken = `importScripts("/package/service-worker.global.js"); ${call}`;
        await browser.open(`${site.origin}/broken/page`);
        const outcome = await browser.run(() =>
          navigator.serviceWorker.register("sw.js").then(
            () => "installed",
            (error) => error.name,
          ),
        );
        assert.equal(outcome, "TypeError");
      });
    }

    test("outside a service worker it throws", async () => {
      await browser.open(`${site.origin}/raw/page`);
      const code = await browser.run(async () => {
        const { installServiceWorkerGate } = await import("/package/service-worker.js");
        try {
          installServiceWorkerGate({});
        } catch (error) {
          return `${error.name} ${error.code}`;
        }
      });
      assert.equal(code, "CordonError invalid-input");
    });
  });
}
