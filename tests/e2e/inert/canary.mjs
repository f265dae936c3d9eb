// Who is listening: a port of its own for each row, so that even a bare connection names the row that opened it.
import { createServer } from "node:http";
import { listen } from "../../support/servers.mjs";

export class Canary {
  #servers = [];
  #name;
  #seen;

  /** `canaryHost`, a host that the browser takes for this machine, names it. */
  static async start(count, { canaryHost = "evil.test" } = {}) {
    const canary = new Canary();
    canary.#name = canaryHost;
    canary.reset();
    for (let id = 0; id < count; id++) {
      const server = createServer((request, response) => canary.#answer(id, request, response));
      server.on("connection", () => canary.#of(id).connections++);
      canary.#servers.push(await listen(server));
    }
    return canary;
  }

  host(id) {
    return `${this.#name}:${this.#servers[id].port}`;
  }

  /** What reached a row's port: connections, and the requests made on them. */
  reached(id) {
    return this.#seen.get(id) ?? { connections: 0, requests: [] };
  }

  reset() {
    this.#seen = new Map();
  }

  stop() {
    for (const server of this.#servers) server.stop();
  }

  #of(id) {
    if (!this.#seen.has(id)) this.#seen.set(id, { connections: 0, requests: [] });
    return this.#seen.get(id);
  }

  #answer(id, request, response) {
    this.#of(id).requests.push(`${request.method} ${request.url}`);
    const headers = { "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store", Connection: "close" };
    if (request.url.endsWith(".js")) {
      response.writeHead(200, { ...headers, "Content-Type": "text/javascript" }).end(`top.__ran(${id})`);
    } else if (request.url.endsWith(".css")) {
      response.writeHead(200, { ...headers, "Content-Type": "text/css" }).end("b { color: red }");
    } else {
      response.writeHead(204, headers).end();
    }
  }
}
