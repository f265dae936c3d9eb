async def isolate(request, call_next):
    site = request.headers.get("sec-fetch-site")
    if not site:
        return Response(status_code=403)
    if site == "cross-site":
        return Response(status_code=403)
    return await call_next(request)
