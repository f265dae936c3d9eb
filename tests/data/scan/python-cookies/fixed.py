from fastapi import FastAPI
from mcp.server.fastmcp import FastMCP
from starlette.middleware.sessions import SessionMiddleware

mcp = FastMCP("tools")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=KEY)

@app.middleware("http")
async def isolate(request, call_next):
    site = request.headers.get("sec-fetch-site")
    if site and site not in ("same-origin", "none"):
        return Response(status_code=403)
    return await call_next(request)


app.mount("/mcp", mcp.streamable_http_app())
