// The package in a page, through Vite with no configuration: its build and its development server,
// with the package linked from a folder and installed from the archive that npm would publish.
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { HOSTILE, SAFE, archive, developmentServer, open, pkg, project, repository, run, serve } from "./support.mjs";

const PAGE = {
  "index.html": `<!doctype html><title>App</title><div id="output"></div><script type="module" src="/main.js"></script>`,
  "main.js": `
    import { sanitizeToolOutput } from "mcp-cordon";
    document.querySelector("#output").innerHTML = sanitizeToolOutput(${JSON.stringify(HOSTILE)});`,
};

function app(t, source) {
  const directory = project(t, PAGE, source);
  // The repository's own Vite, so that no registry is needed.
  symlinkSync(join(repository, "node_modules/vite"), join(directory, "node_modules/vite"));
  return directory;
}

async function assertShown(t, url) {
  const { page, errors } = await open(t, url);
  await page
    .waitForFunction(() => document.querySelector("#output").firstChild, null, { timeout: 60_000 })
    .catch(() => {});
  assert.deepEqual(errors, []);
  assert.equal(await page.innerHTML("#output"), SAFE);
}

for (const [origin, source] of [
  ["a linked folder", () => pkg],
  ["an archive", archive],
]) {
  test(`vite build, from ${origin}`, async (t) => {
    const directory = app(t, source(t));
    run(directory, process.execPath, "node_modules/vite/bin/vite.js", "build");
    await assertShown(t, await serve(t, join(directory, "dist")));
  });

  test(`vite's development server, from ${origin}`, async (t) => {
    await assertShown(t, await developmentServer(t, app(t, source(t))));
  });
}
