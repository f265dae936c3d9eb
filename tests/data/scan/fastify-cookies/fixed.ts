import cookie from "@fastify/cookie";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import Fastify from "fastify";

const app = Fastify();
await app.register(cookie);
app.addHook("onRequest", async (request, reply) => {
    const site = request.headers["sec-fetch-site"];
    if (site && site !== "same-origin" && site !== "none") reply.code(403).send();
});
app.route({ method: "POST", url: "/mcp", handler });
