from mcp.server.fastmcp import FastMCP

from .settings import PUBLIC

mcp = FastMCP("tools", host=PUBLIC)
