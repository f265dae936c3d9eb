import websocket from "@fastify/websocket";

const ALLOWED = new Set(["https://client.example"]);

await app.register(websocket);
app.get("/ws", { websocket: true }, (socket, request) => {
    if (!ALLOWED.has(request.headers.origin)) return socket.close();
    socket.on("message", (message) => run(message));
});
