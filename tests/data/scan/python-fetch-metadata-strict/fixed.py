@app.middleware("http")
async def isolate(request, call_next):
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return Response(status_code=403)
    return await call_next(request)
