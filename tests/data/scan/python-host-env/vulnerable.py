import os

from mcp.server.fastmcp import FastMCP

HOST = os.environ.get("HOST", "0.0.0.0")
mcp = FastMCP("notes", host=HOST, port=int(os.getenv("PORT", "8000")))
