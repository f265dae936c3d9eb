import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import cors from "cors";

app.use(cors({ origin: ["https://client.example"] }));
