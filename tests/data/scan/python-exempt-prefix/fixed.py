@app.middleware("http")
async def isolate(request, call_next):
    if request.url.path in PUBLIC:
        return await call_next(request)
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return Response(status_code=403)
    return await call_next(request)
