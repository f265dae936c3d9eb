export async function OPTIONS(request: Request) {
    return new Response(null, {
        headers: {
            "Access-Control-Allow-Origin": "https://client.example",
            "Access-Control-Allow-Methods": "POST",
        },
    });
}
