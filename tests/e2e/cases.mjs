// The attack lab's cases, the same in every browser. A hostile tool is whatever the server lists as one; the table
// below says what the sanitizer must name in it, and a tool without a row fails.
import assert from "node:assert/strict";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Lab } from "./lab.mjs";
import { shut } from "./servers.mjs";

/** How long an attack may take to arrive. The first Background Fetch of a profile takes about two seconds. */
const ARRIVAL_MS = 15_000;
/** How long we watch for one that should not arrive, after each call and once more at the end. */
const SETTLE_MS = 400;
const LAST_SETTLE_MS = 4_000;

/** What `removed` must name: code, and the element or attribute. */
const NAMED = {
  "speculation-rules": [["element-script", "script"]],
  "event-handler": [["attribute-event-handler", "onerror"]],
  "markdown-image": [["resource-blocked", "src removed from"]],
  "beacon": [["element-script", "script"]],
  "keepalive-fetch": [["element-script", "script"]],
  "fetch-later": [["element-script", "script"]],
  "background-fetch": [["element-script", "script"]],
  "xhr": [["element-script", "script"]],
  "web-socket": [["element-script", "script"]],
  "svg": [["element-embedding", "image"], ["element-animation", "animate"]],
  "css": [["element-style", "style"], ["attribute-style", "style"]],
  "link-prefetch": [["element-metadata", "link"]],
  "media": [["attribute-not-allowed", "poster"], ["attribute-not-allowed", "srcset"], ["resource-blocked", "src"]],
  "frame": [["element-embedding", "iframe"]],
  "form": [["element-script", "script"], ["element-not-allowed", "form"]],
  "meta-refresh": [["element-metadata", "meta"]],
  "hidden-text": [["resource-blocked", "src"], ["attribute-style", "style"], ["attribute-not-allowed", "hidden"]],
};

/**
 * Markup whose effect script cannot hold and a CSP does not cover, so that it gets past the guard where nobody
 * sanitized: by a whole request or by a bare connection. A row that no longer holds fails.
 */
const PAST_THE_GUARD = {
  "meta-refresh": { Chromium: "request", Firefox: "request" },
  "link-prefetch": { Chromium: "connection", Firefox: "connection" },
  "frame": { Chromium: "connection" },
  "form": { Chromium: "connection" },
};

/** What a reader must see of each benign result. */
const SHOWN = {
  "table-report": { texts: ["Orders by quarter", "1,204", "Total", "2,581", "Orders rose by 14 %."], elements: { table: 1, th: 3, strong: 1 } },
  "markdown-summary": { texts: ["Release 2.3", "faster start-up", "58 ms", "let config = parse(text)?;"], elements: { h2: 1, li: 3, table: 1, "pre code": 1 } },
  "link-list": { texts: ["HTTP Semantics", "The Fetch standard", "The HTML standard"], elements: { "a[href^='https://']": 3 } },
};

