// The views of the lab that are no attack: what is the same in every browser, or measured in all of them elsewhere.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { shut } from "../../support/servers.mjs";
import { allRows, gridRows, openAfresh, serverRows, streamed, timings } from "./page.mjs";
import { Lab } from "./server.mjs";

export function labViews(Browser) {
  suite(`the views of the attack lab in ${Browser.engine}`, () => {
    let lab, browser;

    before(async () => {
      lab = await Lab.start();
      browser = await Browser.launch();
    });

    after(() => shut(browser, lab));

    const open = (fragment) => openAfresh(browser, lab, fragment);

    test("run all fills the table, a window's attack included", async () => {
      const names = ["html-image", "beacon", "speculation-rules"];
      await open(`#all/${names.join()}`);
      await browser.until(() => document.getElementById("run-all"), [], "the button");
      await browser.click("#run-all");
      const rows = await browser.until(allRows, [], "the run", 40_000);
      assert.deepEqual(rows.map(({ attack }) => attack).toSorted(), names.toSorted());
      for (const { attack, today, cordon, state } of rows) {
        assert.deepEqual(
          { state, isOut: Number(today) > 0, cordon },
          { state: "done", isOut: true, cordon: "0" },
          attack,
        );
      }
      const json = JSON.parse(await browser.download(`[data-save="lab.json"]`));
      assert.deepEqual(
        json.map(({ attack, received: { today, cordon } }) => [attack, today > 0, cordon]),
        names.map((name) => [name, true, 0]),
      );
      const sarif = JSON.parse(await browser.download(`[data-save="lab.sarif"]`));
      assert.deepEqual([sarif.version, sarif.runs[0].results.length > 0], ["2.1.0", true]);
    });

    test("the channel grid: what gets out without a guard is held with one", async () => {
      await open("#channels/fetch,beacon,img_el,iframe_src,ws");
      await browser.until(() => document.getElementById("run-channels"), [], "the button");
      await browser.click("#run-channels");
      const rows = await browser.until(gridRows, [], "the grid", 60_000);
      assert.equal(rows.length, 5);
      for (const row of rows) {
        assert.equal(row.none, "reaches", JSON.stringify(row));
        // Chromium connects for a frame before it asks the policy: docs/channels.md.
        const standard = row.channel === "iframe_src" ? ["held", "connects"] : ["held"];
        assert.ok(standard.includes(row.standard) && standard.includes(row.header), JSON.stringify(row));
        assert.equal(row.lockdown, "held", JSON.stringify(row));
      }
    });

    test("another site reaches a careless server by every probe, and one with a policy by none", async () => {
      await open("#servers");
      await browser.until(() => document.getElementById("run-servers"), [], "the button");
      await browser.click("#run-servers");
      const rows = await browser.until(serverRows, [], "the probes", 20_000);
      assert.equal(rows.length, 10);
      for (const { probe, careless, cordon, read } of rows) {
        const isRead = ["read-with-credentials", "json-post", "delete"].includes(probe);
        assert.deepEqual(
          { careless, cordon, read },
          { careless: "reached", cordon: "refused", read: isRead ? "careless" : "none" },
          probe,
        );
      }
    });

    test("timings are measured here", async () => {
      await open("#timings");
      await browser.until(() => document.getElementById("run-timings"), [], "the button");
      await browser.click("#run-timings");
      const rows = await browser.until(timings, [], "the timings", 30_000);
      assert.equal(rows.length, 5);
      const measured = rows.filter(({ ms }) => ms !== "null");
      assert.ok(measured.length >= 4, JSON.stringify(rows));
      for (const { name, ms } of measured) assert.ok(Number(ms) > 0, `${name}: ${ms}`);
    });

    test("what arrives bit by bit reaches the attacker today, and not with Cordon", async () => {
      await open("#streaming");
      await browser.until(() => document.getElementById("run-stream"), [], "the button");
      await browser.run(() => {
        document.querySelector("#view-streaming input[type=range]").value = "400";
      });
      await browser.click("#run-stream");
      const [today, cordon] = await browser.until(streamed, [], "all of it", 30_000);
      assert.ok(Number(today.count) > 0, JSON.stringify(today));
      assert.equal(cordon.count, "0");
      for (const { says } of [today, cordon]) assert.match(says, /^\d+\.\d ms of work in all/);
    });

    test("a link that is broken says so", async () => {
      for (const [fragment, said] of [
        ["#edited/!!!", /cannot be opened/],
        ["#edited/e30", /carries no result/],
        ["#attack/none", /"none"/],
      ]) {
        await open(fragment);
        await browser.until(() => !document.getElementById("failure").hidden, [], "the failure");
        assert.match(await browser.run(() => document.getElementById("failure").textContent), said);
      }
    });

    test("the policy is copied as code and as headers, and the attack as a link", async () => {
      await open("#attack/html-image");
      for (const button of ["[data-copy=code]", "[data-copy=headers]", "#link"]) {
        await browser.click(button);
        await browser.until(
          (button) => document.querySelector(button).textContent === "Copied",
          [button],
          `${button} to copy`,
        );
      }
    });

    test("what hides in text is written out", async () => {
      await open("#attack/tag-characters");
      await browser.until(() => document.querySelector("#reveal mark"), [], "the revealed text");
    });
  });
}
