import click
import uvicorn
from mcp.server.fastmcp import FastMCP


@click.command()
@click.option("--host", default="127.0.0.1")
def main(host: str) -> None:
    mcp = FastMCP("notes")
    uvicorn.run(mcp.sse_app(), host=host, port=8000)
