ANY = ["*"]
CLIENTS = ["https://client.example"]
