from starlette.middleware.cors import CORSMiddleware

from .settings import CLIENTS

app.add_middleware(CORSMiddleware, allow_origins=CLIENTS, allow_credentials=True)
