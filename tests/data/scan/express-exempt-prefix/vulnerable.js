app.use((req, res, next) => {
    if (req.path.startsWith("/assets")) return next();
    const site = req.headers["sec-fetch-site"];
    if (site && site !== "same-origin") return res.sendStatus(403);
    next();
});
