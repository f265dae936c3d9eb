from hypercorn.config import Config
from mcp.server.fastmcp import FastMCP

config = Config()
config.bind = ["0.0.0.0:8000"]
