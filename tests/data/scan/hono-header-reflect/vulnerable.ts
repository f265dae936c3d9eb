app.use(async (c, next) => {
    await next();
    const origin = c.req.header("origin");
    c.header("Access-Control-Allow-Origin", origin);
});
