from mcp.server.fastmcp import FastMCP

from . import settings

mcp = FastMCP("tools", host=settings.LOCAL)
