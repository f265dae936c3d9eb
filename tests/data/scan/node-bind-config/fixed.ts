import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import express from "express";

const config = { host: process.env.HOST ?? "127.0.0.1", port: 3000 };
const app = express();
app.listen(config.port, config.host);
