import cors from "cors";

app.use(cors({
    origin: "*",
    credentials: true,
}));
