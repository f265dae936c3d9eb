import cors from "@koa/cors";

app.use(cors({ origin: (ctx) => ctx.get("Origin"), credentials: true }));
