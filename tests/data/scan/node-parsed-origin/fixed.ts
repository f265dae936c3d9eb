import { createServer } from "node:http";

const ALLOWED = new Set(["client.example.com"]);

createServer((req, res) => {
  if (req.headers.origin) {
    const origin = new URL(req.headers.origin);
    if (ALLOWED.has(origin.host)) {
      res.setHeader("Access-Control-Allow-Origin", origin.origin);
      res.setHeader("Vary", "Origin");
    }
  }
  res.end(JSON.stringify({ tools: [] }));
}).listen(8080, "127.0.0.1");
