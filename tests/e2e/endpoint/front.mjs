// TLS in front of servers, as a deployment has it: notes what arrives and what comes back, and can cut a stream. It is
// also the site of every page under test.
import { request as ask } from "node:http";
import { createServer } from "node:https";
import { certificate } from "../../support/certificate.mjs";
import { listen } from "../../support/servers.mjs";

/** What is noted of a request. */
const NOTED = [
  "sec-fetch-site",
  "sec-fetch-mode",
  "sec-fetch-dest",
  "sec-fetch-user",
  "sec-purpose",
  "origin",
  "host",
  "access-control-request-method",
  "access-control-request-headers",
  "last-event-id",
  "mcp-session-id",
];

export class Front {
  #server;
  #files;
  /** Responses that stream, each with its session. */
  #streams = new Map();
  #clients = 0;
  port;
  /** The servers behind, each under its name: what asks for `/NAME/path` there is asked for `/path`. */
  upstreams = {};
  /** Every request that arrived for one, in order. */
  arrived = [];

  /**
   * `files` are those of the pages: a path, and what `[type, body]` is there. `/cut?ID` breaks what streams to a
   * session. All else goes to a server behind.
   */
  static async start({ hosts, files }) {
    const front = new Front();
    front.#files = files;
    const server = createServer(certificate(hosts), (request, response) => front.#answer(request, response));
    server.on("upgrade", (request, socket, head) => front.#upgrade(request, socket, head));
    server.on("tlsClientError", () => {});
    server.on("secureConnection", (socket) => socket.on("error", () => {}));
    front.#server = await listen(server);
    front.port = front.#server.port;
    return front;
  }

  origin(host) {
    return `https://${host}:${this.port}`;
  }

  stop() {
    this.#server.stop();
  }

  #answer(request, response) {
    const [path, query] = request.url.split("?");
    if (path === "/cut") {
      for (const [stream, session] of this.#streams) if (session === query) stream.destroy();
      return response.end();
    }
    const file = this.#files[path];
    if (file) return response.writeHead(200, { "Content-Type": file[0], "Cache-Control": "no-store" }).end(file[1]);
    const [note, onward] = this.#forward(request);
    onward.on("response", (answer) => {
      note.status = answer.statusCode;
      note.answer = answer.headers;
      response.writeHead(answer.statusCode, answer.rawHeaders);
      // Node keeps headers back until there is a body, and a stream's may be a while.
      response.flushHeaders();
      answer.pipe(response);
      answer.on("error", () => response.destroy());
      if (request.method === "POST" && `${answer.headers["content-type"]}`.startsWith("text/event-stream")) {
        this.#streams.set(response, request.headers["mcp-session-id"]);
      }
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => {
      this.#streams.delete(response);
      onward.destroy();
    });
    request.pipe(onward);
  }

  #upgrade(request, socket, head) {
    const [note, onward] = this.#forward(request);
    const bytes = ({ statusCode, statusMessage, rawHeaders }) => {
      const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
      return [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...lines, "", ""].join("\r\n");
    };
    onward.on("upgrade", (answer, behind) => {
      note.status = answer.statusCode;
      socket.write(bytes(answer));
      behind.on("error", () => socket.destroy());
      behind.pipe(socket).pipe(behind);
    });
    onward.on("response", (answer) => {
      note.status = answer.statusCode;
      socket.write(bytes(answer));
      answer.pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    onward.end(head);
  }

  /** Each request comes from an address of its own, so that what is said about its client is about it. */
  #forward({ method, url, headers, rawHeaders }) {
    const number = ++this.#clients;
    const client = `127.1.${number >> 8}.${number & 255}`;
    const noted = Object.fromEntries(NOTED.filter((name) => name in headers).map((name) => [name, headers[name]]));
    const note = { method, url, client, headers: noted };
    this.arrived.push(note);
    const [, name, path] = /^\/(\w+)(.*)$/.exec(url);
    const { hostname, port } = this.upstreams[name];
    return [note, ask({ hostname, port, method, path, headers: rawHeaders, localAddress: client, agent: false })];
  }
}
