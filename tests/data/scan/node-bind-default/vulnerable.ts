import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

import { createServer } from "node:http";

const server = createServer(handle);
server.listen(3000);
