// Local servers that count what reaches them, and how a suite ends with them.
import { once } from "node:events";
import { createServer } from "node:http";

/** Listens on loopback. `hits` are the paths asked for, a socket's handshake included; `connections()` counts bare ones too. */
export async function serve(answer) {
  const hits = [];
  let connections = 0;
  const handle = createServer((request, response) => {
    hits.push(request.url);
    answer(request, response);
  });
  handle.on("connection", () => connections++);
  handle.on("upgrade", (request, socket) => {
    hits.push(request.url);
    socket.destroy();
  });
  handle.listen(0, "127.0.0.1");
  await once(handle, "listening");
  return {
    origin: `http://127.0.0.1:${handle.address().port}`,
    hits,
    connections: () => connections,
    reset() {
      hits.length = 0;
      connections = 0;
    },
    stop() {
      handle.closeAllConnections();
      handle.close();
    },
  };
}

/** Closes a browser and then stops servers, whatever of them was started and however the closing ends. */
export async function shut(browser, ...servers) {
  try {
    await browser?.close();
  } finally {
    for (const server of servers) await server?.stop();
  }
}
