from hypercorn.config import Config
from mcp.server.fastmcp import FastMCP

config = Config()
config.bind = ["127.0.0.1:8000"]
