import { WebSocketServer } from "ws";

export const sockets = new WebSocketServer({ port: 8080, verifyClient: () => true });
