import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { SUBTRACT } from "./texts";

const server = new McpServer({ name: "sums", version: "1.0.0" });
server.registerTool("subtract", { description: SUBTRACT, inputSchema: {} }, subtract);
