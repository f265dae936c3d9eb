import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

const app = createApp(new McpServer({ name: "a", version: "1" }));
app.listen(3000, "127.0.0.1", () => console.log("ready"));
