import { Hono } from "hono";
import { upgradeWebSocket } from "hono/cloudflare-workers";

const app = new Hono();
app.use("/ws", async (c, next) => {
    if (c.req.header("origin") !== "https://client.example") return c.text("", 403);
    await next();
});
app.get("/ws", upgradeWebSocket(() => ({ onMessage: (event, socket) => socket.send(run(event.data)) })));
