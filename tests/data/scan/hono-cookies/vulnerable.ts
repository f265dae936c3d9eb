import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { getCookie } from "hono/cookie";

app.post("/mcp", (c) => {
    const user = getCookie(c, "user");
    return handle(c, user);
});
