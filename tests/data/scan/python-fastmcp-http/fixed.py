from fastmcp import FastMCP
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

mcp = FastMCP("notes")


@mcp.tool
def read(name: str) -> str:
    """Reads a note."""
    return NOTES[name]


guards = [Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1"])]
mcp.run(transport="http", port=8000, middleware=guards)
