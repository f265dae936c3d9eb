import uvicorn
from mcp.server.fastmcp import FastMCP
from starlette.applications import Starlette
from starlette.routing import Mount

mcp = FastMCP("tools", stateless_http=True)
app = Starlette(routes=[Mount("/", app=mcp.streamable_http_app())])


def main() -> None:
    uvicorn.run(
        app,
        host="0.0.0.0",  # every interface
        port=8000,
    )
