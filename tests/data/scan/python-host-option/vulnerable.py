import argparse

import uvicorn
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="0.0.0.0", help="where to listen")
    parser.add_argument("--port", type=int, default=8000)
    args = parser.parse_args()
    uvicorn.run(mcp.streamable_http_app(), host=args.host, port=args.port)
