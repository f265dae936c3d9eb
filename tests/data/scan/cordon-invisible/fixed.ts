import { sanitizeToolOutput } from "mcp-cordon";

export const clean = (html: string) =>
    sanitizeToolOutput(html, {
        invisibleText: "remove",
    });
