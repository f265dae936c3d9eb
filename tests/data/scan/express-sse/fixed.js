import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";

app.get("/sse", async (req, res) => {
    if (!ORIGINS.has(req.headers.origin)) return res.sendStatus(403);
    const transport = new SSEServerTransport("/messages", res);
    await server.connect(transport);
});
