from mcp.server.fastmcp import FastMCP

mcp = FastMCP("weather")
mcp.settings.host = "localhost"
mcp.settings.port = 9000
mcp.run(transport="sse")
