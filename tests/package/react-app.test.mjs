// `useGuard` in a browser; the types of mcp-cordon/react.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CSP, beside, bundled, counting, paged, watched } from "./react/page.mjs";
import { repository, run, serve, write } from "./support.mjs";

test("the guard as a hook, in Chromium", async (t) => {
  const directory = await bundled(t);
  writeFileSync(join(directory, "empty.html"), paged(""));
  const address = await serve(t, directory, { "Content-Security-Policy": CSP });
  const [listed, unlisted] = [await counting(t), await counting(t)];
  const { page, seen, show } = await watched(t, address);
  const renderGuards = (...guards) => page.evaluate((guards) => window.app.renderGuards(guards), guards);
  const is = (text) =>
    page.waitForFunction((text) => document.querySelector("#root").textContent === text, text, { timeout: 60_000 });
  const up = () => page.waitForSelector("[data-guarded=true]", { state: "attached" });
  const guards = () => page.evaluate(() => window.app.seen.size);
  const outcome = async (name, url) => {
    await page.evaluate(([name, url]) => window.app.send(name, url), [name, url]);
    await page.waitForFunction((name) => window.app.outcomes[name] !== "pending", name, { timeout: 60_000 });
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
  assert.deepEqual(
    seen.said.filter((text) => !/cordon-\d+\.invalid/.test(text)),
    [],
  );
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
