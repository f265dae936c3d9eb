import { FastMCP } from "fastmcp";

const server = new FastMCP({ name: "notes", version: "1.0.0" });
server.start({
    transportType: "httpStream",
    httpStream: { port: 8080, host: "127.0.0.1" },
});
