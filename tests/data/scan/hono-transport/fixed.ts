import { StreamableHTTPTransport } from "@hono/mcp";
import { Hono } from "hono";
import { server } from "./server.js";

const app = new Hono();
app.all("/mcp", async (c) => {
    if (!["localhost:3000", "127.0.0.1:3000"].includes(c.req.header("host") ?? "")) return c.text("", 403);
    const transport = new StreamableHTTPTransport();
    await server.connect(transport);
    return transport.handleRequest(c);
});

export default app;
