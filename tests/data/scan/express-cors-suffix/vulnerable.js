import cors from "cors";

app.use(cors({
    origin: (origin, done) => done(null, origin.endsWith("example.com")),
}));
