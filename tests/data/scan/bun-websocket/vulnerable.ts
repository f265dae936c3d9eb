Bun.serve({
    hostname: "127.0.0.1",
    fetch(request, server) {
        return server.upgrade(request) ? undefined : new Response("", { status: 426 });
    },
    websocket: { message: (socket, message) => socket.send(run(message)) },
});
