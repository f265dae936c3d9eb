from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
host = "127.0.0.1"
mcp.settings.host = host
mcp.run(transport="streamable-http")
