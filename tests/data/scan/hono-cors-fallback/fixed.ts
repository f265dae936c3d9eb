import { Hono } from "hono";
import { cors } from "hono/cors";

const app = new Hono();
app.use("/api/*", cors({ origin: (origin) => (origin === "https://client.example" ? origin : null), credentials: true }));

export default app;