export function attackLab(Browser) {
  const { engine } = Browser;

  suite(`the attack lab in ${engine}`, () => {
    let lab, browser, tools, hostile;

    before(async () => {
      lab = await Lab.start();
      browser = await Browser.launch();
      tools = await open("/");
      hostile = tools.filter((tool) => tool.hostile);
    });

    after(() => shut(browser, lab));

    /** Opens a mode of the page and waits for its tools; a fresh document each time. */
    async function open(path) {
      await browser.open(new URL(path, lab.page).href);
      return browser.until(listTools, [], `the tools of ${path}`);
    }

    /** Leaves a page that a tool has sent elsewhere, which may still be on its way and overtake what is opened next. */
    async function leave(turns = 5) {
      try {
        await browser.open("about:blank");
      } catch (error) {
        if (turns === 0 || !/interrupted by another navigation/.test(error.message)) throw error;
        await sleep(100);
        await leave(turns - 1);
      }
    }

    async function call(tool) {
      const calls = await browser.run(readCalls);
      await browser.click(`[data-tool="${tool.name}"]`);
      await browser.until((calls) => Number(document.getElementById("result").dataset.calls) > calls, [calls], `${tool.name}'s result`);
      return browser.run(readPage);
    }

    test("the tables name the server's tools, each once", () => {
      const names = (hostile) => tools.filter((tool) => tool.hostile === hostile).map((tool) => tool.name).sort();
      assert.deepEqual(Object.keys(NAMED).sort(), names(true));
      assert.deepEqual(Object.keys(SHOWN).sort(), names(false));
    });

    test("with the defences off, each hostile tool reaches the attacker", async (t) => {
      for (const tool of hostile) {
        const by = tool.apis.length > 0 ? ` by ${named(tool, await firstOf(tool))}` : "";
        await t.test(`${tool.name} reaches him${by}`, async (t) => {
          await open("/undefended/");
          await lab.reset();
          await browser.click(`[data-tool="${tool.name}"]`);
          const seen = await lab.waitForRequest(tool.name, ARRIVAL_MS);
          t.diagnostic(seen.paths.join(", "));
          assert.ok(seen.own.length > 0, `no request in ${ARRIVAL_MS} ms`);
          if (tool.apis.length > 0) assert.deepEqual(await browser.run(readMarks), [tool.name]);
          await leave();
        });
      }
    });

    for (const { title, path, header } of [
      { title: "with all defences on", path: "/", header: true },
      { title: "with the sanitizer alone", path: "/undefended/?sanitizer=on", header: false },
    ]) {
      test(`${title}, no hostile tool reaches the attacker`, async (t) => {
        await open(path);
        await browser.until(audited, [], "the page's audit");
        await lab.reset();
        const reports = (await lab.cspReports()).total;
        const address = await browser.url();
        const pages = await browser.pages();
        await browser.run(() => void (window.sameDocument = true));

        for (const tool of hostile) {
          await t.test(`${tool.name} is named and stays silent`, async () => {
            const page = await call(tool);
            await sleep(SETTLE_MS);
            assert.deepEqual({ state: page.state, failure: page.failure }, { state: "shown", failure: "" });
            assertNamed(page.removed, NAMED[tool.name]);
            await assertUnharmed({ address, pages });
          });
        }

        await t.test("nor does one arrive late", async () => {
          await sleep(LAST_SETTLE_MS);
          await assertUnharmed({ address, pages });
        });
        if (header) {
          await t.test("and the sanitizer left the page's CSP nothing to refuse", async () => {
            assert.deepEqual((await lab.cspReports()).recent.slice(reports), []);
          });
        }
      });
    }

    async function assertUnharmed({ address, pages }) {
      const { connections, total, paths } = await lab.reached();
      assert.deepEqual({ connections, total, paths }, { connections: 0, total: 0, paths: [] });
      assert.deepEqual(await browser.openDialogs(), []);
      assert.equal(await browser.url(), address);
      assert.equal(await browser.pages(), pages);
      assert.deepEqual(await browser.run(readMarks), []);
      assert.equal(await browser.run(() => window.sameDocument), true, "the document was replaced");
    }

    test("with the guard alone, script runs and its calls are refused", async (t) => {
      for (const tool of hostile.filter((tool) => tool.apis.length > 0)) {
        const api = await firstOf(tool);
        await t.test(`${tool.name} is refused ${named(tool, api)}`, async () => {
          await open("/undefended/?guard=on");
          await lab.reset();
          const page = await call(tool);
          await sleep(api === "backgroundFetch" ? LAST_SETTLE_MS : SETTLE_MS);
          assert.equal(page.state, "shown", page.failure);
          assert.deepEqual(await browser.run(readMarks), [tool.name], "the script did not run, so nothing was tested");
          const { own, paths } = await lab.reached(tool.name);
          assert.deepEqual(own, [], paths.join());
          const violations = await browser.run(readViolations);
          const refused = violations.filter((row) => row.url.includes(`/${tool.name}/`));
          const told = refused.some((row) => row.api === api && row.layer === "apis");
          assert.ok(told, `no violation names ${api}: ${JSON.stringify(violations)}`);
        });
      }
    });

    test("with the guard alone, markup gets past it where the table says so", async (t) => {
      for (const tool of hostile.filter((tool) => tool.apis.length === 0)) {
        const expected = PAST_THE_GUARD[tool.name]?.[engine] ?? "nothing";
        await t.test(`${tool.name}: ${expected} gets out`, async () => {
          await open("/undefended/?guard=on");
          await lab.reset();
          await browser.click(`[data-tool="${tool.name}"]`);
          if (expected === "request") await lab.waitForRequest(tool.name, ARRIVAL_MS);
          else await sleep(3 * SETTLE_MS);
          const { own, connections } = await lab.reached(tool.name);
          assert.equal(own.length > 0 ? "request" : connections > 0 ? "connection" : "nothing", expected);
        });
      }
    });

    test("uninstalling the guard restores the page's own functions", async () => {
      await open("/undefended/");
      await browser.run(keepNatives);
      await browser.click("#guard-switch");
      const wrapped = await browser.run(compareNatives);
      assert.deepEqual(Object.entries(wrapped).filter(([, same]) => same).map(([name]) => name), [], "not wrapped");
      await browser.click("#guard-switch");
      const restored = await browser.run(compareNatives);
      assert.deepEqual(Object.entries(restored).filter(([, same]) => !same).map(([name]) => name), [], "not restored");
    });

    test("a script cannot work the guard's switch", async () => {
      await open("/undefended/?guard=on");
      await browser.run(() => document.getElementById("guard-switch").click());
      assert.equal(await browser.run(() => document.getElementById("guard-switch").textContent), "Uninstall");
    });

    test("with all defences on, benign results are shown whole", async (t) => {
      await open("/");
      for (const tool of tools.filter((tool) => !tool.hostile)) {
        await t.test(tool.name, async () => {
          const page = await call(tool);
          assert.equal(page.state, "shown", page.failure);
          const { texts, elements } = SHOWN[tool.name];
          for (const text of texts) assert.ok(page.text.includes(text), `${JSON.stringify(text)} is not in ${JSON.stringify(page.text)}`);
          for (const [selector, count] of Object.entries(elements)) {
            assert.equal(await browser.run(countShown, selector), count, selector);
          }
          assert.deepEqual(page.removed.filter((row) => row.severity !== "info"), []);
        });
      }
    });

    test("the audit reads the page's header", async () => {
      await open("/");
      const defended = await browser.until(audited, [], "the defended page's audit");
      await open("/undefended/");
      const undefended = await browser.until(audited, [], "the undefended page's audit");
      assert.ok(defended.score >= 90, `with the header: ${JSON.stringify(defended)}`);
      assert.ok(undefended.score < defended.score, `without it: ${JSON.stringify(undefended)}`);
      assert.ok(undefended.codes.length > 0, "a page without a CSP has no finding");
    });

    test("the audit reports the header, the meta and the report-only policy that the server sent", async () => {
      const sent = await fetch(lab.page);
      const [, meta] = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(await sent.text());
      await open("/");
      const { policies } = await browser.until(audited, [], "the defended page's audit");
      const of = (source) => policies.filter((policy) => policy.source === source);
      const enforced = (source, text) => ({ source, disposition: "enforce", text });
      assert.deepEqual(of("header"), [enforced("header", sent.headers.get("content-security-policy"))]);
      const reportOnly = sent.headers.get("content-security-policy-report-only");
      assert.deepEqual(of("report-only"), [{ source: "report-only", disposition: "report", text: reportOnly }]);
      // The other one is the guard's.
      assert.equal(of("meta").length, 2);
      assert.deepEqual(of("meta").filter(({ text }) => text === meta), [enforced("meta", meta)]);
      assert.deepEqual(of("event"), [], "the probe told of nothing that was not declared");
      await open("/undefended/");
      assert.deepEqual((await browser.until(audited, [], "the undefended page's audit")).policies, []);
    });

    test("the page can be looked at", async (t) => {
      const folder = process.env.CORDON_SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), "cordon-look-")));
      if (!process.env.CORDON_SCREENSHOTS) t.after(() => rm(folder, { recursive: true, force: true }));
      await open("/");
      await call(hostile[0]);
      const file = join(folder, `${engine}.png`);
      await browser.screenshot(file);
      assert.ok((await stat(file)).size > 10_000, "the picture is empty");
    });

    /** The first of a tool's APIs that this engine has: the one that its script calls. */
    async function firstOf(tool) {
      return tool.apis[(await browser.run(haveApis, tool.apis)).indexOf(true)];
    }
  });
}

