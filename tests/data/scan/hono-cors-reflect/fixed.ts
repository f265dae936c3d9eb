import { Hono } from "hono";
import { cors } from "hono/cors";

const app = new Hono();
app.use("*", cors({
    origin: (origin) => (ORIGINS.has(origin) ? origin : null),
    credentials: true,
}));
