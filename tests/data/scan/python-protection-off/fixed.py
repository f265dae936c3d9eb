from mcp.server.fastmcp import FastMCP
from mcp.server.transport_security import TransportSecuritySettings

settings = TransportSecuritySettings(
    enable_dns_rebinding_protection=True,
    allowed_hosts=["tools.example"],
)
mcp = FastMCP("tools", transport_security=settings)
