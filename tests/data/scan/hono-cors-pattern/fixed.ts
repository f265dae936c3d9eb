import { cors } from "hono/cors";

app.use(cors({
    origin: (origin) => (ORIGINS.has(origin) ? origin : null),
}));
