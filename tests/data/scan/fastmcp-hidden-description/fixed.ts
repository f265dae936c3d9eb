import { FastMCP } from "fastmcp";

export const weather = {
    name: "weather",
    description: "Tells the weather.",
};
new FastMCP({ name: "w", version: "1.0.0" }).addTool(weather);
