// `mcp-cordon/react`: what a server writes, and what a browser takes over or shows, under Trusted Types.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { suite, test } from "node:test";
import { build } from "esbuild";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import * as cordon from "../../pkg/index.js";
import * as imported from "../../pkg/react.js";
import { CSP, QUIET, bundled, counting, paged, watched } from "./react/page.mjs";
import { REFUSED, ROWS, written } from "./react/rows.mjs";
import { pkg, serve } from "./support.mjs";

const require = createRequire(import.meta.url);

/** Each way of loading has a hook of its own. */
const Guarded = ({ useGuard, policy }) => JSON.stringify(useGuard(policy));

suite("in Node", () => {
  for (const [how, { ToolOutput, useGuard }, { CordonError }] of [
    ["import", imported, cordon],
    ["require", require("../../pkg/react.cjs"), require("../../pkg/index.cjs")],
  ]) {
    for (const row of ROWS) {
      test(`${how}: ${row.name}`, () =>
        assert.equal(renderToString(createElement(ToolOutput, row.props)), written(row)));
    }
    for (const { name, props, code } of REFUSED) {
      test(`${how}: ${name} is an error of the index that is there already`, () => {
        const isOurs = (error) => error instanceof CordonError && error.code === code;
        assert.throws(() => renderToString(createElement(ToolOutput, props)), isOurs);
      });
    }
    test(`${how}: there is no guard on a server, and a policy is checked all the same`, () => {
      const said = renderToString(createElement(Guarded, { useGuard, policy: {} })).replaceAll("&quot;", `"`);
      assert.deepEqual(JSON.parse(said), { guard: null, violations: [] });
      const isOurs = (error) => error instanceof CordonError && error.code === "invalid-policy";
      assert.throws(() => renderToString(createElement(Guarded, { useGuard, policy: { conect: [] } })), isOurs);
    });
  }

  test("the files of the components are for clients, and load React and the modules from outside", () => {
    const beside = {
      react: ["./tool-output", "./tool-output-stream", "./use-guard"],
      "tool-output": ["react", "./html-module", "./markdown-module", "./tool-output-stream"],
      "tool-output-stream": ["react", "./markdown-module"],
      "use-guard": ["react", "./guard-module", "./shared"],
    };
    for (const [ending, loads] of [
      [".js", /from "(.+)"/g],
      [".cjs", /require\("(.+)"\)/g],
    ]) {
      for (const [name, expected] of Object.entries(beside)) {
        const text = readFileSync(join(pkg, name + ending), "utf8");
        assert.equal(/^("use strict";\n)?"use client";\n/.test(text), name !== "react", name + ending);
        const names = new Set([...text.matchAll(loads)].map(([, name]) => name.replace(ending, "")));
        assert.deepEqual(names, new Set(expected), name + ending);
      }
    }
  });
});

/** What a server on React 18 runs. */
async function server18(directory, alias) {
  const contents = `
    export { createElement, version } from "react";
    export { renderToString } from "react-dom/server";
    export { ToolOutput } from "mcp-cordon/react";`;
  const outfile = join(directory, "server.cjs");
  const stdin = { contents, resolveDir: directory };
  await build({ stdin, bundle: true, platform: "node", format: "cjs", alias, outfile, logLevel: "warning" });
  return require(outfile);
}

