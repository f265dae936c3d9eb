from .settings import LOCAL, PUBLIC
