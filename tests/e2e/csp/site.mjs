// Three servers, two in the open and one with TLS, each of which is every host: they serve the pages under test and note
// which requests arrive.
import { createHash } from "node:crypto";
import * as http from "node:http";
import * as https from "node:https";
import { certificate } from "../../support/certificate.mjs";
import { listen } from "../../support/servers.mjs";
import { HOSTS } from "./generate.mjs";

const TYPES = { script: "text/javascript", style: "text/css", frame: "text/html" };
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

export class Site {
  #servers = [];
  #page;
  ports = [];
  /** Ids of the requests that arrived. */
  hits = new Set();

  static async start() {
    const site = new Site();
    const answer = (request, response) => site.#answer(request, response);
    const tls = certificate([...HOSTS, "localhost"]);
    for (const server of [http.createServer(answer), http.createServer(answer), https.createServer(tls, answer)]) {
      server.on("upgrade", (request, socket) => site.#upgrade(request, socket));
      server.on("tlsClientError", () => {});
      const listening = await listen(server);
      site.#servers.push(listening);
      site.ports.push(listening.port);
    }
    return site;
  }

  /** Serves this page from now on; what arrived for the one before is forgotten. */
  serve(page) {
    this.#page = page;
    this.hits.clear();
  }

  /** Whether a server of ours answers there. */
  isLive(text) {
    const url = new URL(text);
    const isSecure = /^(https|wss):$/.test(url.protocol);
    return this.ports.slice(isSecure ? 2 : 0, isSecure ? 3 : 2).includes(Number(url.port));
  }

  stop() {
    for (const server of this.#servers) server.stop();
  }

  #answer(request, response) {
    const [path, query = ""] = request.url.split("?");
    if (path === "/page") return this.#servePage(response);
    if (path === "/hop") {
      response.writeHead(307, { Location: decodeURIComponent(query), "Cache-Control": "no-store" }).end();
      return;
    }
    this.hits.add(query);
    const headers = { "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store" };
    response.writeHead(200, { ...headers, "Content-Type": TYPES[query.split("-")[0]] ?? "text/plain" }).end();
  }

  #servePage(response) {
    const { headers, reportOnly, meta } = this.#page;
    // Bytes, as they go over the wire.
    const bytes = (values) => values.map((value) => Buffer.from(value).toString("latin1"));
    if (headers.length > 0) response.setHeader("Content-Security-Policy", bytes(headers));
    if (reportOnly.length > 0) response.setHeader("Content-Security-Policy-Report-Only", bytes(reportOnly));
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
    const metas = meta.map((text) => `<meta http-equiv="Content-Security-Policy" content="${escaped(text)}">`).join("");
    response.end(
      `<!doctype html><html><head><meta charset="utf-8">${metas}<title>page</title></head><body></body></html>`,
    );
  }

  /** RFC 6455 § 4.2.2. Handshakes that fail would make both engines wait before the next. */
  #upgrade(request, socket) {
    this.hits.add(request.url.split("?")[1]);
    const key = request.headers["sec-websocket-key"];
    const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    socket.on("error", () => {});
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  }
}
