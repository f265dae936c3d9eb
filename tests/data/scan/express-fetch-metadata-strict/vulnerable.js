app.use((req, res, next) => {
    if (req.headers["sec-fetch-site"] !== "same-origin") {
        return res.sendStatus(403);
    }
    next();
});
