import { WebSocketServer } from "ws";

const sockets = new WebSocketServer({ port: 8080, verifyClient: ({ origin }) => ORIGINS.has(origin) });
sockets.on("connection", (socket) => socket.send("hello"));
