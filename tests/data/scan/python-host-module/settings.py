import os

LOCAL = "127.0.0.1"
PUBLIC = os.environ.get("HOST", "0.0.0.0")
