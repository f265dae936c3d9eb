import mcp.types as types


async def list_tools() -> list[types.Tool]:
    return [
        types.Tool(
            name="add",
            description="Adds two numbers.",
            inputSchema={"type": "object"},
        )
    ]
