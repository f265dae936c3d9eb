const ALLOWED = ["https://example.com", "https://app.example.com"];

app.use((req, res, next) => {
    const origin = req.headers.origin ?? "";
    if (ALLOWED.includes(origin)) {
        res.setHeader("Access-Control-Allow-Origin", origin);
    }
    next();
});
