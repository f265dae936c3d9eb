import express from "express";
import expressWs from "express-ws";

const { app } = expressWs(express());
app.ws("/ws", (socket, request) => {
    if (request.headers.origin !== "https://client.example") return socket.close();
    socket.on("message", (message) => run(message));
});
