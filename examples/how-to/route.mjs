import { createIsolation } from "mcp-cordon/server";

const isolation = createIsolation({
  allowedHosts: ["mcp.example.com"],
  cors: { preset: "mcp-2025-11-25", origins: ["https://client.example.com"] },
});

export const POST = isolation.fetch(async () => Response.json("called"));
export { POST as DELETE, POST as GET, POST as OPTIONS }; // preflights are OPTIONS
