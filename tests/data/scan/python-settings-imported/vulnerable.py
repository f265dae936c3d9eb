from mcp.server.fastmcp import FastMCP

from .config import public as settings

mcp = FastMCP("tools", host=settings.host)
