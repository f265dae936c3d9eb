from aiohttp import web


async def talk(request):
    if request.headers.get("Origin") not in CLIENTS:
        raise web.HTTPForbidden()
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        await socket.send_str(run(message.data))
