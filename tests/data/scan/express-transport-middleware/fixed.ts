import express from "express";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";

const app = express();
const guard = (req, res, next) => {
    if (req.headers.host !== "127.0.0.1:3000") return res.sendStatus(403);
    next();
};
app.use(guard);
const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
