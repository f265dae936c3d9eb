app.use(async (c, next) => {
    const site = c.req.header("sec-fetch-site");
    if (site !== "same-origin") return c.text("no", 403);
    await next();
});
