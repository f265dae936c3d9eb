import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { cors } from "hono/cors";

app.use("/mcp", cors({ origin: "https://client.example" }));
