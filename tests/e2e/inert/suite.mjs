// Hostile markup, rendered in every way that a page has: no script, no request, no navigation, one tree, nothing unlisted.
// The same run over markup that nobody sanitized has to flag every row.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Canary } from "./canary.mjs";
import { Pages, page } from "./pages.mjs";
import { shut } from "../../support/servers.mjs";
import { readRows, staged } from "./rows.mjs";

/** Rows to a page. */
const BATCH = 40;

const STAGE = page("", `<script type="module">import * as stage from "/stage.js"; window.stage = stage;</script>`);

/**
 * A busy machine may be slow to show that a row is live, so that it gets more looks, and longer ones; some in another
 * browser: one of WebKit's on a busy machine loaded no media any more, and waiting did not help.
 */
const LOOKS = [{ settle: 1_500 }, { settle: 6_000, other: true }, { settle: 20_000 }, { settle: 40_000, other: true }];

/** Markup that does no harm: a judge that flags it would flag anything. */
const BENIGN = [
  "<h1>Report</h1><p>Three <b>orders</b>, <i>two</i> open; see <a href='https://example.com/?a=1&amp;b=2'>the list</a>.",
  "<table><caption>Orders</caption><thead><tr><th scope=col>Quarter<tbody><tr><td colspan=1>Q1</table>",
  "<ul><li>one<li>two<ol start=3><li>three</ol></ul><pre><code>let a = b &lt; c;</code></pre>",
  "<p id=top>Up <a href='#top'>there</a>, <a href='/docs'>here</a> and <a href='mailto:a@example.com'>by mail</a>.",
  "<img alt=dot src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs='><details open><summary>More</summary>x</details>",
  "<p style='color: red; padding: 4px'>Red</p>",
];

const rows = readRows();
const families = [...new Set(rows.map((row) => row.family))];

