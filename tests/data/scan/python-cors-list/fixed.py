from mcp.server import Server
from mcp.server.sse import SseServerTransport
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware

server = Server("notes")
allowed_origins = ["https://client.example"]
security = TransportSecuritySettings(allowed_hosts=["127.0.0.1:*"], allowed_origins=allowed_origins)
sse = SseServerTransport("/messages/", security_settings=security)
app = Starlette()
app.add_middleware(CORSMiddleware, allow_origins=allowed_origins, expose_headers=["Mcp-Session-Id"])
