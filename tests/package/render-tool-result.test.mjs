// `renderToolResult` shows what `<ToolOutput>` shows: the same rows, under Trusted Types.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { scratchFor } from "../support/scratch.mjs";
import { CSP, QUIET, paged, watched } from "./react/page.mjs";
import { REFUSED, ROWS, written } from "./react/rows.mjs";
import { pkg, serve } from "./support.mjs";

async function shown(t) {
  const directory = scratchFor(t, "render");
  await build({
    stdin: {
      contents: `import { renderToolResult } from "./index.js"; window.app = { renderToolResult };`,
      resolveDir: pkg,
    },
    ...{ bundle: true, format: "esm", outfile: join(directory, "app.js"), logLevel: "warning" },
  });
  writeFileSync(join(directory, "empty.html"), paged("<p>before</p>"));
  for (const [at, row] of ROWS.entries()) writeFileSync(join(directory, `row-${at}.html`), paged(written(row)));
  return watched(t, await serve(t, directory, { "Content-Security-Policy": CSP }));
}

test("each row as a component shows it, whatever stood there", async (t) => {
  const { page, seen, show } = await shown(t);
  for (const [at, { name, props, frames = [] }] of ROWS.entries()) {
    await show(`row-${at}.html`);
    const found = await page.evaluate(({ result, text, options }) => {
      const expected = document.querySelector("#root").firstElementChild;
      const target = expected.cloneNode();
      target.removeAttribute("data-mcp-error");
      target.append("before");
      document.querySelector("#root").append(target);
      const given = text === undefined ? options : { ...options, text };
      const { findings } = window.app.renderToolResult(target, result, given);
      const framed = [...target.querySelectorAll("iframe")].map((frame) => [
        frame.title,
        frame.getAttribute("sandbox"),
      ]);
      const copy = target.cloneNode(true);
      for (const frame of copy.querySelectorAll("iframe")) frame.remove();
      return { same: copy.isEqualNode(expected), html: target.innerHTML, framed, isList: Array.isArray(findings) };
    }, props);
    assert.ok(found.same, `${name}: ${found.html}`);
    assert.ok(found.isList, name);
    assert.deepEqual(
      found.framed,
      frames.map((title) => [title, ""]),
      name,
    );
    assert.equal(await page.title(), "app", name);
  }
  assert.deepEqual(seen, QUIET);
});

test("a failure is marked, and the next result takes the mark away", async (t) => {
  const { page, show } = await shown(t);
  await show("empty.html");
  const marks = await page.evaluate(() => {
    const root = document.querySelector("#root");
    return [true, false, "yes"].map((isError) => {
      window.app.renderToolResult(root, { isError, content: [] });
      return root.getAttribute("data-mcp-error");
    });
  });
  assert.deepEqual(marks, ["", null, null]);
});

test("what cannot be made safe is an error, and what stood there stays", async (t) => {
  const { page, seen, show } = await shown(t);
  await show("empty.html");
  for (const { name, props, code } of REFUSED) {
    const found = await page.evaluate(({ result, text, options }) => {
      const root = document.querySelector("#root");
      try {
        window.app.renderToolResult(root, result, text === undefined ? options : { ...options, text });
        return ["no error", root.innerHTML];
      } catch (error) {
        return [error.name, error.code, root.innerHTML];
      }
    }, props);
    assert.deepEqual(found, ["CordonError", code, "<p>before</p>"], name);
  }
  assert.deepEqual(seen, QUIET);
});
