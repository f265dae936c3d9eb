// `mcp-cordon/react`: what a server writes, what a browser takes over and shows, under Trusted Types; the guard as a hook.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { build } from "esbuild";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import * as cordon from "../../pkg/index.js";
import * as imported from "../../pkg/react.js";
import { REFUSED, ROWS, written } from "./react/rows.mjs";
import { open, pkg, repository, run, serve, write } from "./support.mjs";

const require = createRequire(import.meta.url);
// What loads by itself is left to the sanitizer alone.
const CSP = "script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types mcp-cordon";

suite("in Node", () => {
  for (const [how, { ToolOutput, useGuard }, { CordonError }] of [
    ["import", imported, cordon],
    ["require", require("../../pkg/react.cjs"), require("../../pkg/index.cjs")],
  ]) {
    for (const row of ROWS) {
      test(`${how}: ${row.name}`, () => assert.equal(renderToString(createElement(ToolOutput, row.props)), written(row)));
    }
    for (const { name, props, code } of REFUSED) {
      test(`${how}: ${name} is an error of the index that is there already`, () => {
        const isOurs = (error) => error instanceof CordonError && error.code === code;
        assert.throws(() => renderToString(createElement(ToolOutput, props)), isOurs);
      });
    }
    test(`${how}: there is no guard on a server, and a policy is checked all the same`, () => {
      const Guarded = ({ policy }) => JSON.stringify(useGuard(policy));
      const said = renderToString(createElement(Guarded, { policy: {} })).replaceAll("&quot;", `"`);
      assert.deepEqual(JSON.parse(said), { guard: null, violations: [] });
      const isOurs = (error) => error instanceof CordonError && error.code === "invalid-policy";
      assert.throws(() => renderToString(createElement(Guarded, { policy: { conect: [] } })), isOurs);
    });
  }

  test("the files are for clients, and load React and the index from outside", () => {
    for (const [file, loads] of [
      ["react.js", /from "(.+)"/g],
      ["react.cjs", /require\("(.+)"\)/g],
    ]) {
      const text = readFileSync(join(pkg, file), "utf8");
      assert.match(text, /^("use strict";\n)?"use client";\n/, file);
      const names = new Set([...text.matchAll(loads)].map(([, name]) => name));
      assert.deepEqual(names, new Set(["react", file.replace("react", "./index")]), file);
    }
  });
});

/** A folder that finds the repository's packages, this one included. */
function beside(t) {
  const directory = mkdtempSync(join(tmpdir(), "mcp-cordon-react-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  return directory;
}

/** The page's script in a folder of its own. */
async function bundled(t, alias = {}) {
  const directory = beside(t);
  await build({
    entryPoints: [join(repository, "tests/package/react/app.jsx")],
    bundle: true,
    format: "esm",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": `"development"` },
    alias,
    outfile: join(directory, "app.js"),
    logLevel: "warning",
  });
  return directory;
}

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

const paged = (html) =>
  `<!doctype html><title>app</title><link rel="icon" href="data:,"><div id="root">${html}</div>
  <script type="module" src="/app.js"></script>`;

/** A page on this address, with all that it said and asked for from the first moment. */
async function watched(t, address) {
  const { page, errors } = await open(t, "about:blank");
  const seen = { said: errors, asked: [] };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.said.push(message.text());
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("data:") && !url.startsWith("about:")) seen.asked.push(url);
  });
  const show = async (path) => {
    await page.goto(`${address}/${path}`);
    await page.waitForFunction(() => window.app, null, { timeout: 20_000 });
  };
  return { page, seen, show };
}

const QUIET = { said: [], asked: [] };

