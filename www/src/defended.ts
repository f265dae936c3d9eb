import { renderToolOutput, sanitizeMarkdown, sanitizeToolResult, type Policy } from "mcp-cordon";
import type { CallToolResult } from "@modelcontextprotocol/client";
import type { Media } from "./mcp.ts";

export interface Removed {
  code: string;
  severity: string;
  what: string;
  path: string;
  reason: string;
}

/** Shows a result's text safely, and says what was taken out of it. */
export function renderDefended(target: Element, result: CallToolResult, media: Media, policy: Policy): Removed[] {
  const removed: Removed[] = [];
  const parts: Element[] = [];
  for (const block of result.content) {
    if (block.type !== "text") continue;
    const part = document.createElement("div");
    const html = media === "markdown" ? sanitizeMarkdown(block.text, { policy }) : block.text;
    const report = renderToolOutput(part, html, { policy });
    parts.push(part);
    removed.push(
      ...report.removed.map(({ code, severity, name, count, path, reason }) => ({
        code,
        severity,
        what: count > 1 ? `${name} × ${count}` : name,
        path,
        reason,
      })),
    );
  }
  if (media === "markdown") {
    // What the Markdown became is already clean, so only the result as a whole tells what it held.
    const { findings } = sanitizeToolResult(result, { policy, text: "markdown" });
    removed.push(
      ...findings.map(({ code, severity, title, why, evidence }) => ({
        code,
        severity,
        what: title,
        path: evidence?.path ?? "",
        reason: why,
      })),
    );
  }
  target.replaceChildren(...parts);
  return removed;
}
