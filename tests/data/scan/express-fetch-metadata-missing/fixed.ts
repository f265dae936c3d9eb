app.use((req, res, next) => {
    const site = req.get("Sec-Fetch-Site");
    if (!site) return next();
    if (site === "cross-site") return res.status(403).end();
    next();
});
