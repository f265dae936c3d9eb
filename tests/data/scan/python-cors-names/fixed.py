import os

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

ORIGINS = os.getenv("CORS_ORIGINS", "https://client.example").split(",")
WITH_COOKIES = True

app = Starlette(
    middleware=[Middleware(CORSMiddleware, allow_origins=ORIGINS, allow_credentials=WITH_COOKIES)],
)
