from starlette.middleware.cors import CORSMiddleware

from .settings import ANY

app.add_middleware(CORSMiddleware, allow_origins=ANY, allow_credentials=True)
