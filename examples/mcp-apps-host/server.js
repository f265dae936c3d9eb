// node server.js SERVER TOOL
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { compilePolicy } from "mcp-cordon";
import { appOf } from "./app.js";

const [url, name] = process.argv.slice(2);
/** What this host lets apps reach. An app that asks for more gets this much, one that asks for less gets less. */
const HOST = { connect: (process.env.GRANT ?? "").split(",").filter(Boolean), permissions: ["clipboard-write"] };

const client = new Client({ name: "example-host", version: "1.0.0" });
await client.connect(new StreamableHTTPClientTransport(new URL(url)));
const { tools } = await client.listTools();
const app = await appOf(
  client,
  tools.find((tool) => tool.name === name),
  HOST,
);
for (const { title, evidence } of app.findings) console.error(`${title}: ${evidence?.path} ${evidence?.value ?? ""}`);
const result = await client.callTool({ name, arguments: {} });

// The host's own page frames nothing but its own addresses, so that the app cannot lead its frame elsewhere.
const page = compilePolicy({ frames: ["'self'"] }).headers;
const read = (file) => readFileSync(new URL(file, import.meta.url));
const ANSWERS = {
  "/": () => ["text/html", page, read("index.html")],
  "/dist/host.js": () => ["text/javascript", page, read("dist/host.js")],
  "/frame": () => ["application/json", page, JSON.stringify({ iframe: app.iframe, result })],
  "/app": () => ["text/html", app.headers, app.html],
};

const server = createServer((request, response) => {
  const answer = Object.hasOwn(ANSWERS, request.url) ? ANSWERS[request.url] : undefined;
  const [type, headers, body] = answer?.() ?? ["text/plain", page, "No such page"];
  response.writeHead(answer ? 200 : 404, { ...headers, "Content-Type": `${type}; charset=utf-8` });
  response.end(body);
});
server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${server.address().port}/`),
);
