import cors from "@koa/cors";

const ALLOWED = new Set(["https://client.example"]);

app.use(cors({ origin: (ctx) => (ALLOWED.has(ctx.get("Origin")) ? ctx.get("Origin") : ""), credentials: true }));
