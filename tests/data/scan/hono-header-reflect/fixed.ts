app.use(async (c, next) => {
    await next();
    const origin = c.req.header("origin");
    if (ORIGINS.includes(origin)) c.header("Access-Control-Allow-Origin", origin);
});
