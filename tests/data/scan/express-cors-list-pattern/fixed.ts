import cors from "cors";

app.use(cors({ origin: ["https://client.example", /^https:\/\/[a-z]+\.example\.com$/] }));
