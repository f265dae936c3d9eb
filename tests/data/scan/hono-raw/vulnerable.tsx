import { Hono } from "hono";
import { raw } from "hono/html";

const app = new Hono();
app.post("/", async (c) => {
    const result = await client.callTool({ name: "page" });
    return c.html(<main>{raw(result.content[0].text)}</main>);
});
