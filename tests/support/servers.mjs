// Local servers on free ports, and how a suite ends with them.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createPlainServer } from "node:net";

/** Starts a server, of any of Node's kinds, on a free port of loopback. `stop()` ends its connections too. */
export async function listen(server, address = "127.0.0.1") {
  const sockets = new Set();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, address);
  await once(server, "listening");
  const { port } = server.address();
  const stop = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, origin: `http://${address}:${port}`, stop };
}

const MOST_TRIES = 20;

/** A server of `make`'s, and datagrams at the same port: another process may have that, so it is tried again. */
export async function listenToDatagrams(make, onDatagram, address = "127.0.0.1") {
  for (let tries = 1; ; tries++) {
    const { stop, ...server } = await listen(make(), address);
    const socket = createSocket("udp4", onDatagram);
    try {
      socket.bind(server.port, address);
      await once(socket, "listening");
    } catch (error) {
      stop();
      if (error.code === "EADDRINUSE" && tries < MOST_TRIES) continue;
      throw error;
    }
    return {
      ...server,
      stop() {
        stop();
        socket.close();
      },
    };
  }
}

/** Answers with a handler until the test ends. */
export async function listenFor(t, handler) {
  const { stop, ...server } = await listen(createServer(handler));
  t.after(stop);
  return server;
}

/** A server that counts: `hits` are the paths asked for, a socket's handshake included; `connections()` counts bare ones too. */
export async function serve(answer) {
  const hits = [];
  let connections = 0;
  const server = createServer((request, response) => {
    hits.push(request.url);
    answer(request, response);
  });
  server.on("connection", () => connections++);
  server.on("upgrade", (request, socket) => {
    hits.push(request.url);
    socket.destroy();
  });
  return {
    ...(await listen(server)),
    hits,
    connections: () => connections,
    reset() {
      hits.length = 0;
      connections = 0;
    },
  };
}

/** Below the ports that a system gives out by itself: nobody who asks for any port gets one of these in the meantime. */
const OWN_PORTS = { from: 20_000, to: 30_000 };

/** A port that nothing listened on a moment ago, for a program that is told its own. */
export async function freePort() {
  for (;;) {
    const server = createPlainServer();
    const port = OWN_PORTS.from + Math.floor(Math.random() * (OWN_PORTS.to - OWN_PORTS.from));
    server.listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch {
      continue;
    }
    server.close();
    await once(server, "close");
    return port;
  }
}

/** Closes a browser and then stops servers, whatever of them was started and however the closing ends. */
export async function shut(browser, ...servers) {
  try {
    await browser?.close();
  } finally {
    for (const server of servers) await server?.stop();
  }
}
