// The lab's page as it looks: nothing overflows, axe finds nothing serious, and the keyboard reaches everything.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { discard, scratch } from "../../support/scratch.mjs";
import { shut } from "../../support/servers.mjs";
import { Lab } from "./server.mjs";

/** What each view waits for before it is looked at. */
const VIEWS = {
  "#attack/html-image": () => document.getElementById("attack").dataset.state === "done",
  "#all": () => document.getElementById("run-all") !== null,
  "#streaming": () => document.getElementById("run-stream") !== null,
  "#channels": () => document.getElementById("run-channels") !== null,
  "#servers": () => document.getElementById("run-servers") !== null,
  "#audit": () => document.querySelector("#own-audit [data-score]") !== null,
  "#timings": () => document.getElementById("run-timings") !== null,
  "#server": () => document.getElementById("mcp-connect") !== null,
};
const SIZES = { desktop: [1440, 900], phone: [390, 844] };

export function look(Browser) {
  suite(`the lab's page, looked at in ${Browser.engine}`, () => {
    let lab, browser, folder, axe;

    before(async () => {
      lab = await Lab.start();
      browser = await Browser.launch();
      folder = process.env.CORDON_SCREENSHOTS ?? scratch("look");
      axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    });

    after(async () => {
      await shut(browser, lab);
      if (!process.env.CORDON_SCREENSHOTS) discard(folder);
    });

    for (const colorScheme of ["light", "dark"]) {
      for (const [size, [width, height]] of Object.entries(SIZES)) {
        for (const [view, isReady] of Object.entries(VIEWS)) {
          test(`${view} on a ${size}, ${colorScheme}: nothing overflows, axe finds nothing serious`, async () => {
            await browser.look({ width, height, colorScheme });
            await browser.open("about:blank");
            await browser.open(`${lab.page}${view}`);
            await browser.until(isReady, [], view);
            await browser.screenshot(join(folder, `${view.slice(1).replace("/", "-")}-${size}-${colorScheme}.png`));
            const { content, viewport } = await browser.run(() => ({
              content: document.documentElement.scrollWidth,
              viewport: document.documentElement.clientWidth,
            }));
            assert.ok(content <= viewport, `${content} px of content in ${viewport} px`);
            await browser.load(axe);
            const violations = await browser.run(runAxe);
            assert.deepEqual(
              violations.filter(({ impact }) => impact === "serious" || impact === "critical"),
              [],
            );
          });
        }
      }
    }

    test("everything is reached by keyboard", async () => {
      await browser.look({ width: 1440, height: 900, colorScheme: "light" });
      await browser.open("about:blank");
      await browser.open(lab.page);
      await browser.until(VIEWS["#attack/html-image"], [], "the first attack");
      const seen = new Set();
      for (let presses = 0; presses < 140; presses++) {
        await browser.press("Tab");
        seen.add(await browser.run(() => document.activeElement?.id || document.activeElement?.dataset?.attack || ""));
      }
      for (const id of ["skip", "theme", "run", "link", "run-edited", "result-json"])
        assert.ok(seen.has(id), `${id} is not among ${[...seen]}`);
      assert.ok(seen.has("html-image") && seen.has("table-report"), "the list of attacks is passed over");
    });

    test("the theme is chosen, and stays", async () => {
      await browser.look({ width: 1440, height: 900, colorScheme: "light" });
      await browser.open(lab.page);
      const paper = () => getComputedStyle(document.body).backgroundColor;
      const light = await browser.run(paper);
      await browser.click("#theme");
      await browser.click("#theme");
      assert.equal(await browser.run(() => document.getElementById("theme").textContent), "Theme: dark");
      const dark = await browser.run(paper);
      assert.notEqual(dark, light);
      await browser.open("about:blank");
      await browser.open(lab.page);
      assert.equal(await browser.run(paper), dark);
    });
  });
}

/** Runs in the page. The frames are clients with what a server said. */
async function runAxe() {
  const { violations } = await window.axe.run(document, { iframes: false });
  return violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    nodes: nodes.map(({ html }) => html.slice(0, 200)),
  }));
}
