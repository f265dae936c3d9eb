from pydantic_settings import BaseSettings


class Public(BaseSettings):
    host: str = "0.0.0.0"


class Local(BaseSettings):
    host: str = "127.0.0.1"


public = Public()
local = Local()
