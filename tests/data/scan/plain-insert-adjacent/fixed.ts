import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";

export function append(log: HTMLElement, result: CallToolResult) {
    for (const block of result.content) {
        if (block.type === "text") {
            log.insertAdjacentText("beforeend", block.text);
        }
    }
}
