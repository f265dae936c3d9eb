// A page with the guard ahead of its own script, and what the guard says of it.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { packageScript } from "../../support/package-scripts.mjs";
import { listenFor } from "../../support/servers.mjs";

const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
/** How long nothing is waited for. */
export const SETTLE_MS = 500;

/** A document that runs a script, and nothing else; with a policy, behind the guard. */
export const documentOf = (body, script, policy) => `<!doctype html><meta charset="utf-8"><title>page</title>
  <link rel="icon" href="data:,"><body>${body}
  <script type="module">
    ${policy ? `import { installGuard } from "/guard.js"; window.guard = installGuard(${JSON.stringify(policy)}, { strength: "standard" });` : ""}
    ${script}
    window.isReady = true;
  </script></body>`;

/** Serves documents by their paths, and the guard, until the test ends; `reached` is what was asked of it. */
export async function site(t, documents) {
  const reached = [];
  const { origin } = await listenFor(t, (request, response) => {
    reached.push(request.url);
    const { pathname } = new URL(request.url, "http://site");
    const found = documents[pathname];
    const packaged = packageScript(pathname);
    if (packaged !== undefined) response.writeHead(200, { "Content-Type": SCRIPT }).end(packaged);
    else if (found?.startsWith("http")) response.writeHead(302, { Location: found }).end();
    else response.writeHead(found ? 200 : 404, { "Content-Type": HTML }).end(found);
  });
  return { origin, reached };
}

/** Opens a page, and waits until its script is through. */
export async function open(browser, url) {
  await browser.open(url);
  await browser.until(() => window.isReady === true, [], "the page");
}

/** Waits until an element has this text. */
export const shows = (browser, selector, text) =>
  browser.until(
    (selector, text) => document.querySelector(selector)?.textContent === text,
    [selector, text],
    `“${text}” in ${selector}`,
  );

/** What the guard refused: the API and the origin of each. */
export const violations = (browser) =>
  browser.run(() => window.guard.violations.map(({ api, origin }) => [api, origin]));

/** The guard refuses a beacon to an origin off the list, and has refused nothing else. */
export async function isUp(t, browser) {
  const { origin, reached } = await site(t, {});
  assert.deepEqual(await violations(browser), []);
  assert.equal(await browser.run((url) => navigator.sendBeacon(url, "secret"), `${origin}/beacon`), false);
  await sleep(SETTLE_MS);
  assert.deepEqual(await violations(browser), [["sendBeacon", origin]]);
  assert.deepEqual(reached, []);
}
