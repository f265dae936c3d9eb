from mcp.server.fastmcp import FastMCP

from .settings import LOCAL

mcp = FastMCP("tools", host=LOCAL)
