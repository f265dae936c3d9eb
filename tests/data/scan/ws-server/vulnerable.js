import { WebSocketServer } from "ws";

const sockets = new WebSocketServer({ port: 8080 });
sockets.on("connection", (socket) => socket.send("hello"));
