import { StreamableHTTPTransport } from "@hono/mcp";
import { Hono } from "hono";
import { server } from "./server.js";

const app = new Hono();
app.all("/mcp", async (c) => {
    const transport = new StreamableHTTPTransport();
    await server.connect(transport);
    return transport.handleRequest(c);
});

export default app;
