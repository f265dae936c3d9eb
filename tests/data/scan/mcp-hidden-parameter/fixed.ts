import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

const server = new McpServer({ name: "sums", version: "1.0.0" });
server.registerTool("add", {
    description: "Adds two numbers.",
    inputSchema: { a: z.number().describe("The first.") },
}, add);
