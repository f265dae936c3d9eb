EXEMPT = ("/public", "/health")


async def isolate(request, call_next):
    if request.url.path in EXEMPT:
        return await call_next(request)
    if request.headers.get("sec-fetch-site") == "cross-site":
        return Response(status_code=403)
    return await call_next(request)
