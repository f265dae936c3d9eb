import cookie from "@fastify/cookie";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import Fastify from "fastify";

const app = Fastify();
await app.register(cookie);
app.route({ method: "POST", url: "/mcp", handler });
