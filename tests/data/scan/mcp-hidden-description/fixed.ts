import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

server.registerTool("add", {
    description: "Adds two numbers.",
}, add);
