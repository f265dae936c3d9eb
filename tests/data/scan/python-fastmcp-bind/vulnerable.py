from mcp.server.fastmcp import FastMCP

mcp = FastMCP(
    "weather",
    host="0.0.0.0",
    port=8000,
)


@mcp.tool()
def forecast(city: str) -> str:
    """Says what the weather will be."""
    return lookup(city)


if __name__ == "__main__":
    mcp.run(transport="streamable-http")
