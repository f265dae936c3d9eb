from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings

app = Server("store")
manager = StreamableHTTPSessionManager(app=app, event_store=None, json_response=True)
