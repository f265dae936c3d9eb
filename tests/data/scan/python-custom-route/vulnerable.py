from mcp.server.fastmcp import FastMCP

mcp = FastMCP("tools")


@mcp.custom_route("/run/{name}", methods=["GET"])
async def run(request):
    result = await mcp.call_tool(request.path_params["name"], dict(request.query_params))
    return JSONResponse(result)
