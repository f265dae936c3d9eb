import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

const app = createApp(new McpServer({ name: "a", version: "1" }));
app.listen(3000, "0.0.0.0", () => console.log("ready"));
