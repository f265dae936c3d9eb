const EXEMPT = ["/public", "/health"];

app.use((req, res, next) => {
    if (EXEMPT.some((prefix) => req.url.startsWith(prefix))) return next();
    const site = req.headers["sec-fetch-site"];
    if (site && site !== "same-origin") return res.sendStatus(403);
    next();
});
