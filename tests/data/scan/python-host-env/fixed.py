import os

from mcp.server.fastmcp import FastMCP

HOST = os.environ.get("HOST", "127.0.0.1")
mcp = FastMCP("notes", host=HOST, port=int(os.getenv("PORT", "8000")))
