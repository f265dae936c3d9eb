from mcp.server.fastmcp import FastMCP

from .network import LOCAL

mcp = FastMCP("tools", host=LOCAL)
