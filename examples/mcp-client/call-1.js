import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { sanitizeToolResult } from "mcp-cordon";

/** What a tool answers, safe to show, with what was found in it. */
export async function call(server, name, options) {
  const client = new Client({ name: "example", version: "1.0.0" });
  await client.connect(new StreamableHTTPClientTransport(new URL(server)));
  try {
    return sanitizeToolResult(await client.callTool({ name, arguments: {} }), options);
  } finally {
    await client.close();
  }
}
