import asyncio

from fastmcp import FastMCP

mcp = FastMCP(name="files")


@mcp.tool()
async def size(path: str) -> int:
    """Says how long a file is."""
    return await measure(path)


asyncio.run(mcp.run_async(transport="stdio"))
