// TLS in front of a server, as a deployment has it: notes what arrives and what comes back, and can cut a stream. It is also
// the site of every page under test.
import { once } from "node:events";
import { request as ask } from "node:http";
import { createServer } from "node:https";
import { certificate } from "../certificate.mjs";

/** What is noted of a request. */
export const NOTED = [
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
];

export class Front {
  #server;
  #files;
  #streams = new Set();
  #sockets = new Set();
  #clients = 0;
  port;
  /** The server behind. */
  upstream;
  /** Every request that arrived for it, in order. */
  arrived = [];

  /** `files` are those of the pages: a path, and what `[type, body]` is there. All else goes to the server behind. */
  static async start({ hosts, files }) {
    const front = new Front();
    front.#files = files;
    front.#server = createServer(certificate(hosts), (request, response) => front.#answer(request, response));
    front.#server.on("upgrade", (request, socket, head) => front.#upgrade(request, socket, head));
    front.#server.on("tlsClientError", () => {});
    front.#server.on("secureConnection", (socket) => {
      front.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => front.#sockets.delete(socket));
    });
    front.#server.listen(0, "127.0.0.1");
    await once(front.#server, "listening");
    front.port = front.#server.address().port;
    return front;
  }

  origin(host) {
    return `https://${host}:${this.port}`;
  }

  stop() {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #answer(request, response) {
    const [path] = request.url.split("?");
    if (path === "/cut") {
      for (const stream of this.#streams) stream.destroy();
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
        this.#streams.add(response);
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
    const { hostname, port } = this.upstream;
    return [note, ask({ hostname, port, method, path: url, headers: rawHeaders, localAddress: client, agent: false })];
  }
}
