// The attack lab as files: from a plain server, in a folder of it, with a service worker's log.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve, shut } from "../../support/servers.mjs";

const SITE = process.env.CORDON_SITE ?? fileURLToPath(new URL("../../../target/site", import.meta.url));
const FOLDER = "/somewhere/lab/";
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** Attacks that the worker is told of in both engines. */
const SEEN = ["markdown-image-reference", "own-image", "event-handler", "beacon"];
/** One that it is not told of, and a result that sends nothing. */
const OTHERS = ["meta-refresh", "table-report"];

/** A file server sends no header, and a guard of the page would hold the frames too. */
const FOUND = {
  grade: "C",
  codes: [
    "background-fetch-open",
    "csp-frame-ancestors-missing",
    "csp-reporting-missing",
    "csp-worker-script-without-policy",
  ],
};

/** What the audit and the guard of Cordon's client ask for, to see that it is refused. */
const isProbe = (warning) => /https:\/\/cordon-\d+\.invalid\//.test(warning);
const isViolation = (warning) => /content.security.policy/i.test(warning);

export function labAsFiles(Browser) {
  const { engine } = Browser;

  suite(`the lab as files in ${engine}`, () => {
    let files, browser;

    before(async () => {
      files = await serve(async ({ url }, response) => {
        const path = new URL(url, "http://localhost").pathname;
        const name = path === FOLDER ? "index.html" : path.slice(FOLDER.length);
        const content = path.startsWith(FOLDER) ? await readFile(join(SITE, name)).catch(() => null) : null;
        if (content === null) response.writeHead(404).end("Nothing here.");
        else response.writeHead(200, { "Content-Type": TYPES[extname(name)] ?? "text/plain" }).end(content);
      });
      browser = await Browser.launch({ chrome: true });
      await browser.open(`${files.origin}${FOLDER}`);
    });

    after(() => shut(browser, files));

    const go = (hash) =>
      browser.run((hash) => {
        location.hash = hash;
      }, hash);

    test("attacks reach the log from today's client, and from Cordon's never", async () => {
      await go(`#all/${[...SEEN, ...OTHERS].join()}`);
      await browser.until(() => document.getElementById("run-all") !== null, [], "the view");
      await browser.click("#run-all");
      const rows = await browser.until(readAll, [SEEN.length + OTHERS.length], "the end of all runs", 60_000);
      for (const attack of SEEN) {
        const { today, cordon, unseen } = rows.find((row) => row.attack === attack);
        assert.ok(Number(today) > 0, `${attack}: ${today} from today's client`);
        assert.deepEqual({ cordon, unseen }, { cordon: "0", unseen: "false" }, attack);
      }
      const others = OTHERS.map((attack) => rows.find((row) => row.attack === attack));
      assert.deepEqual(
        others.map(({ today, cordon, unseen }) => ({ today, cordon, unseen })),
        [
          { today: "0", cordon: "0", unseen: "true" },
          { today: "0", cordon: "0", unseen: "false" },
        ],
      );
    });

    test("what the worker is not told of is no zero", async () => {
      await go("#attack/meta-refresh");
      await browser.until(isDone, ["meta-refresh"], "the end of the attack");
      const { today, cordon, log, failure } = await browser.run(readCounts);
      assert.deepEqual({ today, cordon, failure }, { today: "not seen", cordon: "not seen", failure: "" });
      assert.match(log, /A service worker keeps the log of this copy/);
    });

    test("the page's audit finds what a file server cannot send, and nothing else", async () => {
      await go("#audit");
      const audited = await browser.until(readAudit, [], "the page's audit");
      assert.deepEqual(audited, FOUND);
    });

    test("the server was asked for the lab's files alone", () => {
      const others = files.hits.filter(
        (path) => !path.startsWith(FOLDER) && !/^\/(cordon-audit-\d+|favicon\.ico)$/.test(path),
      );
      assert.deepEqual(others, []);
      assert.deepEqual(
        files.hits.filter((path) => path.startsWith(`${FOLDER}own/`)),
        [],
      );
    });

    test("the console was told of no violation but the probes'", async () => {
      const violations = (await browser.takeWarnings()).filter(isViolation);
      assert.ok(violations.some(isProbe), "no probe was refused, so the console was not read");
      assert.deepEqual(
        violations.filter((warning) => !isProbe(warning)),
        [],
      );
    });
  });
}

// What follows runs in the page.

function isDone(attack) {
  const { attack: shown, state } = document.getElementById("attack").dataset;
  return shown === attack && state === "done";
}

function readAll(count) {
  const rows = [...document.querySelectorAll("#all-results tr[data-attack]")].map(({ dataset }) => ({ ...dataset }));
  return rows.length === count && rows.every(({ state }) => state === "done") ? rows : null;
}

function readCounts() {
  const of = (id) => document.getElementById(id).lastElementChild.textContent;
  return {
    today: of("count-today"),
    cordon: of("count-cordon"),
    log: document.getElementById("log").innerText,
    failure: document.getElementById("failure").textContent,
  };
}

function readAudit() {
  const report = document.querySelector("#own-audit [data-grade]");
  if (report === null) return null;
  const codes = [...report.querySelectorAll("[data-code]")].map(({ dataset }) => dataset.code);
  return { grade: report.dataset.grade, codes: codes.sort() };
}
