import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import express from "express";
import { LOCAL } from "./settings";

const app = express();
app.listen(3000, LOCAL);
