import express from "express";
import expressWs from "express-ws";

const { app } = expressWs(express());
app.ws("/ws", (socket) => socket.on("message", (message) => run(message)));
