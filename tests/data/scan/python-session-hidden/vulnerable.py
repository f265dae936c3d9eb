from mcp.server.fastmcp import FastMCP
from starlette.middleware.cors import CORSMiddleware

mcp = FastMCP("tools")

app = CORSMiddleware(mcp.streamable_http_app(), allow_origins=["https://client.example"], allow_methods=["GET", "POST"])
