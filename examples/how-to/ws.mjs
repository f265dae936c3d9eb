import { createServer } from "node:http";
import { createIsolation } from "mcp-cordon/server";
import { WebSocketServer } from "ws";

const isolation = createIsolation({
  allowedHosts: ["mcp.example.com", "127.0.0.1"],
  trustedOrigins: ["https://client.example.com"],
});
const sockets = new WebSocketServer({ noServer: true });

const server = createServer().listen(Number(process.env.PORT ?? 3000), "127.0.0.1");
server.on("upgrade", (request, socket, head) => {
  socket.on("error", () => {}); // a client that goes away
  if (isolation.upgrade(request).decision === "deny")
    return socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
  sockets.handleUpgrade(request, socket, head, (client) => client.send("called"));
});
