from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws")
async def talk(socket: WebSocket):
    if socket.headers.get("origin") not in ORIGINS:
        await socket.close(code=1008)
        return
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(await answer(text))
