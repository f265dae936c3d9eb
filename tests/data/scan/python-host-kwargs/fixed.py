import uvicorn
from fastmcp import FastMCP
from starlette.middleware.trustedhost import TrustedHostMiddleware

mcp = FastMCP("notes")
options = {"host": "127.0.0.1", "port": 8000}
app = TrustedHostMiddleware(mcp.http_app(), allowed_hosts=["notes.example"])
uvicorn.run(app, **options)
