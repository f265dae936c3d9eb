from mcp.server.fastmcp import FastMCP
from mcp.server.transport_security import TransportSecuritySettings

PROTECT = False
security = TransportSecuritySettings(enable_dns_rebinding_protection=PROTECT)
mcp = FastMCP("notes", transport_security=security)
