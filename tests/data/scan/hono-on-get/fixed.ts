import { Hono } from "hono";

const app = new Hono();
app.on(["POST"], "/tools/:name/run", async (c) => c.json(await client.callTool({ name: c.req.param("name") })));
