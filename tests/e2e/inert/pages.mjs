// Serves the pages of these suites and the built package, and counts every request for anything else.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { packageScript } from "../../support/package-scripts.mjs";
import { listen } from "../../support/servers.mjs";

const HERE = new URL(".", import.meta.url);

const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";

/** `/name` of a page's own script to its file, besides the package. */
const SCRIPTS = { "/stage.js": HERE, "/judge.js": HERE, "/tree.js": HERE };

export function page(head = "", body = "") {
  const own = `<meta charset="utf-8"><title>page</title><link rel="icon" href="data:,">`;
  return `<!doctype html><html><head>${own}${head}</head><body>${body}</body></html>`;
}

export class Pages {
  #strays = [];

  /** `documents` are paths to `{ body, type?, headers? }`. */
  static async start(documents) {
    const pages = new Pages();
    const server = createServer((request, response) => pages.#answer(documents, request, response));
    return Object.assign(pages, await listen(server));
  }

  /** Requests for what no page of ours asks for, since the last time. */
  takeStrays() {
    return this.#strays.splice(0);
  }

  #answer(documents, request, response) {
    const { pathname } = new URL(request.url, this.origin);
    const own = documents[pathname];
    const packaged = packageScript(pathname);
    if (own !== undefined) {
      response.writeHead(200, { "Content-Type": own.type ?? HTML, "Cache-Control": "no-store", ...own.headers });
      response.end(own.body);
    } else if (packaged !== undefined || SCRIPTS[pathname] !== undefined) {
      const script = packaged ?? readFileSync(fileURLToPath(new URL(`.${pathname}`, SCRIPTS[pathname])));
      response.writeHead(200, { "Content-Type": SCRIPT, "Service-Worker-Allowed": "/" }).end(script);
    } else {
      this.#strays.push(`${request.method} ${request.url}`);
      response.writeHead(204).end();
    }
  }
}
