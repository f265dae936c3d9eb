import express from "express";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";

const app = express();
const guard = (req, res, next) => next();
app.use(guard);
const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
