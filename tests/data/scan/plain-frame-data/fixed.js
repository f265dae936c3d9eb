import { sanitizeToolOutput } from "mcp-cordon";

export function show(toolResult) {
    const frame = document.createElement("iframe");
    frame.src = "data:text/html," + encodeURIComponent(sanitizeToolOutput(toolResult.content[0].text));
    document.body.append(frame);
}
