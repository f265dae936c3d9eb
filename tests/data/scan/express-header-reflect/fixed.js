app.use((req, res, next) => {
    res.setHeader("Access-Control-Allow-Credentials", "true");
    const { origin } = req.headers;
    if (ORIGINS.has(origin)) res.setHeader("Access-Control-Allow-Origin", origin);
    next();
});
