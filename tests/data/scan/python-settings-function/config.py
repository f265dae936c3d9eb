class Public:
    host: str = "0.0.0.0"


class Local:
    host: str = "127.0.0.1"


def get_settings() -> Public:
    return Public()
