from fastmcp import FastMCP

mcp = FastMCP("notes")


@mcp.tool
def read(name: str) -> str:
    """Reads a note."""
    return NOTES[name]


mcp.run(transport="http", port=8000)
