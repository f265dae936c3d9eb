from fastmcp import FastMCP

from .log import middleware

mcp = FastMCP("tools")
app = mcp.http_app(path="/mcp", middleware=middleware)