test("in Chromium", async (t) => {
  const directory = await bundled(t);
  writeFileSync(join(directory, "empty.html"), paged(""));
  ROWS.forEach((row, at) => {
    writeFileSync(
      join(directory, `row-${at}.html`),
      paged(renderToString(createElement(imported.ToolOutput, row.props))),
    );
  });
  const elsewhere = {
    result: { content: [{ type: "resource_link", uri: "https://a.test/", name: "a" }] },
    options: { policy: { links: { origins: ["'self'", "https://a.test"] } } },
  };
  writeFileSync(join(directory, "origins.html"), paged(renderToString(createElement(imported.ToolOutput, elsewhere))));
  const address = await serve(t, directory, { "Content-Security-Policy": CSP });
  const { page, seen, show } = await watched(t, address);
  const frames = () =>
    page.$$eval("#root iframe", (all) => all.map((frame) => [frame.title, frame.getAttribute("sandbox")]));
  const call = (name, ...args) => page.evaluate(([name, ...args]) => window.app[name](...args), [name, ...args]);
  const outer = () => page.$eval("#root", (root) => root.innerHTML);
  // React holds `&#x27;` and the order of attributes otherwise than a browser does, so nodes are compared.
  const isWhatTheServerWrote = () =>
    page.evaluate(() => {
      const copy = document.querySelector("#root").cloneNode(true);
      for (const frame of copy.querySelectorAll("iframe")) frame.remove();
      return copy.isEqualNode(window.server);
    });

  for (const [at, row] of ROWS.entries()) {
    await t.test(`${row.name}: hydrated as it is, and rendered to the same`, async () => {
      await show(`row-${at}.html`);
      await page.evaluate(() => {
        const root = document.querySelector("#root");
        window.server = root.cloneNode(true);
        window.records = [];
        const write = (records) => {
          for (const { type, target } of records) window.records.push(`${type} ${target.nodeName}`);
        };
        new MutationObserver(write).observe(root, {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        });
      });
      await call("hydrate", row.props);
      assert.ok(await isWhatTheServerWrote(), await outer());
      // A frame's target gets its one child, and the frame its attributes; StrictMode does it twice.
      const touched = await page.evaluate(() => window.records);
      if (!row.frames) assert.deepEqual(touched, []);
      const expected = (row.frames ?? []).map((title) => [title, ""]);
      assert.deepEqual(await frames(), expected);
      assert.equal(await page.evaluate(() => window.app.reports.length), 1);

      await call("unmount");
      assert.equal(await outer(), "");
      await call("render", row.props);
      assert.ok(await isWhatTheServerWrote(), await outer());
      assert.deepEqual(await frames(), expected);
      assert.equal(await page.title(), "app");
      assert.deepEqual(seen, QUIET);
    });
  }

  await t.test("one after the other in one root: nothing of the last is left, and each is reported once", async () => {
    await show("empty.html");
    const wanted = [];
    for (const row of [...ROWS, ...ROWS.toReversed()]) {
      await call("render", row.props);
      const alone = await page.evaluate(() => document.querySelector("#root").innerHTML.replace(/ style="[^"]*"/g, ""));
      wanted.push(alone);
    }
    assert.deepEqual(wanted.slice(ROWS.length), wanted.slice(0, ROWS.length).toReversed());
    assert.equal(await page.evaluate(() => window.app.reports.length), 2 * ROWS.length);
    assert.ok((await page.evaluate(() => window.app.reports[2])).includes("resource-blocked"));
    await call("unmount");
    assert.equal(await outer(), "");
    assert.equal(await page.$("iframe"), null);
    assert.deepEqual(seen, QUIET);
  });

  await t.test("what cannot be made safe shows the boundary's words and nothing else", async () => {
    await show("empty.html");
    for (const { name, props, code } of REFUSED) {
      await call("render", { result: "<b>before</b>" });
      await call("render", props);
      assert.equal(await outer(), `<p role="alert">CordonError ${code}</p>`, name);
      await call("unmount");
    }
    assert.deepEqual(seen, QUIET);
  });

  await t.test("a parent that renders again does not sanitize again", async () => {
    await show("empty.html");
    await call("renderParent");
    await page.waitForSelector("#root b");
    const before = await call("reads");
    await page.evaluate(() => (window.bold = document.querySelector("#root b")));
    await call("again");
    await page.waitForSelector("[data-count='1'] b");
    assert.equal(await call("reads"), before);
    assert.ok(await page.evaluate(() => window.bold === document.querySelector("#root b")));
    assert.deepEqual(seen, QUIET);
  });

  await t.test("a link that 'self' may decide about is one once the browser has it", async () => {
    await show("origins.html");
    assert.equal(await page.$("#root a"), null);
    await call("hydrate", elsewhere);
    assert.equal(await page.$eval("#root a", (link) => link.href), "https://a.test/");
    assert.deepEqual(seen, QUIET);
  });
});

test("React 18: written, hydrated and left alone, and guarded", async (t) => {
  const alias = { react: "react-18", "react-dom": "react-dom-18" };
  const directory = await bundled(t, alias);
  const { createElement, version, renderToString, ToolOutput } = await server18(directory, alias);
  assert.match(version, /^18\./);
  const parts = ROWS.map((row) => {
    const html = renderToString(createElement(ToolOutput, row.props));
    assert.equal(html, written(row), row.name);
    return `<div class="row">${html}</div>`;
  });
  writeFileSync(join(directory, "rows.html"), paged("").replace("</div>", `</div>${parts.join("")}`));
  const address = await serve(t, directory, { "Content-Security-Policy": CSP });
  const { page, seen, show } = await watched(t, address);
  await show("rows.html");
  const changed = await page.evaluate(
    async (rows) => {
      const roots = document.querySelectorAll(".row");
      const before = [...roots].map((root) => root.cloneNode(true));
      const records = new Set();
      const write = (list) => {
        for (const { target } of list) records.add(target.closest(".row"));
      };
      const observer = new MutationObserver(write);
      for (const root of roots) {
        observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
      }
      for (const [at, root] of roots.entries()) await window.app.hydrate(rows[at], root);
      return [...roots].flatMap((root, at) => (records.has(root) || !root.isEqualNode(before[at]) ? [at] : []));
    },
    ROWS.map(({ props }) => props),
  );
  assert.deepEqual(
    changed.map((at) => ROWS[at].name),
    ROWS.filter(({ frames }) => frames).map(({ name }) => name),
  );
  assert.equal(await page.evaluate(() => window.app.reports.length), ROWS.length);

  const { reached, url } = await counting(t);
  await page.evaluate((url) => {
    window.app.unmount();
    window.app.renderGuards([{ policy: {}, options: { pinCsp: false }, url }]);
  }, url);
  const text = (wanted) => document.querySelector("#root").textContent === wanted;
  await page.waitForFunction(text, `fetch ${url}`, { timeout: 60_000 });
  assert.deepEqual(reached, []);
  assert.deepEqual(seen, QUIET);
});
