from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware

cors = dict(allow_origin_regex=".*", allow_credentials=True, allow_methods=["POST"])
app = Starlette()
app.add_middleware(CORSMiddleware, **cors)
