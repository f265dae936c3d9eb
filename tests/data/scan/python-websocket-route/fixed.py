from starlette.applications import Starlette
from starlette.routing import WebSocketRoute


async def talk(socket):
    check_origin(socket.headers)
    await socket.accept()
    await socket.send_json({"ready": True})


app = Starlette(routes=[WebSocketRoute("/mcp", talk)])
