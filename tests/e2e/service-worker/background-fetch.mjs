// Background Fetch under the gate, for real: registrations of its scope that the policy does not list are aborted.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { serve, shut } from "../../support/servers.mjs";
import { Site, UNGATED, gated } from "./site.mjs";

/** Answers `/slow…` without an end, and everything else at once. */
function answer({ url }, response) {
  response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": "application/octet-stream" });
  if (url.startsWith("/slow")) response.write("x".repeat(1000));
  else response.end("x");
}

export function backgroundFetches(Browser) {
  suite(`Background Fetch under the gate in ${Browser.engine}`, () => {
    let other, site, browser;

    before(async () => {
      other = await serve(answer);
      site = await Site.start();
      browser = await Browser.launch();
    });

    after(() => shut(browser, other, site));

    async function open(folder, text) {
      site.workers[folder] = text;
      await browser.open(`${site.origin}/${folder}/page`);
      await browser.run(async () => {
        window.registration = await navigator.serviceWorker.register("sw.js");
        window.messages = (data) =>
          new Promise((resolve) => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = ({ data }) => resolve(data);
            navigator.serviceWorker.controller.postMessage(data, [port2]);
          });
      });
      await browser.until(() => navigator.serviceWorker.controller?.state === "activated", [], "the worker");
    }

    /** Starts one and waits until its request has arrived: then it is under way. */
    async function begin(id, urls) {
      await browser.run(
        async (id, urls) => {
          window.fetches ??= {};
          // The first call of a profile can fail.
          for (let tries = 0; ; tries++) {
            try {
              window.fetches[id] = await window.registration.backgroundFetch.fetch(id, urls);
              return;
            } catch (error) {
              if (tries === 20) throw error;
              await new Promise((resolve) => setTimeout(resolve, 250));
            }
          }
        },
        id,
        urls,
      );
      for (let waited = 0; !urls.some((url) => other.hits.includes(new URL(url).pathname)); waited += 50) {
        assert.ok(waited < 10_000, "the background fetch sends its request");
        await sleep(50);
      }
    }

    const result = (id) => browser.run((id) => [window.fetches[id].result, window.fetches[id].failureReason], id);
    const wake = () => browser.run(async () => (await fetch("cached")).text());
    const ended = async (id) => {
      await browser.until((id) => window.fetches[id].result !== "", [id], "the end of the background fetch");
      return result(id);
    };
    const heard = async () =>
      (await browser.run(() => window.messages("tell"))).heard.filter((line) => line.includes(" "));

    test("without the gate it goes on", async () => {
      await open("raw", UNGATED);
      await begin("raw", [`${other.origin}/slow-raw`]);
      await wake();
      await sleep(2000);
      assert.deepEqual(await result("raw"), ["", ""]);
    });

    test("a worker that gets the gate aborts it on activation", async () => {
      site.workers.raw = gated("classic", {}, { skipWaiting: true });
      await browser.run(() => window.registration.update());
      assert.deepEqual(await ended("raw"), ["failure", "aborted"]);
    });

    test("one that starts later is aborted at the next request, and the app's handlers hear nothing", async () => {
      await open("later", gated("classic", { connect: ["'self'", other.origin] }));
      await begin("later", [`${other.origin}/slow-later`]);
      await wake();
      assert.deepEqual(await ended("later"), ["failure", "aborted"]);
      await sleep(300);
      assert.deepEqual(await heard(), []);
      const { violations } = await browser.run(() => window.messages("tell"));
      assert.deepEqual(
        violations.map(({ api, url }) => [api, url]),
        [["backgroundFetch", `${other.origin}/slow-later`]],
      );
    });

    test("one URL off the list is enough", async () => {
      await open("mixed", gated("classic", { backgroundFetch: [`${other.origin}/slow-listed`] }));
      await begin("mixed", [`${other.origin}/slow-listed`, `${other.origin}/slow-unlisted`]);
      await wake();
      assert.deepEqual(await ended("mixed"), ["failure", "aborted"]);
    });

    test("what is listed goes on to its end, and the app's handler hears of it", async () => {
      await open(
        "listed",
        gated("classic", { backgroundFetch: [`${other.origin}/pack`, `${other.origin}/slow-pack`] }),
      );
      await begin("quick", [`${other.origin}/pack`]);
      assert.deepEqual(await ended("quick"), ["success", ""]);
      await browser.until(
        async () => (await window.messages("tell")).heard.includes("backgroundfetchsuccess quick"),
        [],
        "the app's handler",
      );
      await begin("slow", [`${other.origin}/slow-pack`]);
      await wake();
      await sleep(1500);
      assert.deepEqual(await result("slow"), ["", ""]);
      assert.deepEqual(await heard(), ["backgroundfetchsuccess quick"]);
    });
  });
}
