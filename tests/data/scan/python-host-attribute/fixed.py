import uvicorn
from mcp.server.fastmcp import FastMCP


class NotesServer:
    def __init__(self, host: str = "127.0.0.1", port: int = 8000):
        self.host = host
        self.port = port
        self.mcp = FastMCP("notes")

    def run(self) -> None:
        uvicorn.run(self.mcp.streamable_http_app(), host=self.host, port=self.port)