test("in Chromium", async (t) => {
  const directory = await bundled(t);
  writeFileSync(join(directory, "empty.html"), paged(""));
  ROWS.forEach((row, at) => {
    writeFileSync(join(directory, `row-${at}.html`), paged(renderToString(createElement(imported.ToolOutput, row.props))));
  });
  const elsewhere = {
    result: { content: [{ type: "resource_link", uri: "https://a.test/", name: "a" }] },
    options: { policy: { links: { origins: ["'self'", "https://a.test"] } } },
  };
  writeFileSync(join(directory, "origins.html"), paged(renderToString(createElement(imported.ToolOutput, elsewhere))));
  const address = await serve(t, directory, { "Content-Security-Policy": CSP });
  const { page, seen, show } = await watched(t, address);
  const frames = () => page.$$eval("#root iframe", (all) => all.map((frame) => [frame.title, frame.getAttribute("sandbox")]));
  const call = (name, ...args) => page.evaluate(([name, ...args]) => window.app[name](...args), [name, ...args]);
  const outer = () => page.$eval("#root", (root) => root.innerHTML);
  // React holds `&#x27;` and the order of attributes otherwise than a browser does, so nodes are compared.
  const isWhatTheServerWrote = () =>
    page.evaluate(() => {
      const copy = document.querySelector("#root").cloneNode(true);
      copy.querySelectorAll("iframe").forEach((frame) => frame.remove());
      return copy.isEqualNode(window.server);
    });

  for (const [at, row] of ROWS.entries()) {
    await t.test(`${row.name}: hydrated as it is, and rendered to the same`, async () => {
      await show(`row-${at}.html`);
      await page.evaluate(() => {
        const root = document.querySelector("#root");
        window.server = root.cloneNode(true);
        window.records = [];
        const write = (records) => records.forEach(({ type, target }) => window.records.push(`${type} ${target.nodeName}`));
        new MutationObserver(write).observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
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

async function counting(t) {
  const reached = [];
  const server = createServer((request, response) => (reached.push(request.url), response.end()));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => (server.closeAllConnections(), server.close()));
  return { reached, url: `http://127.0.0.1:${server.address().port}` };
}

test("the guard as a hook, in Chromium", async (t) => {
  const directory = await bundled(t);
  writeFileSync(join(directory, "empty.html"), paged(""));
  const address = await serve(t, directory, { "Content-Security-Policy": CSP });
  const [listed, unlisted] = [await counting(t), await counting(t)];
  const { page, seen, show } = await watched(t, address);
  const renderGuards = (...guards) => page.evaluate((guards) => window.app.renderGuards(guards), guards);
  const is = (text) =>
    page.waitForFunction((text) => document.querySelector("#root").textContent === text, text, { timeout: 5_000 });
  const up = () => page.waitForSelector("[data-guarded=true]", { state: "attached" });
  const guards = () => page.evaluate(() => window.app.seen.size);
  const outcome = async (name, url) => {
    await page.evaluate(([name, url]) => window.app.send(name, url), [name, url]);
    await page.waitForFunction((name) => window.app.outcomes[name] !== "pending", name, { timeout: 5_000 });
    return page.evaluate((name) => window.app.outcomes[name], name);
  };
  const policy = { connect: ["'self'", listed.url] };
  const options = { pinCsp: false };

  await t.test("it is up ahead of a child's layout effect, and what it refuses shows", async () => {
    await show("empty.html");
    await page.evaluate(() => (window.native = window.fetch));
    await renderGuards({ policy, options, url: `${unlisted.url}/early` });
    await is(`fetch ${unlisted.url}`);
    assert.equal(await outcome("listed", `${listed.url}/a`), "sent");
    assert.equal(await outcome("unlisted", `${unlisted.url}/b`), "TypeError");
    const early = await page.evaluate(() => [window.app.outcomes["layout effect of a child"], window.app.told[0]]);
    assert.deepEqual(early, ["TypeError", "fetch"]);
    assert.deepEqual([listed.reached, unlisted.reached], [["/a"], []]);
    assert.equal(await guards(), 1);
  });

  await t.test("the same policy in another object is the same guard, another policy another", async () => {
    await renderGuards({ policy: { connect: [...policy.connect] }, options: { ...options } });
    assert.equal(await outcome("still unlisted", `${unlisted.url}/c`), "TypeError");
    assert.equal(await guards(), 1);
    await renderGuards({ policy: { connect: ["'self'", unlisted.url] }, options });
    await page.waitForFunction(() => window.app.seen.size === 2);
    assert.equal(await outcome("listed now", `${unlisted.url}/d`), "sent");
    assert.equal(await outcome("not any more", `${listed.url}/e`), "TypeError");
    assert.deepEqual([listed.reached, unlisted.reached], [["/a"], ["/d"]]);
  });

  await t.test("unmounting gives the platform's functions back", async () => {
    assert.equal(await page.evaluate(() => window.fetch === window.native), false);
    await page.evaluate(() => window.app.unmount());
    assert.equal(await page.evaluate(() => window.fetch === window.native), true);
    assert.equal(await outcome("unguarded", `${listed.url}/f`), "sent");
  });

  await t.test("components share a guard, and the last one takes it down", async () => {
    await renderGuards({ policy, options }, { policy, options });
    await up();
    assert.equal(await guards(), 3);
    await renderGuards({ policy, options });
    assert.equal(await outcome("one is left", `${unlisted.url}/g`), "TypeError");
    await renderGuards();
    assert.equal(await page.evaluate(() => window.fetch === window.native), true);
  });

  await t.test("another policy beside it, or a misspelt option, is the boundary's", async () => {
    await page.evaluate(() => window.app.unmount());
    await renderGuards({ policy, options }, { policy: {}, options });
    await is("CordonError invalid-input");
    await page.evaluate(() => window.app.unmount());
    await renderGuards({ policy, options: { pinCSP: false } });
    await is("CordonError invalid-option");
    assert.equal(await page.evaluate(() => window.fetch === window.native), true);
  });

  await t.test("by default a CSP is pinned once, StrictMode or not", async () => {
    await show("empty.html");
    await renderGuards({ policy });
    await up();
    assert.equal(await page.$$eval("head meta[http-equiv=Content-Security-Policy]", (all) => all.length), 1);
  });

  // That a pinned CSP holds is proved by a request that it refuses.
  assert.deepEqual(seen.said.filter((text) => !/cordon-\d+\.invalid/.test(text)), []);
});

test("React 18: written, hydrated and left alone, and guarded", async (t) => {
  const alias = { "react": "react-18", "react-dom": "react-dom-18" };
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
  const changed = await page.evaluate(async (rows) => {
    const roots = document.querySelectorAll(".row");
    const before = [...roots].map((root) => root.cloneNode(true));
    const records = new Set();
    const write = (list) => list.forEach(({ target }) => records.add(target.closest(".row")));
    const observer = new MutationObserver(write);
    roots.forEach((root) => observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true }));
    for (const [at, root] of roots.entries()) await window.app.hydrate(rows[at], root);
    return [...roots].flatMap((root, at) => (records.has(root) || !root.isEqualNode(before[at]) ? [at] : []));
  }, ROWS.map(({ props }) => props));
  assert.deepEqual(changed.map((at) => ROWS[at].name), ROWS.filter(({ frames }) => frames).map(({ name }) => name));
  assert.equal(await page.evaluate(() => window.app.reports.length), ROWS.length);

  const { reached, url } = await counting(t);
  await page.evaluate((url) => {
    window.app.unmount();
    window.app.renderGuards([{ policy: {}, options: { pinCsp: false }, url }]);
  }, url);
  const text = (wanted) => document.querySelector("#root").textContent === wanted;
  await page.waitForFunction(text, `fetch ${url}`, { timeout: 5_000 });
  assert.deepEqual(reached, []);
  assert.deepEqual(seen, QUIET);
});

test("the example, built by its README's command and served with its headers", async (t) => {
  const example = join(repository, "examples/react-chat");
  const directory = beside(t);
  cpSync(example, directory, { recursive: true, filter: (path) => !/node_modules|dist/.test(path.slice(example.length)) });
  const [, [, commands]] = readFileSync(join(example, "README.md"), "utf8").matchAll(/```sh\n([^]+?)```/g);
  const [builds, serves] = commands.trim().split("\n");
  assert.equal(serves, "npx vite preview");
  run(directory, "sh", "-c", builds);

  const { default: config } = await import(join(example, "vite.config.mjs"));
  const address = await serve(t, join(directory, "dist"), config.preview.headers);
  const { page, errors } = await open(t, "about:blank");
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url())));
  page.on("console", (message) => errors.push(message.text()));
  await page.goto(address);
  await page.waitForSelector("#guard:text('is up')", { timeout: 20_000 });
  const article = (tool) => page.locator(`article[aria-label=${tool}]`);
  assert.equal(await article("weather").locator("script, img, iframe, [onerror]").count(), 0);
  assert.match(await article("weather").locator("summary").textContent(), /^Removed or changed: \d/);
  assert.equal(await article("files").locator("img").count(), 1);
  assert.match(await article("files").locator("a").textContent(), /bank\.example/);
  assert.match(await article("files").locator("code").first().textContent(), /^https:\/\/attacker\.example\/report$/);
  assert.equal(await article("page").locator("iframe[sandbox='']").count(), 1);
  assert.equal(await article("failing").locator("[data-mcp-error]").count(), 1);
  assert.match(await article("broken").textContent(), /cannot be shown: result\.content/);
  // What is below the frame moves when the frame has its height.
  await page.waitForFunction(() => document.querySelector("iframe").style.height !== "150px");
  await page.click("button");
  await page.waitForSelector("li:text('fetch to https://attacker.example was refused')");
  assert.equal(await page.textContent("output"), "TypeError");
  assert.equal(await page.title(), "Chat");
  assert.deepEqual(asked.filter(({ hostname }) => hostname.endsWith(".example")), []);
  const probed = errors.filter((text) => !/cordon-\d+\.invalid/.test(text));
  assert.deepEqual(probed.map((text) => text.split(",")[0]), ["CordonError: result.content is an array of blocks"]);
});

const USE = `
  import { ToolOutput, useGuard } from "mcp-cordon/react";
  export const shown = [
    <ToolOutput result="<b>hi</b>" text="markdown" options={{ policy: { resources: [] } }} className="output" />,
    <ToolOutput as="a" href="/" result={{ content: [{ type: "text", text: "a" }] }} />,
    <ToolOutput as="section" result="" onReport={(findings) => findings.map(({ code }) => code)} aria-label="result" />,
  ];
  export function Guarded() {
    const { guard, violations } = useGuard({ connect: ["'self'"] }, { onViolation: ({ api }) => console.log(api) });
    return <p title={violations[0]?.url}>{guard?.check("https://a.example/").reason}</p>;
  }
  export const wrong = [
    // @ts-expect-error there is nothing to show
    <ToolOutput />,
    // @ts-expect-error a misspelt option must not pass in silence
    <ToolOutput result="" options={{ polices: {} }} />,
    // @ts-expect-error a div leads nowhere
    <ToolOutput result="" href="/" />,
    // @ts-expect-error the result is what is inside
    <ToolOutput result="">text</ToolOutput>,
    // @ts-expect-error there is no such kind of text
    <ToolOutput result="" text="htm" />,
  ];
  // @ts-expect-error a misspelt field of the policy must not pass in silence
  export const useWrong = () => useGuard({ conect: [] });
`;
const SDKS = `
  import type { Client as Second, CallToolResult as SecondResult } from "@modelcontextprotocol/client";
  import type { Client as First } from "@modelcontextprotocol/sdk/client/index.js";
  import type { CallToolResult as FirstResult } from "@modelcontextprotocol/sdk/types.js";
  import { ToolOutput } from "mcp-cordon/react";
  export async function shown(first: First, second: Second, results: [FirstResult, SecondResult]) {
    return [
      <ToolOutput result={results[0]} />,
      <ToolOutput result={results[1]} />,
      <ToolOutput result={await first.callTool({ name: "a" })} />,
      <ToolOutput result={await second.callTool({ name: "a" })} />,
      // @ts-expect-error it is not awaited
      <ToolOutput result={second.callTool({ name: "a" })} />,
    ];
  }
`;
const LANGUAGE = ["--target", "es2022", "--lib", "es2022,dom", "--jsx", "react-jsx"];
const STRICT = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", ...LANGUAGE];

test("types under strict checks", (t) => {
  const files = {
    "package.json": `{ "type": "module" }`,
    "use.tsx": USE,
    "use.cts": `import react = require("mcp-cordon/react");\nexport const { ToolOutput, useGuard } = react;`,
    "sdks.tsx": SDKS,
  };
  const directory = beside(t);
  write(directory, files);
  const tsc = join(repository, "node_modules/.bin/tsc");
  assert.equal(run(directory, tsc, ...STRICT, "--module", "nodenext", "use.tsx", "use.cts"), "");
  // The SDKs' own declarations want those of Node.
  const bundler = ["--module", "esnext", "--moduleResolution", "bundler", "--skipLibCheck"];
  assert.equal(run(directory, tsc, ...STRICT, ...bundler, "use.tsx", "sdks.tsx"), "");
});
