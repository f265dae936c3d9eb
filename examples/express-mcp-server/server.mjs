// MCP servers on Express, behind mcp-cordon.
//
// ALLOWED_HOSTS are the names that it answers to, ALLOWED_ORIGINS the web pages elsewhere that may call it, both
// separated by commas. It listens on PORT of loopback, prints its address, and logs JSON lines to stderr.
import { getRequestListener } from "@hono/node-server";
import { McpServer, createMcpHandler } from "@modelcontextprotocol/server";
import express from "express";
import { createIsolation } from "mcp-cordon/server";
import { WebSocketServer } from "ws";
import { sessions } from "./sessions.mjs";
import { addTools } from "./tools.mjs";

const list = (name, preset) =>
  (process.env[name] ?? preset)
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
const allowedHosts = list("ALLOWED_HOSTS", "localhost,127.0.0.1");
const origins = list("ALLOWED_ORIGINS", "");

/** One endpoint's isolation, whose refusals are logged. */
function isolate(options) {
  const isolation = createIsolation({ allowedHosts, ...options });
  for (const event of ["violation", "storm"]) {
    isolation.on(event, (refusal) => console.error(JSON.stringify({ event, ...refusal })));
  }
  return isolation;
}

const app = express();

// MCP 2025-11-25: sessions, and streams that are resumed.
const isolation = isolate({ cors: { preset: "mcp-2025-11-25", origins } });
app.use("/mcp", isolation.node(), express.json());
app.all("/mcp", sessions());

// MCP 2026-07-28: no sessions, and a fetch-style handler.
const stateless = createMcpHandler(() => {
  const server = new McpServer({ name: "express-mcp-server", version: "0.0.0" });
  return addTools(server, ({ mcpReq }) => ({ progressToken: mcpReq._meta?.progressToken, notify: mcpReq.notify }));
});
const guarded = isolate({ cors: { preset: "mcp-2026-07-28", origins } }).fetch((request) => stateless.fetch(request));
app.all("/stateless", getRequestListener(guarded));

// A page that people follow links to.
app.use("/page", isolate({ preset: "page" }).node());
app.get("/page", (_, response) => response.send("<!doctype html><title>An MCP server</title>"));

const server = app.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/mcp`);
});

// A socket that says back what it hears, for those whose handshake passes.
const sockets = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, socket, head) => {
  if (isolation.upgrade(request).decision === "deny") {
    return socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  }
  sockets.handleUpgrade(request, socket, head, (open) => {
    open.on("message", (said) => open.send(said, { binary: false }));
  });
});
