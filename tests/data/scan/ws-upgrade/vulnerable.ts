import { WebSocketServer } from "ws";

const sockets = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit("connection", ws));
});
