from mcp.server.fastmcp import FastMCP

mcp = FastMCP("tools")


@mcp.tool()
def add(a: Annotated[int, Field(description="The first.")]) -> int:
    """Adds one."""
    return a + 1
