import { marked } from "marked";
import { sanitizeToolOutput } from "mcp-cordon";

/** Markdown as HTML that is safe to show. Last comes the sanitizer: nothing after it writes markup. */
export const render = (text, options) => sanitizeToolOutput(marked.parse(text), options);
