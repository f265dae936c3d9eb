from starlette.applications import Starlette
from starlette.routing import Route


async def remove(request):
    await db.delete(request.path_params["id"])


app = Starlette(routes=[Route("/notes/{id}/delete", remove)])
