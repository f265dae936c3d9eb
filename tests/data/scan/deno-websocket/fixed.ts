Deno.serve({ hostname: "127.0.0.1" }, (request) => {
    if (request.headers.get("origin") !== "https://client.example") return new Response("", { status: 403 });
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => socket.send("ready");
    return response;
});
