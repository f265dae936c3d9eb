import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { Chromium } from "./browsers.mjs";
import { attackLab } from "./cases.mjs";
import { Lab } from "./lab.mjs";
import { shut } from "./servers.mjs";

attackLab(Chromium);

suite("the page's layout in Chromium", () => {
  let lab, browser, folder;

  before(async () => {
    lab = await Lab.start();
    browser = await Chromium.launch();
    folder = process.env.CORDON_SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), "cordon-look-")));
  });

  after(async () => {
    await shut(browser, lab);
    if (!process.env.CORDON_SCREENSHOTS) await rm(folder, { recursive: true, force: true });
  });

  for (const [name, width, height] of [["desktop", 1440, 900], ["tablet", 900, 1100], ["phone", 390, 844]]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`nothing overflows on a ${name}, ${colorScheme}`, async () => {
        await browser.look({ width, height, colorScheme });
        await browser.open(lab.page);
        await browser.until(() => document.querySelector("button[data-tool=form]") !== null, [], "the tools");
        await browser.click("button[data-tool=form]");
        await browser.until(() => document.getElementById("result").dataset.calls === "1", [], "the result");
        await browser.until(() => document.querySelector("#audit [data-score]") !== null, [], "the audit");
        await browser.screenshot(join(folder, `${name}-${colorScheme}.png`));
        const { content, viewport } = await browser.run(() => ({
          content: document.documentElement.scrollWidth,
          viewport: document.documentElement.clientWidth,
        }));
        assert.ok(content <= viewport, `${content} px of content in ${viewport} px`);
      });
    }
  }
});
