from mcp.server.fastmcp import FastMCP

from .config import Public, get_settings

settings = get_settings()
mcp = FastMCP("tools", host=settings.host)
