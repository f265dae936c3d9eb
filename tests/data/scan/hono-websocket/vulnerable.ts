import { Hono } from "hono";
import { upgradeWebSocket } from "hono/cloudflare-workers";

const app = new Hono();
app.get("/ws", upgradeWebSocket(() => ({ onMessage: (event, socket) => socket.send(run(event.data)) })));
