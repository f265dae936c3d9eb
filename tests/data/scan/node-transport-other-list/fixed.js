import { createServer } from "node:http";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { settings } from "./settings.js";
import { createBrowserServer } from "./tools.js";

const http = createServer(async (req, res) => {
    if (!settings.allowedHosts.includes(req.headers.host ?? "")) return res.writeHead(403).end();
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await createBrowserServer(settings).connect(transport);
    await transport.handleRequest(req, res);
});
http.listen(8931, "127.0.0.1");
