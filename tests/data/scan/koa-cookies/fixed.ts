import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import session from "koa-session";

app.use(session(app));
app.use(async (ctx, next) => {
    const site = ctx.get("Sec-Fetch-Site");
    if (site === "cross-site") ctx.throw(403);
    await next();
});
router.post("/mcp", handler);
