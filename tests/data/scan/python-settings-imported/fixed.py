from mcp.server.fastmcp import FastMCP

from .config import local as settings

mcp = FastMCP("tools", host=settings.host)
