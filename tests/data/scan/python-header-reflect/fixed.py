from starlette.middleware.base import BaseHTTPMiddleware


class Cors(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        origin = request.headers.get("origin")
        if origin in ORIGINS:
            response.headers["Access-Control-Allow-Origin"] = origin or "*"
        return response
