from fastapi import FastAPI

app = FastAPI()
sessions = {}


@app.delete("/sessions/{name}")
async def forget(name: str):
    sessions.pop(name, None)
    return {"ok": True}
