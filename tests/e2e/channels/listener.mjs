// The attacker: a port for each channel and column, so that even a bare connection, or a datagram, names the attack that
// sent it, and nothing that arrives late is taken for another's.
import { createServer } from "node:net";
import { listenToDatagrams } from "../../support/servers.mjs";

/** An address of this machine, and a site other than the page's. */
const ELSEWHERE = "127.0.0.2";
/** No engine prerenders a page of another site, but one of another origin, as those of a shared domain are. */
const addressFor = (channel) => (channel === "specrules_prerender_create" ? "127.0.0.1" : ELSEWHERE);

const CORS = "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: *\r\nAccess-Control-Allow-Headers: *";
/** A page of the attacker's, which sends on that it heard something. It is there to be told: asking for it tells nothing. */
const HEARS = /^GET \/hears\.html /;
const HEARING = `<!doctype html><link rel="icon" href="data:,"><body><script>onmessage = () => fetch("/told")</script>`;

const TYPES = {
  js: ["text/javascript", ""],
  css: ["text/css", "b { color: red }"],
  json: ["application/json", "{}"],
  text: ["text/plain", "x"],
  svg: ["image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" id="x"/>`],
  html: ["text/html", HEARING],
  xsl: ["text/xml", `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>`],
};

/** Without a body (204) a navigation stays where it is. */
const answerTo = (line) => {
  const [type, body] = TYPES[/\.(\w+) HTTP/.exec(line)?.[1]] ?? [];
  const head = type ? `200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}` : "204 No Content";
  return `HTTP/1.1 ${head}\r\n${CORS}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body ?? ""}`;
};

class Post {
  connections = 0;
  datagrams = 0;
  /** How many connections said something: a request, or what a TLS or TURN client begins with. */
  requests = 0;

  async listen(address) {
    const make = () =>
      createServer((socket) => {
        this.connections++;
        socket.on("error", () => {});
        socket.once("data", (data) => {
          const [line] = data.toString("latin1").split("\r\n");
          if (!HEARS.test(line)) this.requests++;
          if (/ HTTP\/1/.test(line)) socket.end(answerTo(line));
          else socket.destroy();
        });
      });
    const { origin, stop } = await listenToDatagrams(make, () => this.datagrams++, address);
    Object.assign(this, { origin, stop });
    return this;
  }
}

export class Listener {
  #posts = new Map();

  static async start(columns, channels) {
    const listener = new Listener();
    for (const column of columns) {
      for (const channel of channels) {
        listener.#posts.set(`${column} ${channel}`, await new Post().listen(addressFor(channel)));
      }
    }
    return listener;
  }

  post(column, channel) {
    return this.#posts.get(`${column} ${channel}`);
  }

  stop() {
    for (const post of this.#posts.values()) post.stop();
  }
}
