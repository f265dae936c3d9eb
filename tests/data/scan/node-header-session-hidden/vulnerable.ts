import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

app.use((req, res, next) => {
    res.setHeader("Access-Control-Allow-Origin", "https://client.example");
    next();
});
