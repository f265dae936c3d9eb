// The attack lab's cases, the same in every browser: every attack is clicked, and what the attacker has is what counts.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { listen, shut } from "../../support/servers.mjs";
import {
  audited,
  cordonsFrame,
  hasArrived,
  isDone,
  isShownByBoth,
  openAfresh,
  readPage,
  scriptRan,
  setField,
  showsAll,
  slotsOf,
  toolsOf,
} from "./page.mjs";
import { Lab } from "./server.mjs";

const ATTACKS = new URL("../../../www/attacks/", import.meta.url);

/** How long an attack may take to arrive, and how long we watch at the end for what should not. */
const ARRIVAL_MS = 45_000;
const LAST_SETTLE_MS = 4_000;
/** A browser speculates when it is idle, and a busy one not before a window goes on to its next page: then another is opened. */
const MOST_WINDOWS = 3;

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
      for (let left = MOST_WINDOWS; left > 0; left--) {
        await browser.click("#run-window");
        if (!ARRIVES.includes(expected)) break;
        try {
          await browser.until(hasArrived, [], `${name} to arrive`, ARRIVAL_MS / MOST_WINDOWS);
          break;
        } catch (error) {
          if (left === 1) throw error;
        }
      }
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
      const way = (name) => pasted.ways.find((one) => one.way === name);
      assert.deepEqual({ ...way("img-src") }, { way: "img-src", before: "open", after: "closed" });
      assert.deepEqual({ ...way("navigation") }, { way: "navigation", before: "open", after: "open" });
      assert.ok(pasted.ways.length > 15, JSON.stringify(pasted.ways));
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
  const { origin: own, stop } = await listen(http);
  return { address: `${own}/mcp`, stop };
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
