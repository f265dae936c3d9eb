from fastapi import FastAPI

app = FastAPI()
sessions = {}


@app.get("/sessions/{name}/delete")
async def forget(name: str):
    sessions.pop(name, None)
    return {"ok": True}
