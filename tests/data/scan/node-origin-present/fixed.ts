import { createServer } from "node:http";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { server } from "./server.js";

createServer(async (req, res) => {
  const { origin } = req.headers;
  if (origin && origin !== "http://localhost:8080") {
    res.writeHead(403).end();
    return;
  }
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await server.connect(transport);
  await transport.handleRequest(req, res);
}).listen(8080, "127.0.0.1");
