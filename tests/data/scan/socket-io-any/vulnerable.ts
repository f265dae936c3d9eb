import { Server } from "socket.io";

export const io = new Server(http, {
    cors: { origin: "*" },
});
