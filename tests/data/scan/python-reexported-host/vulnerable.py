from mcp.server.fastmcp import FastMCP

from .network import PUBLIC

mcp = FastMCP("tools", host=PUBLIC)
