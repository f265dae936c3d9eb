const SITES = [undefined, "same-origin", "none"];

app.use((req, res, next) => {
    if (!SITES.includes(req.get("Sec-Fetch-Site"))) return res.status(403).end();
    next();
});
