import cors from "cors";

const ALLOWED = ["https://client.example"];

app.use(
    cors({
        origin: function (origin, callback) {
            callback(null, ALLOWED.includes(origin));
        },
        credentials: true,
    }),
);
