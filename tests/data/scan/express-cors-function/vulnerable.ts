import cors from "cors";

app.use(
    cors({
        origin: function (origin, callback) {
            callback(null, true);
        },
        credentials: true,
    }),
);
