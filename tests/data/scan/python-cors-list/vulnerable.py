from mcp.server import Server
from mcp.server.sse import SseServerTransport
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware

server = Server("notes")
sse = SseServerTransport("/messages/")
allowed_origins = ["https://client.example"]
app = Starlette()
app.add_middleware(CORSMiddleware, allow_origins=allowed_origins, expose_headers=["Mcp-Session-Id"])
