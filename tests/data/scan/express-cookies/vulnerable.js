import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import session from "express-session";

app.use(session({ secret }));
app.post("/mcp", handle);
