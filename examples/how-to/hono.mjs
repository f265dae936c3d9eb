import { serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono } from "hono";
import { createIsolation } from "mcp-cordon/server";

const isolation = createIsolation({
  allowedHosts: ["mcp.example.com", "127.0.0.1"],
  cors: { preset: "mcp-2025-11-25", origins: ["https://client.example.com"] },
});

const app = new Hono();
app.post("/mcp", (context) => context.json("called"));
const client = (_request, env) => getConnInfo({ env }).remote.address;
const fetch = isolation.fetch(app.fetch, { client });
serve({ fetch, port: Number(process.env.PORT ?? 3000), hostname: "127.0.0.1" });
