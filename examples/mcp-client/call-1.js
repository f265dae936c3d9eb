import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

/** What a tool answers, as it came: for `show` and nothing else. */
export async function call(server, name) {
  const client = new Client({ name: "example", version: "1.0.0" });
  await client.connect(new StreamableHTTPClientTransport(new URL(server)));
  try {
    return await client.callTool({ name, arguments: {} });
  } finally {
    await client.close();
  }
}