export function inertness(Browser) {
  const { engine } = Browser;
  const flagsHold = (row) => row.engines === undefined || row.engines.includes(engine);

  suite(`inertness in ${engine}`, () => {
    let canary, pages, browser;

    before(async () => {
      canary = await Canary.start(rows.length, Browser);
      pages = await Pages.start({ "/": { body: STAGE } });
      browser = await Browser.launch({ canary: true });
    });

    after(() => shut(browser, canary, pages));

    async function changeBrowser() {
      await browser.end();
      browser = await Browser.launch({ canary: true });
    }

    /** Renders rows batch by batch; returns for each of them what it did, by name. */
    async function watch(rows, options) {
      const seen = new Map();
      for (let at = 0; at < rows.length; at += BATCH) {
        const batch = rows.slice(at, at + BATCH);
        await browser.open(pages.origin);
        await browser.until(() => window.stage !== undefined, [], "the stage");
        pages.takeStrays();
        canary.reset();
        const opened = await browser.pages();
        const told = await browser.run(
          (rows, options) => window.stage.watch(rows, options),
          batch.map((row) => staged(row, canary)),
          options,
        );
        await sleep(100);
        const strays = pages.takeStrays();
        for (const row of batch) {
          const { connections, requests } = canary.reached(row.id);
          const own = strays.filter((stray) => stray.split(" ")[1].split("?")[0] === `/own/${row.id}`);
          seen.set(row, {
            ran: told.offenses[row.id].some((offense) => offense.startsWith("ran: ")),
            sent: connections > 0 || own.length > 0,
            refused: told.refused[row.id],
            offenses: [
              ...told.offenses[row.id],
              ...(connections > 0 ? [`${connections} connections: ${requests.join(", ")}`] : []),
              ...own.map((stray) => `its own site was asked: ${stray}`),
            ],
          });
        }
        const unnamed = strays.filter((stray) => !/ \/own\/\d+(\?|$)/.test(stray));
        const state = {
          address: await browser.url(),
          pages: (await browser.pages()) - opened,
          dialogs: await browser.openDialogs(),
          sameDocument: await browser.run(() => window.stage !== undefined),
          title: await browser.run(() => document.title),
        };
        seen.set(`rows ${batch[0].id} to ${batch.at(-1).id}`, { state, strays: unnamed, added: told.added });
      }
      return seen;
    }

    for (const family of families) {
      const own = rows.filter((row) => row.family === family);
      test(`${family}: ${own.length} rows are inert`, async () => {
        const offenders = {};
        const still = { address: `${pages.origin}/`, pages: 0, dialogs: [], sameDocument: true, title: "page" };
        for (const [row, { offenses, refused, ...whole }] of await watch(own, {})) {
          if (typeof row === "string") {
            assert.deepEqual(whole, { state: still, strays: [], added: [] }, row);
            continue;
          }
          if (offenses.length > 0) offenders[row.name] = offenses;
          assert.deepEqual(refused, row.refused === undefined ? [] : [row.refused], `${row.name}: errors`);
        }
        const names = Object.keys(offenders);
        assert.equal(names.length, 0, JSON.stringify(offenders, null, 1));
      });
    }

    test("benign markup is shown, and nothing is flagged in it", async () => {
      await browser.open(pages.origin);
      await browser.until(() => window.stage !== undefined, [], "the stage");
      for (const html of BENIGN) {
        const { text, markup, rich } = await browser.run((html) => window.stage.show(html), html);
        assert.deepEqual([text.offenses, markup.offenses, rich.offenses], [[], [], []], html);
        assert.equal(text.elements, 0);
        assert.ok(markup.elements > 0 && rich.elements > 0, html);
      }
    });

    for (const family of families) {
      const own = rows.filter((row) => row.family === family);
      test(`${family}: left raw, each row is flagged, and does what it says`, async (t) => {
        const seen = new Map([...(await watch(own, { raw: true }))].filter(([row]) => typeof row !== "string"));
        const isDead = (row, { ran, sent }) => flagsHold(row) && ((row.runs && !ran) || (row.sends && !sent));
        for (const { settle, other } of LOOKS) {
          const dead = own.filter((row) => isDead(row, seen.get(row)));
          if (dead.length > 0 && other) await changeBrowser();
          for (const [row, again] of await watch(dead, { raw: true, settle })) {
            if (typeof row === "string") continue;
            const once = seen.get(row);
            seen.set(row, { ...again, ran: again.ran || once.ran, sent: again.sent || once.sent });
          }
        }
        const names = (wrong) => [...seen].filter(([row, found]) => wrong(row, found)).map(([row]) => row.name);
        const counted = (key) => [...seen.values()].filter((found) => found[key]).length;
        t.diagnostic(`${own.length} rows, ${counted("ran")} ran, ${counted("sent")} sent`);
        if (process.env.CORDON_HOSTILE_SEEN) await note(engine, seen);
        assert.deepEqual(
          names((_, { offenses }) => offenses.length === 0),
          [],
          "not flagged",
        );
        assert.deepEqual(
          names((row, { ran }) => row.runs && flagsHold(row) && !ran),
          [],
          "did not run",
        );
        assert.deepEqual(
          names((row, { sent }) => row.sends && flagsHold(row) && !sent),
          [],
          "did not send",
        );
      });
    }

    test(`of ${rows.length} rows, enough are live`, () => {
      const live = (flag) => rows.filter((row) => row[flag] && flagsHold(row)).length;
      const enough = rows.length >= 400 && live("runs") >= 300 && live("sends") >= 300;
      assert.ok(enough, `${live("runs")} run, ${live("sends")} send`);
    });
  });
}

/** For whoever adds rows: what they did, a line each, in the file that `CORDON_HOSTILE_SEEN` names. */
async function note(engine, seen) {
  const { appendFile } = await import("node:fs/promises");
  const lines = [...seen].map(
    ([{ family, name }, { ran, sent }]) => `${JSON.stringify({ engine, family, name, ran, sent })}\n`,
  );
  await appendFile(process.env.CORDON_HOSTILE_SEEN, lines.join(""));
}
