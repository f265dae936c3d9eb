export async function OPTIONS(request: Request) {
    return new Response(null, {
        headers: {
            "Access-Control-Allow-Origin": request.headers.get("origin"),
            "Access-Control-Allow-Methods": "POST",
        },
    });
}
