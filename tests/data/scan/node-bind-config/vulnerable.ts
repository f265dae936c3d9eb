import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import express from "express";

const config = { host: process.env.HOST ?? "0.0.0.0", port: 3000 };
const app = express();
app.listen(config.port, config.host);
