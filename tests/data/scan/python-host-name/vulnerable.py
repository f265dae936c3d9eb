from mcp.server.fastmcp import FastMCP
import uvicorn

host = "0.0.0.0"
mcp = FastMCP("notes")

if __name__ == "__main__":
    uvicorn.run(mcp.streamable_http_app(), host=host, port=8000)
