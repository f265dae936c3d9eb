from mcp.server.fastmcp import FastMCP

mcp = FastMCP("weather")
mcp.settings.host = "0.0.0.0"
mcp.settings.port = 9000
mcp.run(transport="sse")
