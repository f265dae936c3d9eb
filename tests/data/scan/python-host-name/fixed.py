from mcp.server.fastmcp import FastMCP
import uvicorn

host = "127.0.0.1"
mcp = FastMCP("notes")

if __name__ == "__main__":
    uvicorn.run(mcp.streamable_http_app(), host=host, port=8000)
