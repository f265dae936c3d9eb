import cors from "cors";

app.use(cors({ origin: /^https:\/\/app.example\.com$/ }));
