import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import express from "express";
import { createIsolation } from "mcp-cordon/server";

const isolation = createIsolation({
  allowedHosts: ["mcp.example.com", "127.0.0.1"],
  cors: { preset: "mcp-2025-11-25", origins: ["https://client.example.com"] },
});

const app = express();
app.use("/mcp", isolation.node(), express.json());
app.all("/mcp", async (request, response) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await new McpServer({ name: "server", version: "1.0.0" }).connect(transport);
  await transport.handleRequest(request, response, request.body);
});
app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1");
