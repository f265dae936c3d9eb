from mcp.server.fastmcp import FastMCP

from .config import Local

settings = Local()
mcp = FastMCP("tools", host=settings.host)
