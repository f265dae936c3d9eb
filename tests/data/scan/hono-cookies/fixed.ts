import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { createIsolation } from "mcp-cordon/server";
import { getCookie } from "hono/cookie";

app.post("/mcp", (c) => {
    const user = getCookie(c, "user");
    return createIsolation().fetch(() => handle(c, user))(c.req.raw);
});
