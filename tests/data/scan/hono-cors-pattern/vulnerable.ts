import { cors } from "hono/cors";

app.use(cors({
    origin: (origin) => (origin.includes("example.com") ? origin : null),
}));
