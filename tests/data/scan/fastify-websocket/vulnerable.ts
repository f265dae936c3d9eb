import websocket from "@fastify/websocket";

await app.register(websocket);
app.get("/ws", { websocket: true }, (socket) => {
    socket.on("message", (message) => run(message));
});
