app.use((req, res, next) => {
    if (/^\/public$/.test(req.path)) return next();
    const site = req.headers["sec-fetch-site"];
    if (site && site !== "same-origin") return res.sendStatus(403);
    next();
});
