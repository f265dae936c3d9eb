from mcp.server import Server
from mcp.server.sse import SseServerTransport
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware

HOSTS = ["*"]
server = Server("notes")
sse = SseServerTransport("/messages/")
app = Starlette()
app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
