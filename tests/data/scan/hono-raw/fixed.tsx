import { Hono } from "hono";

const app = new Hono();
app.post("/", async (c) => {
    const result = await client.callTool({ name: "page" });
    return c.html(<main>{result.content[0].text}</main>);
});
