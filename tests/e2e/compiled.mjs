// What `compilePolicy` writes, served: browsers accept it without a word, the package works under it, and it holds.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { auditHeaders, compilePolicy } from "../../pkg/index.js";
import { Pages, page } from "./inert/pages.mjs";
import { serve, shut } from "../support/servers.mjs";

const NONCE = "4ih5rP0r1s8Pq7bC1Q2d3A==";

const POLICIES = {
  "the default": {},
  "nothing at all": { connect: [], links: { origins: [] } },
  "lists of every kind": {
    connect: ["'self'", "https://api.example.com", "wss://live.example.com:8443/path/"],
    resources: ["https://*.example.com", "data:"],
    frames: ["https://frame.example.com"],
    links: { origins: ["https://docs.example.com", "http://plain.example.com/a/"] },
    permissions: ["camera", "clipboard-write"],
    webrtc: true,
  },
};

/** Uses the package as a page does, and says what came of it. */
const USE = `
  import * as cordon from "/index.js";
  const [shown, framed] = document.querySelectorAll("main");
  const hostile = "<p style='color: red'>kept</p><img src=x onerror=ran()>";
  const { html } = cordon.renderToolOutput(shown, hostile, { profile: "rich" });
  const frame = cordon.renderInSandbox(framed, "<style>p { height: 300px }</style><p>framed", { title: "Output" });
  while (frame.clientHeight < 300) await new Promise((resolve) => setTimeout(resolve, 20));
  window.used = { html, color: getComputedStyle(shown.querySelector("p")).color };`;

const APP = "document.title = 'the app runs'; window.used = {};";

export function compiled(Browser) {
  const { engine } = Browser;

  suite(`compiled policies in ${engine}`, () => {
    let browser, pages, elsewhere, listed;

    const headersOf = (policy, options) => compilePolicy(policy, options).headers;
    const documents = {};
    const served = [];

    before(async () => {
      listed = await serve((_, response) => response.writeHead(204, { "Access-Control-Allow-Origin": "*" }).end());
      elsewhere = await serve((_, response) => response.writeHead(204, { "Access-Control-Allow-Origin": "*" }).end());
      const reports = { reportTo: `${listed.origin}/reports` };
      for (const [name, policy] of [...Object.entries(POLICIES), ["one that reports", reports]]) {
        for (const target of ["page", "sandbox"]) {
          for (const nonce of [undefined, NONCE]) {
            const path = `/${served.length}`;
            const headers = headersOf(policy, { target, nonce });
            const attribute = nonce === undefined ? "" : ` nonce="${nonce}"`;
            const script =
              target === "sandbox"
                ? `<script${attribute}>${APP}</script>`
                : `<script type="module"${attribute} src="/use.js"></script>`;
            documents[path] = { body: page("", `<main></main><main></main>${script}`), headers };
            served.push({ name: `${name}, ${target}${nonce ? ", with a nonce" : ""}`, path, target, policy, headers });
          }
        }
      }
      documents["/use.js"] = { body: USE, type: "text/javascript" };
      documents["/worker.js"] = {
        body: `addEventListener("message", async ({ data, source }) => {
          const asked = data.map((url) => fetch(url).then(() => "answered", () => "refused"));
          source.postMessage(await Promise.all(asked));
        });`,
        type: "text/javascript",
        headers: headersOf({ connect: [listed.origin] }, { target: "service-worker" }),
      };
      documents["/plain"] = { body: page() };
      documents["/wrong"] = {
        body: page(),
        headers: {
          "Content-Security-Policy":
            "default-src 'self' bogus:bogus:bogus; conect-src 'none'; script-src 'self' 'unsafe-typo'",
          "Permissions-Policy": "background-fetch=(), camera 'none'",
        },
      };
      const only = headersOf({ connect: [listed.origin], links: { origins: [] } })["Connection-Allowlist"];
      documents["/allowlist"] = { body: page(), headers: { "Connection-Allowlist": only } };
      pages = await Pages.start(documents);
      browser = await Browser.launch({ chrome: true });
    });

    after(() => shut(browser, pages, listed, elsewhere));

    test("a header that is wrong is noticed", async () => {
      await browser.takeWarnings();
      await browser.open(`${pages.origin}/wrong`);
      const warnings = await browser.takeWarnings();
      assert.ok(
        warnings.some((warning) => /conect-src/.test(warning)),
        warnings.join("\n"),
      );
    });

    test("what is compiled is accepted without a warning, audited without a finding, and the page works", async () => {
      assert.equal(served.length, 16);
      for (const { name, path, target, policy, headers } of served) {
        await browser.open("about:blank");
        await browser.takeWarnings();
        await browser.open(pages.origin + path);
        const used = await browser.until(() => window.used, [], `${name} to be used`);
        await sleep(50);
        assert.deepEqual(await browser.takeWarnings(), [], name);
        const { score, findings } = auditHeaders(headers, { policy, url: pages.origin });
        assert.deepEqual([score, findings], [100, []], name);
        if (target === "sandbox") {
          assert.equal(await browser.run(() => document.title + origin), "the app runsnull", name);
        } else {
          assert.match(used.html, /<p style="color: ?red;?">kept<\/p>/, name);
          assert.equal(used.color, "rgb(255, 0, 0)", name);
        }
      }
    });

    test("a service worker under its header reaches what is listed and nothing else", async () => {
      await browser.open(`${pages.origin}/plain`);
      const told = await browser.run(
        async (listed, elsewhere) => {
          const { active, waiting, installing } = await navigator.serviceWorker.register("/worker.js");
          const worker = active ?? waiting ?? installing;
          const heard = new Promise((resolve) => {
            navigator.serviceWorker.onmessage = ({ data }) => resolve(data);
          });
          navigator.serviceWorker.startMessages();
          worker.postMessage([`${listed}/sw`, `${elsewhere}/sw`]);
          return heard;
        },
        listed.origin,
        elsewhere.origin,
      );
      assert.deepEqual(told, ["answered", "refused"]);
      assert.deepEqual([listed.hits.includes("/sw"), elsewhere.hits.includes("/sw")], [true, false]);
    });

    test("Connection-Allowlist alone", async (t) => {
      if (engine !== "Chromium") return t.skip(`${engine} does not have it`);
      await browser.open(`${pages.origin}/allowlist`);
      const told = await browser.run(
        (...urls) =>
          Promise.all(
            urls.map((url) =>
              fetch(url).then(
                () => "answered",
                () => "refused",
              ),
            ),
          ),
        `${pages.origin}/plain`,
        `${listed.origin}/listed`,
        `${elsewhere.origin}/elsewhere`,
      );
      assert.deepEqual(told, ["answered", "answered", "refused"]);
      await browser.run((url) => {
        const link = document.createElement("a");
        link.href = url;
        document.body.append(link);
        link.click();
      }, `${elsewhere.origin}/clicked`);
      await sleep(500);
      assert.deepEqual(
        elsewhere.hits.filter((path) => path !== "/sw"),
        [],
      );
    });
  });
}
