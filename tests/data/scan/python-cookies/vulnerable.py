from fastapi import FastAPI
from mcp.server.fastmcp import FastMCP
from starlette.middleware.sessions import SessionMiddleware

mcp = FastMCP("tools")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=KEY)

app.mount("/mcp", mcp.streamable_http_app())
