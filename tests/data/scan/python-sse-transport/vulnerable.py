from mcp.server import Server
from mcp.server.sse import SseServerTransport
from starlette.requests import Request

server = Server("store")
sse = SseServerTransport("/messages/")


async def handle(request: Request):
    async with sse.connect_sse(request.scope, request.receive, request._send) as streams:
        await server.run(streams[0], streams[1], server.create_initialization_options())
