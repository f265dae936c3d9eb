from mcp.server.fastmcp import FastMCP
from mcp.server.transport_security import TransportSecuritySettings

PROTECT = True
security = TransportSecuritySettings(enable_dns_rebinding_protection=PROTECT, allowed_hosts=["127.0.0.1:*"])
mcp = FastMCP("notes", transport_security=security)
