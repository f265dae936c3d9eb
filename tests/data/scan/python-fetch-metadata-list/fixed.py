SITES = {"same-origin", "none", None}


async def isolate(request, call_next):
    if request.headers.get("sec-fetch-site") not in SITES:
        return Response(status_code=403)
    return await call_next(request)
