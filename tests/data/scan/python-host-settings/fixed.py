import uvicorn
from mcp.server.fastmcp import FastMCP
from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    host: str = Field(default="127.0.0.1", description="Where to listen")
    port: int = 8000


settings = Settings()
mcp = FastMCP("notes")


def main() -> None:
    uvicorn.run(mcp.streamable_http_app(), host=settings.host, port=settings.port)
