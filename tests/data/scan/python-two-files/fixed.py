from fastmcp import FastMCP

from .guards import GUARDS as middleware

mcp = FastMCP("tools")
app = mcp.http_app(path="/mcp", middleware=middleware)
