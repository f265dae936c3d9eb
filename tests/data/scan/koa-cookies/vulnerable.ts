import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import session from "koa-session";

app.use(session(app));
router.post("/mcp", handler);
