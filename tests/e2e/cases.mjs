// The attack lab's cases, the same in every browser: every attack is clicked, and what the attacker has is what counts.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { Lab } from "./lab.mjs";
import { shut } from "./servers.mjs";

const ATTACKS = new URL("../../www/attacks/", import.meta.url);

/** How long an attack may take to arrive, and how long we watch at the end for what should not. */
const ARRIVAL_MS = 15_000;
const LAST_SETTLE_MS = 4_000;

const ARRIVES = ["request", "connection", "datagram"];

async function readAttacks() {
  const files = await Promise.all((await readdir(ATTACKS)).map((name) => readFile(new URL(name, ATTACKS), "utf8")));
  return files.flatMap((text) => JSON.parse(text).attacks);
}

export function attackLab(Browser) {
  const { engine } = Browser;
  const expectedOf = ({ undefended }) => undefended[engine.toLowerCase()];

  suite(`the attack lab in ${engine}`, () => {
    let lab, browser, attacks;

    before(async () => {
      attacks = await readAttacks();
      lab = await Lab.start();
      browser = await Browser.launch();
      await open("");
    });

    after(() => shut(browser, lab));

    const open = (fragment) => openAfresh(browser, lab, fragment);

    /** Clicks an attack in the list, and returns its run's slots once they are open. */
    async function click(name) {
      await browser.click(`#attacks a[data-attack="${name}"]`);
      return browser.until(slotsOf, [name], `the run of ${name}`);
    }

    test("the page lists every attack, each once", async () => {
      const listed = await open("");
      assert.deepEqual(listed.toSorted(), attacks.map(({ name }) => name).toSorted());
    });

    test("every attack is clicked: what reaches him from today's client, and nothing from Cordon's", async (t) => {
      const runs = [];
      for (const attack of attacks) {
        const expected = expectedOf(attack);
        const { name, place, codes = [] } = attack;
        await t.test(`${name}: ${expected} from today's client`, async () => {
          const slots = await click(name);
          runs.push({ attack, expected, slots });
          const page = await (place === "window" ? throughWindow(name, expected) : throughFrames(attack, expected));
          assert.deepEqual(page.failure, "");
          for (const code of codes) assert.ok(page.codes.includes(code), `${code} is not among ${page.codes}`);
          if (place === "frame") assert.equal(page.counts.cordon, 0);
        });
      }

      await sleep(LAST_SETTLE_MS);
      await windowsClosed();
      await browser.closeOthers();
      const log = await lab.arrived(runs.flatMap(({ slots }) => slots));
      for (const {
        attack,
        expected,
        slots: [today, cordon],
      } of runs) {
        await t.test(`${attack.name}: his log says the same`, () => {
          const { requests, connections, datagrams, recent } = log[cordon];
          assert.deepEqual(
            { requests, connections, datagrams, recent },
            { requests: 0, connections: 0, datagrams: 0, recent: [] },
          );
          assertArrived(log[today], expected, attack);
        });
      }
    });

    /** A window is opened, and left to itself once its first page has done what it does. */
    async function throughWindow(name, expected) {
      await browser.until(isDone, [], `${name} to be ready`);
      await browser.click("#run-window");
      if (ARRIVES.includes(expected)) await browser.until(hasArrived, [], `${name} to arrive`, ARRIVAL_MS);
      return browser.run(readPage);
    }

    async function throughFrames({ name, then }, expected) {
      const layers = await browser.until(isShownByBoth, [], `both clients to show ${name}`);
      for (const layer of ["apis", "csp", "watch"]) {
        assert.ok(layers.includes(layer), `the guard's layer ${layer} is not up: ${layers}`);
      }
      if (ARRIVES.includes(expected)) await browser.until(hasArrived, [], `${name} to arrive`, ARRIVAL_MS);
      else if (expected === "script") await browser.until(scriptRan, [], `${name}'s script to run`, ARRIVAL_MS);
      // What the reader does next is done in both.
      if (then || expected === "nothing") await browser.until(isDone, [], `${name} to be through`);
      return browser.run(readPage);
    }

    /** Each goes to Cordon's client, and then closes. */
    async function windowsClosed() {
      for (const until = Date.now() + ARRIVAL_MS; Date.now() < until && (await browser.pages()) > 1; ) await sleep(200);
      assert.equal(
        await browser.pages(),
        1,
        "a window has not come to its end, so Cordon's client was not shown in it",
      );
    }

    test("what the lab shows leaves the lab's own page nothing to refuse", async () => {
      // The guard proves its pinned policy by asking for a name that does not exist.
      const { recent } = await lab.cspReports();
      const others = recent.filter(
        (report) => !/^https:\/\/cordon-\d+\.invalid/.test(report["csp-report"]["blocked-uri"]),
      );
      assert.deepEqual(others, []);
      assert.ok(recent.length > 0, "no probe was reported, so no report was read");
      assert.deepEqual(await browser.openDialogs(), []);
    });

    test("benign results are shown whole", async (t) => {
      for (const { name, shows } of attacks.filter(({ benign }) => benign)) {
        await t.test(name, async () => {
          await click(name);
          const frame = await browser.until(cordonsFrame, [], "the frame");
          const address = frame.replace("/host.html", "/frame.html");
          const sent = await fetch(address.split("#")[0]);
          assert.match(sent.headers.get("content-security-policy"), /connect-src/);
          await browser.open(address);
          await browser.until(showsAll, [shows], JSON.stringify(shows));
          const said = await browser.run(() => fetch("http://127.0.0.1:1/").then(() => "sent", String));
          assert.match(said, /mcp-cordon refused/);
          await open("");
        });
      }
    });

    test("with the attacker on the policy's list, the same image reaches him", async () => {
      await open("#attack/html-image");
      await browser.until(isDone, [], "the first run");
      await browser.run(setField, "[data-field=resources]", "{attacker}");
      await browser.until(
        () => Number(document.getElementById("count-cordon").dataset.count) > 0,
        [],
        "the image",
        ARRIVAL_MS,
      );
      await browser.run(setField, "[data-field=resources]", "self");
      const said = await browser.run(() => document.querySelector("#policy [role=alert]").textContent);
      assert.match(said, /resources.*"self"/s);
      assert.match(
        await browser.run(() => document.querySelector("[data-compiled]").textContent),
        /img-src[^;]* https:\/\/attacker\.example/,
      );
      await browser.click("[data-reset]");
      await browser.until(isDone, [], "the run with the policy as it was");
      assert.equal((await browser.run(readPage)).counts.cordon, 0);
    });

    test("an edited result runs, and a link to it waits for the reader", async () => {
      await open("#attack/html-image");
      await browser.until(isDone, [], "the first run");
      const text = `<img src="{attacker}/edited/pixel.gif">`;
      await browser.run(setField, "#result-json", JSON.stringify({ content: [{ type: "text", text }] }));
      await browser.click("#run-edited");
      await browser.until(hasArrived, [], "the edited image", ARRIVAL_MS);
      const link = await browser.run(() => location.hash);
      assert.match(link, /^#edited\//);
      await open(link);
      await browser.until(
        () => document.getElementById("result-json")?.value.includes("/edited/pixel.gif"),
        [],
        "the link's result",
      );
      await sleep(1_000);
      assert.deepEqual(
        await browser.run(() => [
          document.getElementById("attack").dataset.state,
          document.querySelector("#today iframe"),
        ]),
        ["idle", null],
      );
      await browser.click("#run");
      await browser.until(hasArrived, [], "the image of the link", ARRIVAL_MS);
      assert.equal((await browser.run(readPage)).counts.cordon, 0);
    });

    test("the page's own audit is an A, and a pasted header's is not", async () => {
      await open("#audit");
      const own = await browser.until(audited, ["#own-audit"], "the page's audit");
      assert.equal(own.grade, "A", JSON.stringify(own));
      const sent = await fetch(lab.page);
      assert.ok(own.policies.includes(sent.headers.get("content-security-policy")), JSON.stringify(own.policies));
      await browser.run(setField, "#headers", "Content-Security-Policy: script-src *\nX: y");
      await browser.click("#audit-pasted");
      const pasted = await browser.until(audited, ["#pasted-audit"], "the pasted header's audit");
      assert.notEqual(pasted.grade, "A");
      assert.ok(pasted.codes.length > 0);
      await browser.run(setField, "#headers", "no header");
      await browser.click("#audit-pasted");
      assert.match(await browser.run(() => document.getElementById("pasted-audit").textContent), /"no header"/);
    });

    test("a visitor's MCP server is called, and its result shown", async () => {
      await open("#server");
      await browser.until(() => document.getElementById("mcp-connect"), [], "the form");
      await browser.click("#mcp-connect");
      const tools = await browser.until(toolsOf, [], "the server's tools");
      assert.deepEqual(tools.toSorted(), attacks.map(({ name }) => name).toSorted());
      await browser.run(() => (document.querySelector("[data-tool=html-image]").closest("details").open = true));
      await browser.click("[data-tool=html-image]");
      await browser.until(isDone, [], "the tool's result");
      const { text } = JSON.parse(await browser.run(() => document.getElementById("result-json").value)).content[0];
      const [{ result }] = attacks.filter(({ name }) => name === "html-image");
      assert.equal(text, result.content[0].text.replace("{attacker}", lab.attacker));
      assert.equal((await browser.run(readPage)).counts.cordon, 0);
      assert.equal(await browser.run(() => document.getElementById("facts").textContent), "Read as HTML. ");
      await browser.click(`#views a[href="#attacks"]`);
      await browser.until(isDone, [], "the list's first attack");
      assert.equal((await browser.run(readPage)).failure, "");
    });

    test("so is one of another origin, that allows the lab's", async (t) => {
      await open("#server");
      await browser.until(() => document.getElementById("mcp-connect"), [], "the form");
      const origin = await browser.run(
        () => /origin (\S+):/.exec(document.getElementById("mcp-address-help").textContent)[1],
      );
      const server = await mcpServer(origin);
      t.after(() => server.stop());
      await browser.run(setField, "#mcp-address", server.address);
      await browser.click("#mcp-connect");
      assert.deepEqual(await browser.until(toolsOf, [], "the server's tools"), ["greet"]);
      await browser.run(() => (document.querySelector("[data-tool=greet]").closest("details").open = true));
      await browser.click("[data-tool=greet]");
      await browser.until(isDone, [], "the tool's result");
      assert.match(await browser.run(() => document.getElementById("result-json").value), /Good morning/);
    });
  });
}

/** An MCP server with one tool, which pages of one other origin may call. */
async function mcpServer(origin) {
  const http = createServer(async (request, response) => {
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Allow-Headers", "*");
    response.setHeader("Access-Control-Expose-Headers", "*");
    if (request.method === "OPTIONS") return response.writeHead(204).end();
    const server = new McpServer({ name: "greeter", version: "1.0.0" });
    server.registerTool("greet", { description: "Greets" }, () => ({
      content: [{ type: "text", text: "<p>Good morning" }],
    }));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await server.connect(transport);
    await transport.handleRequest(request, response);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const stop = () => {
    http.closeAllConnections();
    http.close();
  };
  return { address: `http://127.0.0.1:${http.address().port}/mcp`, stop };
}

/** What is the same in every browser, or measured in all of them elsewhere: it is tried in one. */
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

/** A document of its own, even where the fragment alone differs. */
async function openAfresh(browser, lab, fragment) {
  await browser.open("about:blank");
  await browser.open(`${lab.page}${fragment}`);
  return browser.until(listAttacks, [], "the list of attacks");
}

function assertArrived({ requests, connections, datagrams, recent }, expected, { name, own }) {
  const arrived = JSON.stringify({ requests, connections, datagrams });
  if (expected === "request") assert.ok(requests > 0, arrived);
  else if (expected === "connection") assert.ok(requests === 0 && connections > 0, arrived);
  else if (expected === "datagram") assert.ok(datagrams > 0, arrived);
  else assert.equal(requests + connections + datagrams, 0, arrived);
  const stray = recent.filter(({ path }) => !path.includes(`/${name}/`) && path !== "/favicon.ico");
  assert.deepEqual(stray, [], "what arrived is another attack's");
  if (own && expected === "request")
    assert.ok(
      recent.some(({ session }) => session === true),
      "the reader's session did not come along",
    );
}

// What follows runs in the page.

function listAttacks() {
  const links = [...document.querySelectorAll("#attacks a")];
  return links.length > 0 && links.map(({ dataset }) => dataset.attack);
}

function slotsOf(name) {
  const { attack, slots } = document.getElementById("attack").dataset;
  return attack === name && slots && slots.split(",");
}

function isDone() {
  return document.getElementById("attack").dataset.state === "done";
}

function isShownByBoth() {
  const [today, cordon] = ["today", "cordon"].map((pane) => document.getElementById(pane).dataset);
  return today.shown === "true" && cordon.shown === "true" && cordon.layers.split(",");
}

function hasArrived() {
  return Number(document.getElementById("count-today").dataset.count) > 0;
}

function scriptRan() {
  return document.getElementById("today-says").textContent.includes("Script of the result ran");
}

function readPage() {
  const count = (pane) => Number(document.getElementById(`count-${pane}`).dataset.count ?? 0);
  return {
    failure: document.getElementById("failure").textContent,
    counts: { today: count("today"), cordon: count("cordon") },
    codes: [...document.querySelectorAll("#findings tr[data-code]")].map(({ dataset }) => dataset.code),
  };
}

function cordonsFrame() {
  return document.querySelector("#cordon iframe")?.src;
}

function showsAll(texts) {
  return texts.every((text) => document.getElementById("output")?.innerText.includes(text));
}

function setField(selector, value) {
  const field = document.querySelector(selector);
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function allRows() {
  const { done, of } = document.getElementById("all-progress").dataset;
  if (!done || done !== of || document.getElementById("run-all").disabled) return null;
  return [...document.querySelectorAll("#all-results tr[data-attack]")].map(({ dataset }) => ({ ...dataset }));
}

function gridRows() {
  if (document.getElementById("channels-progress").dataset.done !== "true") return null;
  return [...document.querySelectorAll("#channels-grid tr[data-channel]")].map(({ dataset }) => ({ ...dataset }));
}

function serverRows() {
  if (document.getElementById("servers-progress").dataset.done !== "true") return null;
  return [...document.querySelectorAll("#servers-results tr[data-probe]")].map(({ dataset }) => ({ ...dataset }));
}

function audited(root) {
  const panel = document.querySelector(`${root} [data-score]`);
  if (panel === null) return null;
  return {
    score: Number(panel.dataset.score),
    grade: panel.dataset.grade,
    codes: [...panel.querySelectorAll("[data-code]")].map(({ dataset }) => dataset.code),
    policies: [...document.querySelectorAll(`${root} [data-policy] pre`)].map(({ textContent }) => textContent),
  };
}

function timings() {
  const rows = [...document.querySelectorAll("#timings tr[data-name]")].map(({ dataset }) => ({ ...dataset }));
  return rows.length > 0 && rows;
}

function toolsOf() {
  const buttons = [...document.querySelectorAll("[data-tool]")];
  return buttons.length > 0 && buttons.map(({ dataset }) => dataset.tool);
}
