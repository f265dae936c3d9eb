import express from "express";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

const HOST = process.env.HOST ?? "0.0.0.0";
const app = express();
app.post("/mcp", handle(new McpServer({ name: "notes", version: "1.0.0" })));
app.listen(3000, HOST);
