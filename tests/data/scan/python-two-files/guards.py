from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

GUARDS = [Middleware(TrustedHostMiddleware, allowed_hosts=["tools.example"])]
