from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")
host = "0.0.0.0"
mcp.settings.host = host
mcp.run(transport="streamable-http")
