from starlette.applications import Starlette
from starlette.routing import WebSocketRoute


async def talk(socket):
    await socket.accept()
    await socket.send_json({"ready": True})


app = Starlette(routes=[WebSocketRoute("/mcp", talk)])