/** The API that a tool's script calls here, and the one it would have preferred. */
function named(tool, api) {
  return api === tool.apis[0] ? api : `${api}, as there is no ${tool.apis[0]} here`;
}

function assertNamed(removed, expected) {
  for (const [code, what] of expected) {
    const found = removed.some((row) => row.code === code && row.what.includes(what));
    assert.ok(found, `${code} ${what} is not among ${JSON.stringify(removed)}`);
  }
}

// What follows runs in the page.

function listTools() {
  const buttons = [...document.querySelectorAll("button[data-tool]")];
  if (buttons.length === 0) return null;
  return buttons.map(({ dataset }) => ({
    name: dataset.tool,
    hostile: dataset.hostile === "true",
    apis: dataset.apis.split(" ").filter(Boolean),
  }));
}

function readCalls() {
  return Number(document.getElementById("result").dataset.calls);
}

function readPage() {
  return {
    state: document.getElementById("result").dataset.state,
    failure: document.getElementById("failure").textContent,
    text: document.getElementById("shown").innerText,
    removed: [...document.querySelectorAll("#removed tr[data-code]")].map(({ dataset }) => ({ ...dataset })),
  };
}

function readMarks() {
  return window.__pwned ?? [];
}

function readViolations() {
  return [...document.querySelectorAll("#guard tr[data-api]")].map(({ dataset }) => ({ ...dataset }));
}

