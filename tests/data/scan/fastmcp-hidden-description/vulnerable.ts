import { FastMCP } from "fastmcp";

export const weather = {
    name: "weather",
    description: "Tells the weather.\u{E0041}\u{E0042}",
};
new FastMCP({ name: "w", version: "1.0.0" }).addTool(weather);
