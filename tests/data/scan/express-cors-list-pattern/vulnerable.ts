import cors from "cors";

app.use(cors({ origin: ["https://client.example", /\.example\.com$/] }));