function countShown(selector) {
  return document.querySelectorAll(`#shown ${selector}`).length;
}

function audited() {
  const panel = document.querySelector("#audit [data-score]");
  if (panel === null) return null;
  return {
    score: Number(panel.dataset.score),
    grade: panel.dataset.grade,
    codes: [...panel.querySelectorAll("[data-code]")].map(({ dataset }) => dataset.code),
    policies: [...panel.querySelectorAll("[data-policy]")].map(({ dataset, lastChild }) => ({
      source: dataset.policy,
      disposition: dataset.disposition,
      text: lastChild.textContent,
    })),
  };
}

function haveApis(apis) {
  const here = {
    fetch: () => typeof fetch === "function",
    fetchLater: () => typeof fetchLater === "function",
    sendBeacon: () => "sendBeacon" in navigator,
    backgroundFetch: () => "BackgroundFetchManager" in window,
    XMLHttpRequest: () => typeof XMLHttpRequest === "function",
    WebSocket: () => typeof WebSocket === "function",
  };
  return apis.map((api) => here[api]());
}

function keepNatives() {
  window.readNatives = () => ({
    fetch: window.fetch,
    sendBeacon: navigator.sendBeacon,
    "XMLHttpRequest.open": XMLHttpRequest.prototype.open,
    ...(typeof fetchLater === "function" && { fetchLater: window.fetchLater }),
    ...("BackgroundFetchManager" in window && { backgroundFetch: BackgroundFetchManager.prototype.fetch }),
  });
  window.natives = window.readNatives();
}

function compareNatives() {
  const now = window.readNatives();
  return Object.fromEntries(Object.keys(window.natives).map((name) => [name, now[name] === window.natives[name]]));
}
