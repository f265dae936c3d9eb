app.use((req, res, next) => {
    const site = req.get("Sec-Fetch-Site");
    if (!site) return res.status(403).end();
    if (site === "cross-site") return res.status(403).end();
    next();
});
