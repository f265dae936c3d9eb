// The page under attack: an origin a column, so that no cache, worker or setting of one serves another.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { listen } from "../../support/servers.mjs";
import { SECTIONS } from "./rows.mjs";

const PACKAGE = new URL("../../../pkg/", import.meta.url);
const LAB = new URL("../../../www/public/", import.meta.url);

const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";

const SCRIPTS = Object.keys(SECTIONS)
  .map((name) => `<script src="/channels/${name}"></script>`)
  .join("");

/** `script` runs once the package is there. */
const page = (guarded, script = "") => `<!doctype html><meta charset="utf-8"><title>page</title>
  ${SCRIPTS}
  ${guarded ? `<script type="module">import * as cordon from "/package/guard.js"; window.cordon = cordon;</script>` : ""}
  <body>${script ? `<script type="module">${script}</script>` : ""}`;

/** Not the lab's, as `/helper/redirect` is not: a service worker with the gate. */
const GATE = `importScripts("/package/service-worker.global.js");
  mcpCordon.installServiceWorkerGate({ connect: ["'self'"] }, { skipWaiting: true });`;

const typeOf = (name) => (name.endsWith(".js") ? SCRIPT : HTML);

/** `guarded` pages have the package at hand; at `/inner` one runs by itself what its address says. */
export async function serveSite(guarded) {
  const html = page(guarded);
  const server = createServer(({ url }, response) => {
    const { pathname, searchParams } = new URL(url, "http://site");
    const [, folder, name] = pathname.split("/");
    const send = (type, body, status = 200) => {
      const headers = { "Content-Type": type, "Cache-Control": "no-store", "Service-Worker-Allowed": "/" };
      response.writeHead(status, headers).end(body);
    };
    if (folder === "page") send(HTML, html);
    else if (folder === "inner") send(HTML, page(guarded, searchParams.get("script")));
    else if (folder === "package") send(SCRIPT, readFileSync(new URL(name, PACKAGE)));
    else if (name === "redirect") response.writeHead(302, { Location: searchParams.get("to") }).end();
    else if (name === "gate.js") send(SCRIPT, GATE);
    else if (name && existsSync(new URL(`${folder}/${name}`, LAB)))
      send(typeOf(name), readFileSync(new URL(`${folder}/${name}`, LAB)));
    else send(HTML, "missing", 404);
  });
  return listen(server);
}
