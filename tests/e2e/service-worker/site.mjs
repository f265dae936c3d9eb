// The application of these suites: one folder a worker, so that each scope has its own.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { listen } from "../../support/servers.mjs";

const PACKAGE = new URL("../../../pkg/", import.meta.url);
const ROWS = new URL("rows.js", import.meta.url);

const SCRIPT = "text/javascript; charset=utf-8";
const PAGE = `<!doctype html><meta charset="utf-8"><title>app</title><link rel="icon" href="data:,"><script src="/rows.js"></script>`;

/** The application's own worker: it answers from a cache, and tells what it heard of. */
const APP = `
  const heard = [];
  addEventListener("fetch", (event) => {
    const { pathname } = new URL(event.request.url);
    heard.push(pathname);
    if (pathname.endsWith("/cached")) event.respondWith(new Response("the app's own"));
  });
  for (const type of ["backgroundfetchsuccess", "backgroundfetchfail", "backgroundfetchabort"]) {
    addEventListener(type, ({ registration }) => heard.push(type + " " + registration.id));
  }
  addEventListener("message", ({ data, ports: [port] }) => {
    if (data === "tell") port.postMessage({ heard, violations });
  });`;

const INSTALL = `
  const violations = [];
  installServiceWorkerGate(POLICY, {
    ...OPTIONS,
    onViolation: (violation) => {
      violations.push(violation);
      throw new Error("a listener's own affair");
    },
  });`;

const HEADS = {
  module: `import { installServiceWorkerGate } from "/package/service-worker.js";`,
  classic: `importScripts("/package/service-worker.global.js"); const { installServiceWorkerGate } = mcpCordon;`,
};

/** The text of a worker with the gate. `kind` is how it loads it. */
export function gated(kind, policy, options = {}) {
  const install = INSTALL.replace("POLICY", JSON.stringify(policy)).replace("OPTIONS", JSON.stringify(options));
  return `${HEADS[kind]}${install}${APP}`;
}

/** The text of the same worker without it. */
export const UNGATED = `
  const violations = [];
  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));${APP}`;

export class Site {
  /** Folder to the text of its worker. */
  workers = {};

  static async start() {
    const site = new Site();
    const server = createServer((request, response) => site.#answer(new URL(request.url, "http://site"), response));
    return Object.assign(site, await listen(server));
  }

  #answer({ pathname, searchParams }, response) {
    const send = (type, body) =>
      response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" }).end(body);
    const [, folder, name] = pathname.split("/");
    if (searchParams.has("to")) {
      response.writeHead(307, { Location: searchParams.get("to"), "Cache-Control": "no-store" }).end();
    } else if (folder === "package") {
      send(SCRIPT, readFileSync(new URL(name, PACKAGE)));
    } else if (folder === "rows.js") {
      send(SCRIPT, readFileSync(ROWS));
    } else if (name === "sw.js") {
      send(SCRIPT, this.workers[folder]);
    } else if (name === "worker.js") {
      send(
        SCRIPT,
        `onmessage = ({ data }) => fetch(data, { mode: "no-cors" }).then(() => postMessage(1), () => postMessage(0));`,
      );
    } else {
      send("text/html; charset=utf-8", PAGE);
    }
  }
}
