import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

await fastify.listen({
    port: 3000,
    host: "127.0.0.1",
});
