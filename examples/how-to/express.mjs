import express from "express";
import { createIsolation } from "mcp-cordon/server";

const isolation = createIsolation({
  allowedHosts: ["mcp.example.com", "127.0.0.1"],
  cors: { preset: "mcp-2025-11-25", origins: ["https://client.example.com"] },
});
isolation.on("violation", (refusal) => console.error(JSON.stringify(refusal)));
isolation.on("storm", ({ client }) => console.error(`many refusals: ${client}`));

const app = express();
app.use("/mcp", isolation.node()); // ahead of authentication, which preflights lack
app.post("/mcp", (_request, response) => response.json("called"));
app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1");
