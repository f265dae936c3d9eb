import { WebSocketServer } from "ws";

const ALLOWED = new Set(["https://client.example"]);

export const sockets = new WebSocketServer({ port: 8080, verifyClient: ({ origin }) => ALLOWED.has(origin) });
