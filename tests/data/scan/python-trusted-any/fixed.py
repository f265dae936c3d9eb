from mcp.server import Server
from mcp.server.sse import SseServerTransport
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware

HOSTS = ["localhost", "127.0.0.1"]
server = Server("notes")
sse = SseServerTransport("/messages/")
app = Starlette()
app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
