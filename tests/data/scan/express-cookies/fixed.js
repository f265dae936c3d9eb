import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import session from "express-session";

app.use(session({ secret }));
app.use((req, res, next) => {
    const site = req.headers["sec-fetch-site"];
    if (site && site !== "same-origin") return res.sendStatus(403);
    next();
});
app.post("/mcp", handle);
