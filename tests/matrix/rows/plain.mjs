// Without any toolchain: the package's own files, as a server has them.
import assert from "node:assert/strict";
import { HOSTILE, SAFE, project, serve, write } from "../../package/support.mjs";
import { classic, documents, modules } from "../app.mjs";
import { REFUSED, csp, host, pages, visit } from "../pages.mjs";
import { check, describe } from "../results.mjs";
import { once, tarball, thrownAway } from "../toolchain.mjs";

const AT = "/node_modules/mcp-cordon";

/** What a page loads that asks for everything, of which it uses a part. */
const WHOLE = ["audit-module.js", "guard-module.js", "html-module.js", "index.js", "markdown-module.js", "shared.js"];

/** A page that loads modules by address has no names to resolve. */
function byAddress(files) {
  const addressed = (text) => text.replace(/"mcp-cordon(\/\w+)?"/g, (_, entry = "/index") => `"${AT}${entry}.js"`);
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, addressed(text)]));
}

const SLIM = `const source = "${AT}/mcp-cordon.wasm";`;

const site = (files) => {
  const made = once(() => project(thrownAway, files, tarball));
  return (t, policy) => serve(t, made(), { "Content-Security-Policy": policy });
};

export function scripts() {
  describe("`<script type=module>`", { slim: SLIM });
  pages("`<script type=module>`", site({ ...byAddress(modules(SLIM)), ...documents() }), { parts: WHOLE });
  const loaded = `<script src="${AT}/index.global.js"></script><script src="/main.js"></script>`;
  pages("`<script>`, classic", site({ ...classic, ...documents(() => loaded) }), {
    slim: false,
    parts: ["index.global.js"],
  });
}

/** What a worker says: of its answer, or of its error. */
const ANSWER = `
function answer(cordon) {
  try {
    return { html: cordon.sanitizeToolOutput(${JSON.stringify(HOSTILE)}) };
  } catch ({ name, code }) {
    return { error: { name, code } };
  }
}`;

const TRUSTED = `const trusted = trustedTypes.createPolicy("app", { createScriptURL: (url) => url });`;

const WORKERS = [
  { row: "worker, module", type: "module", head: `import * as cordon from "${AT}/index.js";` },
  {
    row: "worker, classic",
    type: "classic",
    head: `${TRUSTED} importScripts(trusted.createScriptURL("${AT}/index.global.js")); const cordon = mcpCordon;`,
  },
];

export function workers() {
  for (const { row, type, head } of WORKERS) {
    const start = site({
      "worker.js": `${head}${ANSWER} postMessage(answer(cordon));`,
      "main.js": `
        ${TRUSTED}
        const worker = new Worker(trusted.createScriptURL("/worker.js"), { type: "${type}" });
        worker.onmessage = ({ data }) => (globalThis.outcome = data);
        worker.onerror = ({ message }) => (globalThis.outcome = { message });`,
      ...documents(),
    });
    for (const [column, wasm, expected] of [
      ["shows", true, { html: SAFE }],
      ["refused", false, { error: { name: "CordonError", code: "wasm-unsafe-eval" } }],
    ]) {
      check(row, column, async (t) => {
        const policy = csp({ wasm, needs: { "worker-src": ["'self'"] } });
        const { outcome, errors } = await visit(t, `${await start(t, policy)}/`);
        assert.deepEqual({ outcome, errors }, { outcome: expected, errors: [] });
      });
    }
  }
}

const SERVICE_WORKERS = [
  {
    row: "service worker, module",
    type: "module",
    head: `import { installServiceWorkerGate } from "${AT}/service-worker.js";`,
  },
  {
    row: "service worker, classic",
    type: "classic",
    head: `
      ${TRUSTED}
      importScripts(trusted.createScriptURL("${AT}/service-worker.global.js"));
      const { installServiceWorkerGate } = mcpCordon;`,
  },
];

const gated = (head, allowed) => `${head}
  let error = null;
  try {
    installServiceWorkerGate({ connect: ["${allowed}"] });
  } catch ({ name, code }) {
    error = { name, code };
  }
  addEventListener("message", ({ ports: [port] }) => port.postMessage(error));`;

/** Waits until the worker is active and, where it has the gate, controls the page; then asks both hosts. */
const registers = (type) => `
  ${TRUSTED}
  const ask = (url) => fetch(url).then((response) => response.text(), ({ name }) => name);
  const said = (worker) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(null, [port2]);
  });
  const controlled = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
  const { searchParams } = new URL(location.href);
  const [allowed, refused] = [searchParams.get("allowed"), searchParams.get("refused")];
  (async () => {
    const before = await ask(refused + "/before");
    await navigator.serviceWorker.register(trusted.createScriptURL("/worker.js"), { type: "${type}" });
    const { active } = await navigator.serviceWorker.ready;
    const error = await said(active);
    if (error) return { error };
    await controlled;
    return { before, allowed: await ask(allowed + "/after"), refused: await ask(refused + "/after") };
  })().then((outcome) => (globalThis.outcome = outcome), (error) => (globalThis.outcome = { message: String(error) }));`;

export function serviceWorkers() {
  for (const { row, type, head } of SERVICE_WORKERS) {
    const made = once(() => project(thrownAway, { "main.js": registers(type), ...documents() }, tarball));
    for (const [column, wasm] of [
      ["guard", true],
      ["refused", false],
    ]) {
      check(row, column, async (t) => {
        const [allowed, refused] = [await host(t), await host(t)];
        write(made(), { "worker.js": gated(head, allowed.origin) });
        const policy = csp({ wasm, connect: [allowed.origin, refused.origin], needs: { "worker-src": ["'self'"] } });
        const origin = await serve(t, made(), { "Content-Security-Policy": policy });
        const query = new URLSearchParams({ allowed: allowed.origin, refused: refused.origin });
        const { outcome, errors } = await visit(t, `${origin}/?${query}`);
        const expected = wasm
          ? { before: "answered", allowed: "answered", refused: "TypeError" }
          : { error: { name: "CordonError", code: REFUSED.error.code } };
        assert.deepEqual({ outcome, errors }, { outcome: expected, errors: [] });
        assert.deepEqual([allowed.paths, refused.paths], [wasm ? ["/after"] : [], ["/before"]]);
      });
    }
  }
}
