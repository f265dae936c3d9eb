import { WebSocketServer } from "ws";

const sockets = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, socket, head) => {
    if (request.headers.origin !== "https://client.example") return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit("connection", ws));
});
