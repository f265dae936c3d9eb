from websockets.asyncio.server import serve


async def main():
    async with serve(talk, "localhost", 8765) as server:
        await server.serve_forever()
