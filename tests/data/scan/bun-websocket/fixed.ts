Bun.serve({
    hostname: "127.0.0.1",
    fetch(request, server) {
        if (request.headers.get("origin") !== "https://client.example") return new Response("", { status: 403 });
        return server.upgrade(request) ? undefined : new Response("", { status: 426 });
    },
    websocket: { message: (socket, message) => socket.send(run(message)) },
});
